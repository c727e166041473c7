extension ZoneDatabase {
    /// The zone that a calendar program means by a TZID: a tz database name, also behind a prefix (`/example.org/2026/Europe/Berlin`),
    /// a Windows name (`W. Europe Standard Time`) or the sentence that Outlook shows for it (`(UTC+01:00) Amsterdam, Berlin, …`), or a fixed
    /// offset (`GMT+0200`). Nil for everything else, such as Exchange's `Customized Time Zone`; nothing is guessed (RFC 5545 section 3.2.19).
    public func zone(tzid: String) -> Zone? {
        guard tzid.utf8.count <= 200 else { return nil }
        let name = unquoted(tzid)
        if let zone = zone(named: name) { return zone }
        if let place = WindowsZoneNames.places[name.lowercased()] { return zone(named: place) }
        if let place = OutlookZoneNames.place(of: name) { return zone(named: place) }
        // Outlook's spelling of UTC for events that were made without a zone.
        if name.lowercased() == "tzone://microsoft/utc" { return .utc }
        return zone(prefixed: name)
    }

    private func unquoted(_ text: String) -> String {
        let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "\t" }
        let tail = text.drop(while: isPadding)
        return String(tail.prefix(tail.count - tail.reversed().prefix(while: isPadding).count))
    }

    /// The longest suffix after a slash that is an area and a place; a bare word at the end (`/x/EST`) is too little to go by.
    private func zone(prefixed name: String) -> Zone? {
        guard name.hasPrefix("/") else { return nil }
        let parts = name.split(separator: "/")
        for start in parts.indices.dropLast() {
            let suffix = parts[start...].joined(separator: "/")
            if let zone = zone(named: suffix) { return zone }
        }
        return parts.last == "UTC" ? .utc : nil
    }
}
