import Desk
import Signals
import Stage

/// The show's pictures, small, for the desk.
extension LiveShow {
    /// Has a picture made small beside the show where somebody looks, three times a second at most.
    ///
    /// The drawing thread only hands the picture on: the pool has one more for it while it is held.
    func tellPreview(_ picture: Picture?) {
        guard let board, let picture, board.preview.begins() else { return }
        let feed = board.preview
        Task.detached(priority: .utility) {
            guard let file = picture.jpeg(width: PreviewFeed.width) else { return feed.giveUp() }
            feed.give(file, number: picture.number)
        }
    }
}
