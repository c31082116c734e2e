import Foundation
import Signals
import Testing

@testable import Stage

@Suite struct DrawingTests {
    private func complaint(_ text: String) -> String? {
        DrawingCheck.complaint(about: Data(text.utf8))
    }

    private func svg(_ inside: String, before: String = "") -> String {
        "\(before)<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\(inside)</svg>"
    }

    @Test func everyDrawingOfTheShippedPuppetsIsFine() throws {
        for name in PuppetFolder.names {
            let folder = try PuppetFolder.find(name)
            for file in try FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil) where file.pathExtension == "svg"
            {
                #expect(DrawingCheck.complaint(about: try Data(contentsOf: file)) == nil)
                let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize
                #expect((size ?? 9999) < 2000)
            }
        }
    }

    @Test func entitiesAreRefused() {
        let bomb =
            "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]>"
        #expect(complaint(svg("<text>&b;</text>", before: bomb))?.contains("entities") == true)
    }

    @Test func aDocumentTypeAloneIsNoHarm() {
        let doctype =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE svg PUBLIC \"-//W3C\" \"x\">"
        #expect(complaint(svg("<path d=\"M0 0H9\"/>", before: doctype)) == nil)
    }

    @Test func aHundredThousandElementsAreRefusedWithTheirNumber() {
        let text = svg(String(repeating: "<g/>", count: 100_000))
        #expect(complaint(text)?.contains("100001 elements") == true)
    }

    @Test(arguments: [
        "<use href=\"file:///etc/passwd#a\"/>", "<use xlink:href = 'other.svg#a'/>",
        "<image href=\"a.png\"/>", "<svg:image/>", "<path fill=\"url(other.svg#g)\"/>",
        "<style>@import 'a.css';</style>", "<style>path{fill:url( \"http://a/b\" )}</style>",
        "<use href=\"&#102;ile.svg\"/>",
    ])
    func aReferenceToAnotherFileIsRefused(_ inside: String) {
        #expect(complaint(svg(inside)) != nil)
    }

    @Test(arguments: [
        "<use href=\"#a\"/>", "<path fill=\"url(#g)\"/>",
        "<path style='fill:url(&quot;#g&quot;)'/>",
        "<path id=\"href\"/>",
    ])
    func aReferenceWithinTheFileIsFine(_ inside: String) {
        #expect(complaint(svg(inside)) == nil)
    }

    @Test func whatIsNoPlainSVGIsRefused() {
        #expect(complaint("hello")?.contains("neither PNG nor SVG") == true)
        #expect(complaint(svg("", before: "<?xml version='1.0' encoding='utf-7'?>")) != nil)
        #expect(DrawingCheck.complaint(about: Data([0x1F, 0x8B, 8, 0])) != nil)
        #expect(
            DrawingCheck.complaint(about: Data("<svg>".utf16.flatMap { [UInt8($0), 0] })) != nil)
        #expect(complaint(svg(String(repeating: "<use href='#a'/>", count: 101))) != nil)
    }

    @Test func aHugePictureIsRefusedByItsHeader() {
        // The first 24 bytes of a PNG of 30,000 by 30,000; nothing needs to follow.
        let header: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0,
            0,
            0x75, 0x30, 0, 0, 0x75, 0x30,
        ]
        #expect(DrawingCheck.complaint(about: Data(header))?.contains("30000x30000") == true)
        #expect(
            DrawingCheck.complaint(about: Data(header.prefix(20)))?.contains("breaks off") == true)
    }

    @Test func aPictureThatBreaksOffIsAnErrorNamingIt() throws {
        let folder = try TestFolder()
        try folder.writePNG("a.png", width: 60, height: 90, SIMD3(0.2, 0.4, 0.9))
        let whole = try Data(contentsOf: folder.url.appending(path: "a.png"))
        let drawing = try Drawing(folder.url.appending(path: "a.png"))
        #expect(drawing.extent == Box(x: 0, y: 0, width: 60, height: 90))
        try folder.write(whole.prefix(whole.count / 2), to: "half.png")
        let error = #expect(throws: StageError.self) {
            try Drawing(folder.url.appending(path: "half.png"))
        }
        #expect(error?.description.contains("half.png") == true)
    }

    @Test func aDrawingIsCutToItsInk() throws {
        let folder = try TestFolder()
        try folder.write(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
                + "<path d=\"M40 30H60V80H40Z\"/></svg>", to: "a.svg")
        let ink = try InkedPixels(Drawing(folder.url.appending(path: "a.svg")), 2)
        let found = [ink.left, ink.top, ink.width, ink.height]
        #expect(found == [80, 60, 40, 100])
        #expect(ink.pixels.count == 4000)
    }
}
