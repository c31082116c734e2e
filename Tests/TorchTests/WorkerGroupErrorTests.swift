import Testing

@testable import Torch

/// What is said of words that Gloo did say.
@Suite struct WorkerGroupErrorTests {
    private func said(_ words: String) -> String {
        let reason = WorkerGroupError.firstSentence(of: words)
        return WorkerGroupError.lost(rank: 0, reason: reason).description
    }

    @Test func aWorkerThatEndedIsToldFromACutNetwork() {
        #expect(
            said(
                "[/third_party/gloo/pair.cc:553] Connection closed by peer [10.83.0.2]:4746. This is "
                    + "typically caused by a remote worker crashing.\nException raised from")
                == "Worker 0 has lost another worker: it has ended, and says itself why. (Connection "
                + "closed by peer [10.83.0.2]:4746)")
        #expect(
            said(
                "[/third_party/gloo/pair.cc:537] Read error [10.83.0.3]:42148: Connection timed out. "
                    + "This is typically caused by a remote worker hanging")
                == "Worker 0 has lost another worker: its machine is off, or the network between them "
                + "is cut. (Read error [10.83.0.3]:42148: Connection timed out)")
    }

    @Test func aWorkerThatOnlyWaitsIsSaidToBeSlow() {
        #expect(
            said("[/buffer.cc:78] Timed out waiting 40000ms for recv operation to complete")
                .contains("for as long as --worker-timeout lets it. (Timed out waiting 40000ms"))
    }

    @Test func wordsThatNobodyKnowsStandAsTheyAre() {
        #expect(
            said("a new kind of fault\nsomewhere")
                == "Worker 0 has lost another worker, or the way to it. (a new kind of fault)")
        #expect(WorkerGroupError.firstSentence(of: "").isEmpty)
    }

    @Test func aNameThatIsThisMachineAloneHereIsTold() {
        #expect(MeetingPlace(host: "127.0.0.1", port: 1).addressOfNoOther == nil)
        #expect(MeetingPlace(host: "localhost", port: 1).addressOfNoOther == nil)
        #expect(MeetingPlace(host: "", port: 1).addressOfNoOther == nil)
        #expect(MeetingPlace(host: "::1", port: 1).addressOfNoOther == nil)
    }
}
