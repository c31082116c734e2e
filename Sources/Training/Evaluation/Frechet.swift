import Motion

/// Distances between sets of features.
enum FeatureDistance {
    /// The Fréchet distance of two Gaussians fitted to the rows (Heusel et al. 2017):
    /// |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2 (Σ₁^½ Σ₂ Σ₁^½)^½).
    static func frechet(_ a: [[Float]], _ b: [[Float]]) -> Double {
        guard a.count > 1, b.count > 1 else { return .nan }
        let size = a[0].count
        let (meanA, covarianceA) = moments(a)
        let (meanB, covarianceB) = moments(b)
        let root = squareRoot(covarianceA, size: size)
        let inner = product(product(root, covarianceB, size: size), root, size: size)
        let (values, _) = eigen(ofSymmetric: symmetric(inner, size: size), size: size)
        var distance = 0.0
        for i in 0..<size {
            let away = meanA[i] - meanB[i]
            distance += away * away + covarianceA[i * size + i] + covarianceB[i * size + i]
            distance -= 2 * max(values[i], 0).squareRoot()
        }
        // Rounding may leave a little below 0 between a set and itself.
        return max(distance, 0)
    }

    /// The mean distance of two rows, over all pairs.
    static func meanPairwise(_ rows: [[Float]]) -> Double {
        guard rows.count > 1 else { return .nan }
        var sum = 0.0
        for i in rows.indices {
            for j in (i + 1)..<max(rows.count, i + 1) {
                var squares: Float = 0
                for k in rows[i].indices {
                    let away = rows[i][k] - rows[j][k]
                    squares += away * away
                }
                sum += Double(squares.squareRoot())
            }
        }
        return sum / Double(rows.count * (rows.count - 1) / 2)
    }

    private static func moments(_ rows: [[Float]]) -> (mean: [Double], covariance: [Double]) {
        let size = rows[0].count
        var mean = [Double](repeating: 0, count: size)
        for row in rows { for i in 0..<size { mean[i] += Double(row[i]) } }
        for i in 0..<size { mean[i] /= Double(rows.count) }
        var covariance = [Double](repeating: 0, count: size * size)
        var centred = mean
        for row in rows {
            for i in 0..<size { centred[i] = Double(row[i]) - mean[i] }
            for i in 0..<size {
                for j in i..<size { covariance[i * size + j] += centred[i] * centred[j] }
            }
        }
        for i in 0..<size {
            for j in i..<size {
                covariance[i * size + j] /= Double(rows.count - 1)
                covariance[j * size + i] = covariance[i * size + j]
            }
        }
        return (mean, covariance)
    }

    private static func squareRoot(_ matrix: [Double], size: Int) -> [Double] {
        let (values, vectors) = eigen(ofSymmetric: matrix, size: size)
        var root = [Double](repeating: 0, count: size * size)
        for k in 0..<size {
            let value = max(values[k], 0).squareRoot()
            for i in 0..<size {
                for j in 0..<size {
                    root[i * size + j] += value * vectors[i * size + k] * vectors[j * size + k]
                }
            }
        }
        return root
    }

    private static func product(_ a: [Double], _ b: [Double], size: Int) -> [Double] {
        var result = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for k in 0..<size {
                for j in 0..<size { result[i * size + j] += a[i * size + k] * b[k * size + j] }
            }
        }
        return result
    }

    private static func symmetric(_ a: [Double], size: Int) -> [Double] {
        var result = a
        for i in 0..<size {
            for j in 0..<size {
                result[i * size + j] = 0.5 * (a[i * size + j] + a[j * size + i])
            }
        }
        return result
    }
}
