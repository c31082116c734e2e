/// The directions in which samples vary most (Pearson 1901).
public struct PrincipalComponents: Sendable {
    /// Mean of the samples, [size].
    public let mean: [Float]
    /// The directions as columns, [size, count], the largest variance first.
    public let basis: [Float]

    /// The first `count` components of samples laid end to end, [samples, stride], of which the first
    /// `size` numbers of each count.
    public init(of samples: [Float], stride: Int, size: Int, count: Int) {
        let rows = samples.count / stride
        precondition(rows > 1 && size <= stride && count <= size)
        var mean = [Double](repeating: 0, count: size)
        for row in 0..<rows {
            for i in 0..<size { mean[i] += Double(samples[row * stride + i]) }
        }
        for i in 0..<size { mean[i] /= Double(rows) }
        var covariance = [Double](repeating: 0, count: size * size)
        var centred = [Double](repeating: 0, count: size)
        for row in 0..<rows {
            for i in 0..<size { centred[i] = Double(samples[row * stride + i]) - mean[i] }
            for i in 0..<size {
                let value = centred[i]
                for j in i..<size { covariance[i * size + j] += value * centred[j] }
            }
        }
        for i in 0..<size {
            for j in i..<size {
                covariance[i * size + j] /= Double(rows - 1)
                covariance[j * size + i] = covariance[i * size + j]
            }
        }
        let (values, vectors) = eigen(ofSymmetric: covariance, size: size)
        let order = (0..<size).sorted { values[$0] > values[$1] }.prefix(count)
        var basis = [Float](repeating: 0, count: size * count)
        for (column, source) in order.enumerated() {
            // A direction and its opposite are the same: the largest entry is made positive.
            let entries = (0..<size).map { vectors[$0 * size + source] }
            let largest = entries.max { abs($0) < abs($1) } ?? 1
            for row in 0..<size {
                basis[row * count + column] = Float(largest < 0 ? -entries[row] : entries[row])
            }
        }
        self.mean = mean.map(Float.init)
        self.basis = basis
    }
}

/// Eigenvalues and eigenvectors (columns) of a symmetric matrix, by Jacobi's rotations
/// (Golub & Van Loan, *Matrix Computations*, 8.5).
public func eigen(
    ofSymmetric matrix: [Double], size: Int
) -> (values: [Double], vectors: [Double]) {
    var a = matrix
    var v = [Double](repeating: 0, count: size * size)
    for i in 0..<size { v[i * size + i] = 1 }
    let scale = (0..<size).reduce(0) { $0 + a[$1 * size + $1] * a[$1 * size + $1] }
    for _ in 0..<50 {
        var rest = 0.0
        for p in 0..<size {
            for q in (p + 1)..<max(size, p + 1) { rest += a[p * size + q] * a[p * size + q] }
        }
        if rest <= 1e-22 * scale { break }
        for p in 0..<size {
            for q in (p + 1)..<max(size, p + 1) where a[p * size + q] != 0 {
                let theta = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q])
                let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                let s = t * c
                for k in 0..<size {
                    let x = a[k * size + p]
                    let y = a[k * size + q]
                    a[k * size + p] = c * x - s * y
                    a[k * size + q] = s * x + c * y
                }
                for k in 0..<size {
                    let x = a[p * size + k]
                    let y = a[q * size + k]
                    a[p * size + k] = c * x - s * y
                    a[q * size + k] = s * x + c * y
                    let u = v[k * size + p]
                    let w = v[k * size + q]
                    v[k * size + p] = c * u - s * w
                    v[k * size + q] = s * u + c * w
                }
            }
        }
    }
    return ((0..<size).map { a[$0 * size + $0] }, v)
}
