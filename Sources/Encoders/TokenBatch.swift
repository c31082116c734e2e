import Torch

/// Texts of about one length, as tensors.
struct TokenBatch {
    /// `[texts, length]`, filled up with the padding token.
    let tokens: Tensor
    /// `[texts, 1, 1, length]`: true where a text has a token; nil where all are of one length.
    let isText: Tensor?
    /// `[texts, length, 1]`: one over the text's length where it has a token, 0 elsewhere.
    let shares: Tensor
    /// `[texts, length]`: each token's row of the table of positions; nil where they simply follow one
    /// another from the first row.
    let places: Tensor?

    init(_ texts: [[Int32]], shape: EncoderShape) {
        let padding = shape.padding
        let length = texts.reduce(1) { max($0, $1.count) }
        var numbers = [Int](repeating: padding, count: texts.count * length)
        var shares = [Float](repeating: 0, count: texts.count * length)
        for (row, text) in texts.enumerated() {
            for (place, token) in text.enumerated() {
                numbers[row * length + place] = Int(token)
                shares[row * length + place] = 1 / Float(text.count)
            }
        }
        tokens = Tensor(numbers, shape: [texts.count, length])
        self.shares = Tensor(shares, shape: [texts.count, length, 1])
        places = shape.firstPosition == 0 ? nil : Self.places(numbers, length: length, shape)
        let isFull = texts.allSatisfy { $0.count == length }
        isText = isFull ? nil : (self.shares .> 0).reshaped(to: [texts.count, 1, 1, length])
    }

    /// RoBERTa's positions: they count on at every token but the padding, which has a row of its own,
    /// also where somebody has written it into a text.
    private static func places(
        _ tokens: [Int], length: Int, _ shape: EncoderShape
    ) -> Tensor {
        var places = [Int](repeating: shape.padding, count: tokens.count)
        for start in stride(from: 0, to: tokens.count, by: length) {
            var next = shape.firstPosition
            for place in start..<(start + length) where tokens[place] != shape.padding {
                places[place] = next
                next += 1
            }
        }
        return Tensor(places, shape: [tokens.count / max(length, 1), length])
    }

    /// Places of texts in batches: short ones together, each batch of at most `most` tokens with its
    /// padding and `mostTexts` texts. The order of equals is kept.
    static func places(lengths: [Int], most: Int, mostTexts: Int = .max) -> [[Int]] {
        let order = lengths.indices.sorted {
            lengths[$0] == lengths[$1] ? $0 < $1 : lengths[$0] < lengths[$1]
        }
        var batches: [[Int]] = []
        var batch: [Int] = []
        for place in order {
            let isFull = (batch.count + 1) * lengths[place] > most || batch.count == mostTexts
            if isFull, !batch.isEmpty {
                batches.append(batch)
                batch = []
            }
            batch.append(place)
        }
        return batch.isEmpty ? batches : batches + [batch]
    }
}
