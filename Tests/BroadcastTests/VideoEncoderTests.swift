import Testing

@testable import Broadcast

@Suite struct VideoEncoderTests {
    @Test func anEncoderHasItsOwnNameAndFFmpegs() {
        #expect(VideoEncoder("x264") == .x264)
        #expect(VideoEncoder("libx264") == .x264)
        #expect(VideoEncoder("h264_NVENC") == .nvenc)
        #expect(VideoEncoder("videotoolbox")?.name == "h264_videotoolbox")
        #expect(VideoEncoder("h264") == nil)
    }

    @Test(.enabled(if: hasEncoder)) func x264WorksWhereFFmpegIs() async {
        #expect(await VideoEncoder.x264.trouble(quickSettings()) == nil)
    }

    @Test(.enabled(if: hasEncoder)) func theChosenEncoderEncodes() async {
        let chosen = await VideoEncoder.chosen(for: quickSettings())
        #expect(await chosen.trouble(quickSettings()) == nil)
    }

    @Test func anEncoderThatFailsSaysWhyAndIsNotChosen() async throws {
        let scratch = try Scratch()
        var settings = quickSettings()
        settings.program = try scratch.program(
            #"case "$*" in *libx264*) exit 0;; esac; echo '[x @ 0x1] no such chip' >&2; exit 1"#)
        #expect(await VideoEncoder.nvenc.trouble(settings) == "no such chip")
        #expect(await VideoEncoder.chosen(for: settings) == .x264)
        settings.program = try scratch.program("exit 0")
        #expect(await VideoEncoder.chosen(for: settings) == .nvenc)
    }

    @Test(arguments: StreamQuality.allCases)
    func aStreamIsOfConstantBitrateWithAKeyframeEveryTwoSeconds(_ quality: StreamQuality) throws {
        var settings = EncoderSettings(width: quality.width, height: quality.height)
        settings.streamBitsPerSecond = quality.bitsPerSecond
        settings.streamPicturesPerSecond = quality.picturesPerSecond
        let stream = try #require(StreamAddress("rtmp://h/live/name"))
        let words = EncoderTarget.stream(stream).arguments(settings, firstNumber: 0)
        func value(_ option: String) -> String? {
            words.firstIndex(of: option).map { words[$0 + 1] }
        }
        let bits = "\(quality.bitsPerSecond)"
        #expect([value("-b:v"), value("-maxrate"), value("-bufsize")] == [bits, bits, bits])
        #expect(value("-g") == "\(2 * quality.picturesPerSecond)")
        #expect(value("-c:a") == "aac")
        #expect(words.last == "rtmp://h/")
    }
}
