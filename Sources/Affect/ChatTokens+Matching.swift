import Signals

extension ChatTokens {
    /// What the tokens of one message say.
    public struct Evidence: Sendable, Equatable {
        /// Mean of the matched rows' moods; nil where no token with a mood was found.
        public var mood: Mood?
        /// How many tokens with a mood were found, 64 at most.
        public var count = 0
        /// Mean of the matched rows' excitement, 0 to 1, more with `!!!`.
        public var arousal = 0.0
        /// Whether three or more `!` stand together.
        public var isEmphatic = false
        /// Whether there are words in an alphabet beside the tokens.
        public var hasOtherWords = false
        /// A sarcasm mark's own mood, which flattens the text's; nil where none was found.
        public var sarcasm: Mood?
    }

    /// Tokens counted in one message at most; the rest of a wall of emotes says nothing new.
    static let tokenLimit = 64

    /// Finds the tokens of a message.
    public func evidence(in text: String) -> Evidence { evidence(in: text.scalarValues) }

    func evidence(in text: Scalars) -> Evidence {
        var scan = TokenScan(tokens: self, text: text)
        scan.run()
        var evidence = Evidence()
        evidence.isEmphatic = scan.isEmphatic
        evidence.hasOtherWords = scan.hasOtherWords
        let found = scan.found.map { rows[$0] }
        let isLaughing = found.contains { $0.role == .laughter }
        // Laughing to tears is laughter.
        let plain = found.filter {
            $0.role != .sarcasm && !(isLaughing && $0.role == .tears)
        }
        let sarcasm = found.first { $0.role == .sarcasm }
        evidence.count = plain.count + (sarcasm == nil ? 0 : 1)
        guard evidence.count > 0 else { return evidence }

        var weights = plain.reduce(SIMD8<Double>.zero) { $0 + $1.weights }
        var arousal = plain.reduce(0) { $0 + $1.arousal }
        if !plain.isEmpty {
            weights /= Double(plain.count)
            arousal /= Double(plain.count)
        }
        if let sarcasm {
            // However many others there are, half of what is said is that it is not meant.
            weights = plain.isEmpty ? sarcasm.weights : (weights + sarcasm.weights) / 2
            arousal = plain.isEmpty ? sarcasm.arousal : (arousal + sarcasm.arousal) / 2
            evidence.sarcasm = Mood(lanes: sarcasm.weights)
        }
        if scan.isEmphatic, let exclamations { arousal += rows[exclamations.row].arousal }
        evidence.arousal = min(1, arousal)
        evidence.mood = Mood(lanes: weights)
        return evidence
    }
}

extension Mood {
    /// A mood of weights that sum to 1 but for rounding; neutral where they do not.
    init(lanes: SIMD8<Double>) {
        self =
            (try? Mood(scaling: (0..<Emotion.count).map { lanes[$0] })) ?? Mood(.neutral)
    }
}

/// One pass over one message.
struct TokenScan {
    let tokens: ChatTokens
    let text: Scalars
    private(set) var found: [Int] = []
    private(set) var isEmphatic = false
    private(set) var hasOtherWords = false
    private var hasKana = false
    private var hasHan = false

    init(tokens: ChatTokens, text: Scalars) {
        self.tokens = tokens
        self.text = text
    }

    mutating func run() {
        for scalar in text where scalar >= 0x3041 {
            hasKana = hasKana || scalar.isKana
            // A token's own characters are no sign of the language around it.
            hasHan = hasHan || scalar.isHan && tokens.ends[scalar] == nil
        }
        var start = 0
        while start < text.count, found.count < ChatTokens.tokenLimit {
            if text[start].isBlank {
                start += 1
                continue
            }
            var end = start
            while end < text.count, !text[end].isBlank { end += 1 }
            scan(start..<end)
            start = end
        }
        if found.isEmpty { findAlone() }
    }

    private mutating func find(_ row: Int?) {
        if let row, found.count < ChatTokens.tokenLimit { found.append(row) }
    }

    /// One stretch of text between blanks.
    private mutating func scan(_ range: Range<Int>) {
        if let row = tokens.exact[text[range]] { return find(row) }
        if text[range].isAddress { return }
        if let rule = tokens.questions, range.count >= rule.count,
            range.allSatisfy({ text[$0].folded == 63 })
        {
            return find(rule.row)
        }
        var at = range.lowerBound
        while at < range.upperBound {
            let scalar = text[at]
            if scalar == 58, let end = text.shortcutEnd(from: at, before: range.upperBound) {
                findShortcut(at..<end)
                at = end
            } else if scalar.isWord {
                var end = at + 1
                while end < range.upperBound, text[end].isWord { end += 1 }
                let row = row(ofWord: text[at..<end])
                hasOtherWords = hasOtherWords || row == nil
                find(row)
                at = end
            } else {
                at = findSymbol(at: at, before: range.upperBound)
            }
        }
    }

