extension EvaluationReport {
    /// A page.
    public func page(of name: String) -> String { name }
}
