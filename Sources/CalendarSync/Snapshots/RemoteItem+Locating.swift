import CivilTime

extension CalendarProvider {
    /// The item with its fields where they lie for the owner: a whole day, or a time without a zone, is meant in the owner's zone, which whoever
    /// read the item did not know.
    public func locate(_ item: RemoteItem, for owner: CalendarOwner) -> RemoteItem {
        guard let fields = item.fields else { return item }
        let around = Span(fields.span.start - .days(2), fields.span.end + .days(2))
        let occurrences = expand(item, in: around, for: owner).occurrences
        guard occurrences.count == 1, let only = occurrences.first else { return item }
        var located = item
        located.fields?.span = only.span
        return located
    }
}
