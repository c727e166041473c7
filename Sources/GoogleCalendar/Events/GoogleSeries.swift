import CalendarSync
import FoundationEssentials
import ICalendar

/// An event, or a series with the occurrences that differ from its rule: what is kept of an item, so that it can be laid out again.
struct GoogleSeries: Codable, Hashable, Sendable {
    /// The event itself; for a series the one with the rule.
    var master: GoogleEvent
    /// In the order of their ids; cancelled ones are among them.
    var exceptions: [GoogleEvent]

    init(_ master: GoogleEvent, exceptions: [GoogleEvent] = []) {
        self.master = master
        self.exceptions = exceptions.sorted { $0.id < $1.id }
    }

    /// Reads what `payload` wrote; nil for any other text.
    init?(payload: String) {
        guard let series = try? JSONDecoder().decode(GoogleSeries.self, from: Data(payload.utf8)) else { return nil }
        self = series
    }

    /// What to keep: of an outside event its title, unless it is private, and its times.
    var payload: String {
        var kept = self
        kept.master.keepTimes()
        for index in kept.exceptions.indices { kept.exceptions[index].keepTimes() }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(kept) else { preconditionFailure("An event is texts and lists of them.") }
        return String(decoding: data, as: UTF8.self)
    }

    /// The same without titles.
    var untitled: GoogleSeries {
        var series = self
        series.master.summary = nil
        for index in series.exceptions.indices { series.exceptions[index].summary = nil }
        return series
    }

    /// The version of the whole: Google's own for a single event; for a series with exceptions one that changes with any of them.
    var version: String? {
        guard let own = master.etag else { return nil }
        guard !exceptions.isEmpty else { return own }
        let versions = exceptions.map { "\($0.id) \($0.etag ?? "") \($0.status ?? "")" }.joined(separator: "\n")
        return SeriesVersion(own: own, exceptions: exceptions.count, fingerprint: Self.fingerprint(versions)).text
    }

    /// FNV-1a, the same in every run.
    private static func fingerprint(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 16)
    }
}

/// The version of a series with exceptions, as it is kept.
struct SeriesVersion: Hashable, Sendable {
    /// The master's own.
    let own: String
    let exceptions: Int
    let fingerprint: String

    init(own: String, exceptions: Int, fingerprint: String) {
        self.own = own
        self.exceptions = exceptions
        self.fingerprint = fingerprint
    }

    /// Nil for the version of an event without exceptions.
    init?(_ text: String) {
        let parts = text.split(separator: "|")
        guard parts.count == 3, let exceptions = Int(parts[1]) else { return nil }
        self.init(own: String(parts[0]), exceptions: exceptions, fingerprint: String(parts[2]))
    }

    var text: String { "\(own)|\(exceptions)|\(fingerprint)" }
}

extension GoogleEvent {
    fileprivate mutating func keepTimes() {
        if isPrivate { summary = nil }
        (description, location, extendedProperties, hangoutLink, conferenceData, etag) = (nil, nil, nil, nil, nil, nil)
        attendees = attendees.map { $0.filter { $0.isOwner == true } }
        (start, end) = (start?.inUTC(keepsZone: isSeries), end?.inUTC(keepsZone: isSeries))
        originalStartTime = originalStartTime?.inUTC(keepsZone: false)
    }
}
