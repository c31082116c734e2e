import Signals

/// Outputs that are stopped and started while the show runs.
extension Broadcaster {
    /// Starts or stops an output, counted from 0 in the order of `tallies`; nothing where it is so
    /// already.
    ///
    /// What is stopped writes its end beside the show. A file that is started again goes on in a new
    /// one, `show-2.mp4` after `show.mp4`, and frames in the same folder.
    ///
    /// Throws `BroadcastError` when it cannot be opened again; then it stays stopped.
    public func turn(_ number: Int, on: Bool) throws(BroadcastError) {
        precondition(outputs.all.indices.contains(number), "there is no output \(number)")
        if on {
            try outputs.start(number) { address throws(BroadcastError) in
                try opening.again(address)
            }
        } else {
            outputs.stop(number)
        }
    }

    /// Begins a recording in a movie file, or beside it where there is one already, as one more
    /// output; its name.
    ///
    /// Throws `BroadcastError` when it cannot be written.
    public func record(to path: String) throws(BroadcastError) -> String {
        let address = OutputAddress.movie(path: path)
        let recording = try opening.again(address)
        outputs.join(recording, at: address)
        return recording.name
    }
}
