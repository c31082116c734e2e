import Foundation

/// Everything that an analysis found: a page of figures, and their numbers.
public struct AnalysisReport: Sendable {
    /// The figures, in the page's order.
    var figures: [any AnalysisFigure] = []
    /// What was looked at, and what could not be, in sentences.
    public var notes: [String] = []

    /// The page's file in the folder that `write` fills.
    public static let pageName = "analysis.html"

    /// The numbers of all figures.
    public var tables: [AnalysisTable] { figures.flatMap(\.tables) }

    /// The figures as a page in one file, which fetches nothing.
    ///
    /// - Parameter dancer: what the dancer is called in the heading.
    public func page(of dancer: String) -> String {
        var page = PlotPage(title: "A look into \(dancer)")
        for note in notes { page.paragraph(note) }
        for figure in figures {
            figure.add(to: &page)
            let names = figure.tables.map(\.fileName).joined(separator: ", ")
            page.paragraph("The numbers: \(names).")
        }
        return page.html
    }

    /// Writes the page and a CSV file for each table into a folder, which is made where it is missing;
    /// gives back what was written.
    ///
    /// Throws `TrainingError.unwritable` when the folder or a file cannot be written.
    public func write(to folder: URL, dancer: String) throws -> [URL] {
        let files =
            [(Self.pageName, page(of: dancer))] + tables.map { ($0.fileName, $0.csv) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try files.map { name, text in
                let file = folder.appendingPathComponent(name)
                try Data(text.utf8).write(to: file, options: .atomic)
                return file
            }
        } catch {
            throw TrainingError.unwritable(path: folder.path)
        }
    }
}
