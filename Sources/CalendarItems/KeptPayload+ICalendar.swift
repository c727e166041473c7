import ICalendar

extension String {
    /// What may be kept of iCalendar data: see `Component.tellingTimes`. Data that cannot be read tells no time, and nothing of it is kept.
    /// - Parameter ownAddresses: the owner's mail addresses, lower-case.
    public func keptICalendar(keepsTitle: Bool, ownAddresses: [String]) -> String {
        guard !isEmpty, let document = try? CalendarDocument.parse(Array(utf8)) else { return "" }
        let kept = document.components.map { $0.tellingTimes(keepsTitle: keepsTitle, ownAddresses: Set(ownAddresses)) }
        return String(decoding: kept.flatMap { $0.serialized() }, as: UTF8.self)
    }
}
