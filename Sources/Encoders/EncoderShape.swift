/// The sizes of a Transformer encoder in the manner of BERT (Devlin et al. 2018, arXiv 1810.04805).
public struct EncoderShape: Sendable, Equatable, Codable {
    /// Numbers a token is known by.
    public var width = 384
    /// Blocks of attention and feed-forward.
    public var layers = 3
    /// Heads that share the width.
    public var heads = 12
    /// Numbers inside the feed-forward part.
    public var hidden = 1536
    /// Tokens that there are.
    public var tokens = 6000
    /// Rows of the table of positions.
    public var positions = 64
    /// The row of the first position: RoBERTa keeps its first two rows free.
    public var firstPosition = 0
    /// The token that fills a batch up.
    public var padding = 0
    /// Added to the variance in each norm.
    public var epsilon = 1e-12

    /// The most tokens a text may have, its frame among them.
    public var longestText: Int { positions - firstPosition }

    /// The shape of the encoder that `train reader` makes.
    public init() {}
}
