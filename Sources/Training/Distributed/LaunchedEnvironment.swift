import Torch

/// What an environment says of the workers that Slurm or PyTorch's launcher started together.
///
/// Slurm: https://slurm.schedmd.com/srun.html#SECTION_OUTPUT-ENVIRONMENT-VARIABLES. PyTorch:
/// https://docs.pytorch.org/docs/stable/elastic/run.html#environment-variables.
struct LaunchedEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    /// Which worker this is.
    var rank: Int? { number("RANK", "SLURM_PROCID") }

    /// How many workers there are; a step of a job may have fewer than the job has room for.
    var count: Int? { number("WORLD_SIZE", "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS") }

    /// Where worker 0 waits: where a variable says, else on the first machine of Slurm's step, at a
    /// port that follows from the job's number.
    var meeting: MeetingPlace? {
        guard let host = host, let port = port else { return nil }
        return MeetingPlace(host: host, port: port)
    }

    private var host: String? {
        if let host = word("MASTER_ADDR") { return host }
        // Slurm's address is that of the machine where `srun` was typed, which need not take part.
        return word("SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST")
            .flatMap(Self.firstHost) ?? word("SLURM_LAUNCH_NODE_IPADDR")
    }

    private var port: UInt16? {
        if let port = number("MASTER_PORT") {
            // At its own port torchrun itself listens.
            return UInt16(exactly: word("TORCHELASTIC_USE_AGENT_STORE") == "True" ? port + 1 : port)
        }
        // Below those that systems give out by themselves. Jobs that share a machine must not meet.
        return number("SLURM_JOB_ID").map { UInt16(20_000 + $0.magnitude % 10_000) }
    }

    /// The first machine of Slurm's short form of a list: "node07" of "node[07-09,12],login".
    static func firstHost(of list: String) -> String? {
        var host = ""
        var isInBrackets = false
        var isPast = false  // the first number of these brackets
        for character in list {
            switch character {
            case "[": (isInBrackets, isPast) = (true, false)
            case "]": isInBrackets = false
            case "," where !isInBrackets: return host.isEmpty ? nil : host
            case ",", "-": if isInBrackets { isPast = true } else { host.append(character) }
            default: if !isInBrackets || !isPast { host.append(character) }
            }
        }
        return host.isEmpty ? nil : host
    }

    private func word(_ names: String...) -> String? {
        names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
    }

    private func number(_ names: String...) -> Int? {
        names.lazy.compactMap { variables[$0].flatMap { Int($0) } }.first
    }
}
