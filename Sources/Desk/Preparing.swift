/// What the page of preparation asks for, and whoever prepares a show does.
///
/// Each call but `sheet` and `states` throws `PreparationRefusal`.
public protocol Preparing: Sendable {
    /// The states of what was begun, from now on; each as soon as it changes.
    var states: AsyncStream<PreparationState> { get }
    /// What stands in the show's file.
    func sheet() async -> PreparationSheet
    /// Writes changed settings into the show's file, by their keys; an empty text takes one away.
    func save(_ changes: [String: String]) async throws -> PreparationSheet
    /// Keeps a stream key in a file that only its owner can read, and names that in the show's file.
    ///
    /// - Parameter server: the server that it is for; empty for every one.
    func keep(streamKey: String, for server: String) async throws -> PreparationSheet
    /// Opens chats as the show would, for a few seconds.
    func tryChats(_ addresses: [String]) async throws
    /// Looks at everything that the saved show needs.
    func check() async throws
    /// Begins a rehearsal of the saved show, or ends it.
    func rehearse(_ isOn: Bool) async throws
    /// Performs the saved show.
    func start() async throws
}

/// Why something was not done, a sentence, and the setting that it is about where there is one.
public struct PreparationRefusal: Error, Equatable {
    /// The key of the setting, as in "obs.address"; nil where it is about none.
    public var setting: String?
    /// What is wrong, and what to do next.
    public var words: String
    /// Whether something is in the way that passes: a check that runs.
    public var isBusy: Bool

    /// A refusal.
    public init(_ words: String, setting: String? = nil, isBusy: Bool = false) {
        (self.words, self.setting, self.isBusy) = (words, setting, isBusy)
    }
}

/// A show's file as the page shows it.
public struct PreparationSheet: Codable, Sendable, Equatable {
    /// Where stream keys are, and never what they are.
    public struct Key: Codable, Sendable, Equatable {
        /// The file.
        public var path: String
        /// Whether it is there and holds a key.
        public var isThere: Bool

        /// A place for keys.
        public init(path: String, isThere: Bool) {
            (self.path, self.isThere) = (path, isThere)
        }
    }

    /// The file's path.
    public var path: String
    /// Whether it is there already.
    public var isThere: Bool
    /// Texts by key, as they stand in the file; a list has one a line. What is not named there is "".
    public var fields: [String: String]
    /// What is wrong in the file, a sentence with line and key; nil where nothing is.
    public var fault: String?
    /// Where the file as it was found is kept, once something was changed.
    public var backup: String?
    /// Where the stream key is.
    public var key: Key

    /// A sheet.
    public init(
        path: String, isThere: Bool, fields: [String: String], fault: String? = nil,
        backup: String? = nil, key: Key
    ) {
        (self.path, self.isThere, self.fields) = (path, isThere, fields)
        (self.fault, self.backup, self.key) = (fault, backup, key)
    }
}
