import Foundation

/// The numbers behind a figure, as a CSV file holds them.
public struct AnalysisTable: Sendable, Equatable {
    /// The file's name without its ending.
    public var name: String
    /// The first row: what the columns are, with their units.
    public var columns: [String]
    /// The rows, a cell a column.
    public var rows: [[String]]

    /// A table.
    public init(_ name: String, columns: [String], rows: [[String]]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// The file's name.
    public var fileName: String { "\(name).csv" }

    /// The table as text; a cell with a comma, a quotation mark or a line break is quoted (RFC 4180).
    public var csv: String {
        ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\n\r".contains($0) || $0.isNewline }) else { return cell }
        return "\"\(cell.replacing("\"", with: "\"\""))\""
    }

    /// A number in a cell, in at most six figures; nothing where there is none.
    static func cell(_ number: Double?) -> String {
        guard let number, number.isFinite else { return "" }
        return String(format: "%.6g", number)
    }
}

/// One of the figures of an analysis: what is drawn, and the numbers that it is drawn from.
protocol AnalysisFigure: Sendable {
    /// Its numbers.
    var tables: [AnalysisTable] { get }

    /// Draws it with its heading and captions.
    func add(to page: inout PlotPage)
}
