import Torch

/// Which worker of a training on several machines this process is, and where it meets the others.
public struct WorkerPlace: Sendable, Equatable {
    /// Where worker 0 waits.
    public var meeting: MeetingPlace
    /// Which worker this is, from 0.
    public var rank: Int
    /// How many there are.
    public var count: Int

    /// The rendezvous that stands for what Slurm or torchrun says.
    public static let told = "environment"

    /// A place from a command line's words; what these do not say, an environment does that Slurm
    /// (`SLURM_PROCID`, `SLURM_NTASKS`) or PyTorch's launcher (`RANK`, `WORLD_SIZE`) made.
    ///
    /// - Parameter rendezvous: "HOST:PORT" of worker 0, or "environment": where that environment says.
    ///
    /// Throws `WorkerError.place`.
    public init(
        rendezvous: String, rank: Int?, count: Int?, environment: [String: String]
    ) throws {
        let launch = LaunchedEnvironment(environment)
        guard let meeting = rendezvous == Self.told ? launch.meeting : MeetingPlace(rendezvous)
        else {
            throw WorkerError.place(
                reason: rendezvous == Self.told
                    ? "--rendezvous environment needs MASTER_ADDR and MASTER_PORT, as torchrun sets "
                        + "them, or the variables of a Slurm job. Start it with `srun`, or give "
                        + "--rendezvous HOST:PORT."
                    : "--rendezvous \(rendezvous) is not HOST:PORT, an address of worker 0's "
                        + "machine and a free port of it.")
        }
        guard let rank = rank ?? launch.rank else {
            throw WorkerError.place(
                reason: "--rendezvous needs --rank: which worker this is, from 0.")
        }
        guard let count = count ?? launch.count else {
            throw WorkerError.place(
                reason: "--rendezvous needs --world: how many workers there are in all.")
        }
        guard count > 0, (0..<count).contains(rank) else {
            throw WorkerError.place(
                reason: "There is no worker \(rank) of \(count): --rank is from 0 to one less than "
                    + "--world.")
        }
        self.meeting = meeting
        self.rank = rank
        self.count = count
    }
}
