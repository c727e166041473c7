/// A part of a first read, to be taken at once: items that are there, and evidence of nothing else.
public struct ImportPortion: Hashable, Sendable {
    public var items: [RemoteItem]
    /// How many items the calendar holds; `nil` as long as the provider has not told.
    public var total: Int?
    /// With this portion, everything that touches the window has been handed over.
    public var completesWindow: Bool

    public init(items: [RemoteItem], total: Int? = nil, completesWindow: Bool) {
        self.items = items
        self.total = total
        self.completesWindow = completesWindow
    }
}
