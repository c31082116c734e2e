/// A page of plots, tables and text in one file: nothing is fetched, it reads at the size of a phone,
/// and it follows the reader's light or dark.
public struct PlotPage {
    private let title: String
    private var body: [String] = []

    /// An empty page.
    public init(title: String) { self.title = title }

    /// Adds a heading.
    public mutating func heading(_ words: String) { body.append("<h2>\(escaped(words))</h2>") }

    /// Adds a paragraph.
    public mutating func paragraph(_ words: String) { body.append("<p>\(escaped(words))</p>") }

    /// Adds a plot with its legend and caption.
    public mutating func plot(_ plot: Plot, caption: String) {
        let legend = plot.legend.map {
            "<span class=\"key\"><i class=\"swatch \($0.style)\"></i>\(escaped($0.name))</span>"
        }.joined()
        body.append(
            "<figure><div class=\"plot\" tabindex=\"0\">\(plot.svg)</div>"
                + (legend.isEmpty ? "" : "<div class=\"legend\">\(legend)</div>")
                + "<figcaption>\(escaped(caption))</figcaption></figure>")
    }

    /// Adds a table; the first row is its head, and a cell that equals `bad` is marked.
    public mutating func table(_ rows: [[String]], marking bad: String? = nil) {
        guard let head = rows.first else { return }
        func row(_ cells: [String], _ tag: String) -> String {
            let words = cells.map { cell in
                let mark = cell == bad ? " class=\"bad\"" : ""
                return "<\(tag)\(mark)>\(escaped(cell))</\(tag)>"
            }
            return "<tr>\(words.joined())</tr>"
        }
        body.append(
            "<div class=\"wide\" tabindex=\"0\"><table><thead>\(row(head, "th"))</thead><tbody>"
                + rows.dropFirst().map { row($0, "td") }.joined() + "</tbody></table></div>")
    }

    /// The whole page.
    public var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>\(Self.style)</style></head>
        <body><main><h1>\(escaped(title))</h1>
        \(body.joined(separator: "\n"))
        </main></body></html>

        """
    }

    // Seven hues that stay apart for most eyes (after Okabe & Ito 2008), darker on white paper.
    private static let style = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1d1b;--soft:#66645e;--rule:#dcd9d0;\
        --one:#1f5f8b;--two:#b5562b;--three:#4d7a3a;--four:#7d4f8c;--five:#a07a13;--six:#2f8a86;\
        --seven:#8a3b4c;--bad:#a3271c}
        @media (prefers-color-scheme:dark){:root{--paper:#171714;--ink:#e9e6dd;--soft:#a5a197;\
        --rule:#3a3833;--one:#7db4dc;--two:#e39468;--three:#97c383;--four:#c29ad0;--five:#d8b453;\
        --six:#76c7c2;--seven:#d98a9b;--bad:#f0897c}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);\
        font:16px/1.5 Georgia,"Times New Roman",serif}
        main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.6rem;line-height:1.25;font-weight:normal;margin:.5rem 0 1rem}
        h2{font-size:1.15rem;margin:2.5rem 0 .5rem;font-weight:bold}
        p{max-width:42rem;margin:.5rem 0}
        figure{margin:1rem 0 2rem}figcaption{color:var(--soft);font-size:.9rem;max-width:42rem}
        .plot{overflow-x:auto}.plot svg{display:block;width:100%;min-width:22rem;max-width:36rem;\
        height:auto}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem;margin:.3rem 0}
        .swatch{display:inline-block;width:.8em;height:.8em;margin-right:.4em;\
        background:currentColor}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
        th,td{text-align:right;padding:.22rem .7rem;border-bottom:1px solid var(--rule);\
        white-space:nowrap}
        th:first-child,td:first-child{text-align:left;padding-left:0}
        th:last-child,td:last-child{text-align:left}
        th{font-weight:normal;color:var(--soft)}
        .bad{color:var(--bad);font-weight:bold}
        svg text{font:13px Georgia,serif;fill:var(--ink)}
        svg .name{fill:var(--soft);font-style:italic}
        svg .inverse{fill:var(--paper)}
        .grid{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--ink);stroke-width:1}
        .line,.bone{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;\
        stroke-linejoin:round}
        .bone{stroke-width:1.3}.fill,.dot,.head{fill:currentColor}.dot{fill-opacity:.6}
        .cell{fill:none;stroke:var(--rule)}
        .cloud{fill:currentColor;fill-opacity:.16;stroke:currentColor;stroke-width:.8}
        .range{fill:none;stroke:currentColor;stroke-width:1.6}.trail{fill:none;stroke:currentColor;\
        stroke-width:1;stroke-opacity:.5;stroke-linejoin:round}.faint{fill-opacity:.4}
        .mark{fill:var(--paper);stroke:currentColor;stroke-width:1.4}.eight,.unknown{color:var(--soft)}
        .one,.neutral{color:var(--one)}.two,.anger{color:var(--two)}.three,.disgust{color:var(--three)}
        .four,.fear{color:var(--four)}.five,.happiness{color:var(--five)}
        .six,.sadness{color:var(--six)}.seven,.surprise{color:var(--seven)}
        """
}
