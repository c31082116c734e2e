import Foundation

/// The folder of an OBS of the show's own, in which it asks nothing: it has seen its first run, has a
/// profile, and its WebSocket server is on.
public struct OBSFolder: Sendable {
    /// Where the folder is.
    public var path: String
    /// Where OBS listens.
    public var port = OBSAddress.usual.port
    /// What is recorded, and how large.
    public var profile = OBSSetup.Profile()

    /// A folder for an OBS.
    public init(path: String) { self.path = path }

    /// Where one is kept when nobody names another: `~/.local/share/emotionmotion/obs`.
    public static var usual: String {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (data ?? NSHomeDirectory() + "/.local/share") + "/emotionmotion/obs"
    }

    /// The file with the password, which only its owner may read.
    public var passwordFile: String { path + "/password" }
    var recordings: String { path + "/recordings" }
    private var settings: String { path + "/config/obs-studio" }

    /// Makes the folder ready and gives the password: the one given, or the folder's, or a new one.
    /// What OBS or a person wrote there since is kept, but for what makes OBS ask.
    ///
    /// Throws `OBSError.unwritable`.
    public func prepare(password: OBSPassword?) throws(OBSError) -> OBSPassword {
        do {
            let profileFolder = settings + "/basic/profiles/" + OBSSetup.name
            for folder in [profileFolder, settings + "/basic/scenes", recordings] {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
            let kept = try? OBSPassword.found(file: passwordFile)
            guard let password = password ?? kept ?? OBSPassword(Self.newSecret) else {
                throw OBSError.unreadablePasswordFile(passwordFile)
            }
            try write(password.secret + "\n", to: passwordFile)
            // OBS 32 reads the user's settings from a file of their own, and its WebSocket server's
            // from another since 30.2.
            for name in ["global.ini", "user.ini"] {
                try write(global(password), to: settings + "/" + name)
            }
            try writeServerSettings(password)
            let basic = profileFolder + "/basic.ini"
            if !FileManager.default.fileExists(atPath: basic) { try write(self.basic, to: basic) }
            return password
        } catch let error as OBSError {
            throw error
        } catch {
            throw .unwritable(path, reason: (error as NSError).localizedDescription)
        }
    }

    /// The environment in which OBS finds the folder.
    var environment: [String: String] { ["XDG_CONFIG_HOME": path + "/config"] }

    private static var newSecret: String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            String(UInt32.random(in: .min ... .max, using: &random), radix: 36)
        }
        .joined()
    }

    private func write(_ text: String, to file: String) throws {
        let files = FileManager.default
        // Made closed to others before anything is in it.
        if !files.fileExists(atPath: file) {
            _ = files.createFile(
                atPath: file, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private func writeServerSettings(_ password: OBSPassword) throws {
        let folder = settings + "/plugin_config/obs-websocket"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let server: OBSValue = [
            "alerts_enabled": false, "auth_required": true, "first_load": false,
            "server_enabled": true, "server_password": .text(password.secret),
            "server_port": OBSValue(port),
        ]
        let text = try JSONEncoder().encode(server)
        try write(String(decoding: text, as: UTF8.self), to: folder + "/config.json")
    }

    /// What keeps OBS from asking: a first run that was, a version that was seen, no updates.
    private func global(_ password: OBSPassword) -> String {
        """
        [General]
        FirstRun=true
        LastVersion=536870911
        Pre19Defaults=false
        Pre21Defaults=false
        Pre23Defaults=false
        Pre24.1Defaults=false
        EnableAutoUpdates=false

        [Basic]
        Profile=\(OBSSetup.name)
        ProfileDir=\(OBSSetup.name)
        SceneCollection=\(OBSSetup.name)
        SceneCollectionFile=\(OBSSetup.name)
        ConfigOnNewProfile=false

        [BasicWindow]
        SysTrayEnabled=false
        WarnBeforeStartingStream=false
        WarnBeforeStoppingStream=false
        WarnBeforeStoppingRecord=false
        PreviewEnabled=false

        [OBSWebSocket]
        FirstLoad=false
        ServerEnabled=true
        ServerPort=\(port)
        AlertsEnabled=false
        AuthRequired=true
        ServerPassword=\(password.secret)

        """
    }

    private var basic: String {
        let parameters = Dictionary(grouping: profile.parameters, by: \.category)
            .mapValues { $0.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") }
        return """
            [General]
            Name=\(OBSSetup.name)

            [Video]
            BaseCX=\(profile.width)
            BaseCY=\(profile.height)
            OutputCX=\(profile.width)
            OutputCY=\(profile.height)
            FPSType=2
            FPSCommon=\(profile.picturesPerSecond)
            FPSNum=\(profile.picturesPerSecond)
            FPSDen=1

            [Output]
            \(parameters["Output"] ?? "")

            [SimpleOutput]
            FilePath=\(recordings)
            RecFormat=mkv
            \(parameters["SimpleOutput"] ?? "")

            """
    }
}
