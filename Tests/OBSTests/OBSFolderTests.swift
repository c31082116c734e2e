import Broadcast
import Foundation
import Testing

@testable import OBS

@Suite struct OBSFolderTests {
    private func withFolder(_ work: (OBSFolder) throws -> Void) throws {
        let folder = OBSFolder(path: NSTemporaryDirectory() + "obs-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try work(folder)
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aPasswordIsMadeOnceAndKeptFromOthers() throws {
        try withFolder { folder in
            let password = try folder.prepare(password: nil)
            #expect(password.secret.count >= 16)
            #expect(try folder.prepare(password: nil) == password)
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
                .map { folder.path + "/" + $0 }
            let holding = files.filter {
                (try? String(contentsOfFile: $0, encoding: .utf8))?.contains(password.secret)
                    == true
            }
            #expect(holding.count == 4)
            for file in holding { #expect(try permissions(file) == 0o600) }
        }
    }

    @Test func whatOBSWroteIntoItsProfileIsKept() throws {
        try withFolder { folder in
            _ = try folder.prepare(password: nil)
            let basic = folder.path + "/config/obs-studio/basic/profiles/EmotionMotion/basic.ini"
            try "changed".write(toFile: basic, atomically: true, encoding: .utf8)
            _ = try folder.prepare(password: OBSPassword("another"))
            #expect(try String(contentsOfFile: basic, encoding: .utf8) == "changed")
            #expect(try OBSPassword.found(file: folder.passwordFile)?.secret == "another")
        }
    }

    @Test func aFolderThatCannotBeMadeIsSaid() throws {
        let error = #expect(throws: OBSError.self) {
            try OBSFolder(path: "/proc/nowhere").prepare(password: nil)
        }
        guard case .unwritable("/proc/nowhere", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// What OBS is told is the server and the key apart.
    @Test func aServiceIsReadFromAnAddressAndTheKeys() throws {
        let keys = try StreamKeys("hush-hush", from: "test")
        let youtube = try OBSService("rtmp://a.rtmp.youtube.com/live2", keys: keys)
        #expect(youtube == OBSService(server: "rtmp://a.rtmp.youtube.com/live2", key: "hush-hush"))
        let own = try OBSService("rtmp://127.0.0.1:1935/live/name", keys: StreamKeys())
        #expect(own == OBSService(server: "rtmp://127.0.0.1:1935/live", key: "name"))
        #expect(throws: OBSError.notAStream("show.mp4")) {
            try OBSService("show.mp4", keys: keys)
        }
        #expect(throws: BroadcastError.self) {
            try OBSService("rtmp://a.rtmp.youtube.com/live2", keys: StreamKeys())
        }
    }
}
