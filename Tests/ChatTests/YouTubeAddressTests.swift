import Testing

@testable import Chat

@Suite struct YouTubeAddressTests {
    @Test(arguments: [
        "dQw4w9WgXcQ", " dQw4w9WgXcQ\n", "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "http://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=1s#chat",
        "m.youtube.com/watch?v=dQw4w9WgXcQ", "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ", "youtu.be/dQw4w9WgXcQ?si=abc",
        "https://www.youtube.com/live/dQw4w9WgXcQ?si=abc", "youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ", "YouTube.com/v/dQw4w9WgXcQ",
        "https://www.youtube.com/live_chat?is_popout=1&v=dQw4w9WgXcQ",
        "https://studio.youtube.com/video/dQw4w9WgXcQ/livestreaming",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "<https://youtu.be/dQw4w9WgXcQ>",
    ])
    func everyWayToWriteAVideoIsRead(text: String) throws {
        #expect(try YouTubeAddress(text) == .video("dQw4w9WgXcQ"))
    }

    @Test(arguments: [
        ("@stage", "/@stage"), ("https://www.youtube.com/@stage", "/@stage"),
        ("youtube.com/@stage/live", "/@stage"),
        ("https://youtube.com/@stage/streams?x=1", "/@stage"),
        ("@舞台", "/@舞台"),
        ("UCa9Y57gfeY0Zro_noHRVrnw", "/channel/UCa9Y57gfeY0Zro_noHRVrnw"),
        (
            "https://www.youtube.com/channel/UCa9Y57gfeY0Zro_noHRVrnw/live",
            "/channel/UCa9Y57gfeY0Zro_noHRVrnw"
        ),
        ("https://www.youtube.com/c/Stage", "/c/Stage"), ("youtube.com/user/stage", "/user/stage"),
    ])
    func everyWayToWriteAChannelIsRead(text: String, path: String) throws {
        #expect(try YouTubeAddress(text) == .channel(path: path))
    }

    @Test(arguments: [
        "", "@", "stage", "dQw4w9WgXc", "https://youtu.be/",
        "https://example.com/watch?v=dQw4w9WgXcQ",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=short", "dQw4w9 gXcQ", "../../etc/p",
    ])
    func whatNamesNoStreamIsRefused(text: String) {
        #expect(throws: ChatError.youtube(text)) { try YouTubeAddress(text) }
    }
}
