/// Placeholder until the search cache is written below.
final class OfferCache: Sendable {}