    /// A custom emoji's name: the whole as it stands, its name as a word, then the parts of it.
    private mutating func findShortcut(_ range: Range<Int>) {
        if let row = tokens.exact[text[range]] { return find(row) }
        let name = text[(range.lowerBound + 1)..<(range.upperBound - 1)]
        if let row = row(ofWord: name) { return find(row) }
        for part in name.split(whereSeparator: { $0 == 45 || $0 == 95 }) {
            if let row = row(ofWord: part) { return find(row) }
        }
    }

    private func row(ofWord word: ArraySlice<UInt32>) -> Int? {
        if let row = tokens.exact[word] { return row }
        guard word.count <= 200 else { return nil }
        let small = word.map(\.folded)[...]
        if let rule = tokens.anyCase[small], isAmong(rule.script) { return rule.row }
        let (letters, counts) = small.withoutRepeats
        if letters.count == 1, let rule = tokens.runs[letters[0]], counts[0] >= rule.count {
            return rule.row
        }
        if let rule = tokens.stretched[letters[...]], zip(counts, rule.counts).allSatisfy(>=) {
            return rule.row
        }
        return small.count >= 4 ? laughter(in: small) : nil
    }

    /// Two letters in turn, as bahaha or jajaj; a laugh may start with b, m or w.
    private func laughter(in word: ArraySlice<UInt32>) -> Int? {
        let word = word.drop { $0 == 98 || $0 == 109 || $0 == 119 }
        for (letters, row) in tokens.syllables {
            var counts = (0, 0)
            for letter in word {
                if letter == letters.0 {
                    counts.0 += 1
                } else if letter == letters.1 {
                    counts.1 += 1
                } else {
                    counts = (-200, -200)
                    break
                }
            }
            if counts.0 >= 2, counts.1 >= 2 { return row }
        }
        return nil
    }

    /// A character that is no letter of an alphabet; the place after it.
    private mutating func findSymbol(at start: Int, before limit: Int) -> Int {
        let scalar = text[start]
        if scalar.folded == 33, let rule = tokens.exclamations {
            let end = runEnd(from: start, before: limit)
            if end - start >= rule.count { isEmphatic = true }
            return end
        }
        guard scalar > 127 else { return start + 1 }
        if let row = tokens.symbols[scalar] {
            find(row)
            return start + 1
        }
        if let rule = tokens.insideRuns[scalar] {
            var end = start + 1
            while end < limit, tokens.insideRuns[text[end]]?.row == rule.row { end += 1 }
            if end - start >= rule.count { find(rule.row) }
            return end
        }
        if let rule = tokens.runs[scalar.folded] {
            let end = runEnd(from: start, before: limit)
            if end - start >= rule.count { find(rule.row) }
            return end
        }
        for (pattern, row) in tokens.inside[scalar] ?? []
        where text[start..<limit].starts(with: pattern) {
            find(row)
            return start + pattern.count
        }
        if let rules = tokens.ends[scalar] {
            let end = runEnd(from: start, before: limit)
            if isSentenceEnd(end) { find(rules.first { isAmong($0.script) }?.row) }
            return end
        }
        return start + 1
    }

    private func runEnd(from start: Int, before limit: Int) -> Int {
        var end = start + 1
        while end < limit, text[end].folded == text[start].folded { end += 1 }
        return end
    }

    /// Japanese unless the other characters are Chinese ones only.
    private func isAmong(_ script: ChatTokens.Script) -> Bool {
        switch script {
        case .any: true
        case .kana: hasKana || !hasHan
        case .han: hasHan && !hasKana
        }
    }

    private func isSentenceEnd(_ place: Int) -> Bool {
        guard place < text.count else { return true }
        let scalar = text[place].folded
        // Brackets, marks, ideographic punctuation, a laughing w; then no sentence goes on.
        return scalar.isBlank || scalar == 119 || scalar < 128 && !scalar.isASCIIWord
            || (0x3001...0x301F).contains(scalar) || scalar >= 0x1F000
    }

    /// A message of nothing but one letter: F, W W W, llll.
    private mutating func findAlone() {
        let letters = text.lazy.filter { !$0.isBlank }
        guard let first = letters.first?.folded, let row = tokens.alone[first],
            letters.allSatisfy({ $0.folded == first })
        else { return }
        hasOtherWords = false
        find(row)
    }
}
