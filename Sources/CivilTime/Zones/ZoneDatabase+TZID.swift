extension ZoneDatabase {
    /// The zone that a calendar program means by a TZID: a tz database name, also behind a prefix (`/example.org/2026/Europe/Berlin`, with or
    /// without the first slash; `posix/Europe/Berlin`),
    /// a Windows name (`W. Europe Standard Time`) or the sentence that Outlook shows for it (`(UTC+01:00) Amsterdam, Berlin, …`), or a fixed
    /// offset (`GMT+0200`). Nil for everything else, such as Exchange's `Customized Time Zone`; nothing is guessed (RFC 5545 section 3.2.19).
    public func zone(tzid: String) -> Zone? {
        guard tzid.utf8.count <= 200 else { return nil }
        let name = unquoted(tzid)
        // The tz database has it for machines whose zone nobody has set.
        guard name.lowercased() != "factory" else { return nil }
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
        let parts = name.split(separator: "/")
        // A registry's name begins with a slash (RFC 5545 section 3.2.19), which some leave out before their host.
        guard name.hasPrefix("/") || parts.first == "posix" || isHost(parts.first) else { return nil }
        for start in parts.indices.dropLast() {
            let suffix = parts[start...].joined(separator: "/")
            if let zone = zone(named: suffix) { return zone }
        }
        return parts.last == "UTC" ? .utc : nil
    }

    private func isHost(_ part: Substring?) -> Bool {
        guard let part else { return false }
        return part.contains(".") && !part.hasPrefix(".")
    }
}
