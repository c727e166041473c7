import CivilTime
import Glibc
import ICalendar

/// What all inputs meet: some zones with odd clocks, and a window with the clock changes of spring.
enum Stage {
    static let zones = ZoneDatabase(names: Array(loaded.keys), aliases: ["Asia/Calcutta"], links: ["Asia/Calcutta": "Asia/Kolkata"]) {
        loaded[$0]
    }

    private static let loaded: [String: Zone] = {
        let names = [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kolkata", "Etc/GMT-12",
            "UTC",
        ]
        let zones = names.compactMap { name in readFile("/usr/share/zoneinfo/" + name).flatMap { try? Zone(name: name, tzif: $0) } }
        return Dictionary(uniqueKeysWithValues: zones.map { ($0.name, $0) })
    }()

    static let berlin = zones.zone(named: "Europe/Berlin") ?? .utc
    /// 2026-03-01 to 2026-05-01 in UTC.
    static let window = Span(Instant(secondsSinceEpoch: 1_772_323_200), Instant(secondsSinceEpoch: 1_777_593_600))
    static let context = ExpansionContext(
        zones: zones, floatingZone: berlin, ownAddresses: ["MAILTO:ana@example.org"])

    private static func readFile(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
