import CivilTime
import Host
import Testing

struct ZoneDatabaseTests {
    private let zones = SystemZones.database

    @Test(arguments: [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Asia/Calcutta", "Asia/Calcutta"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("UTC", "UTC"), ("UTC+05:30", "UTC+05:30"), ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ])
    func `every name of the tz database is known`(asked: String, name: String) {
        #expect(zones.zone(named: asked)?.name == name)
    }

    @Test(arguments: [
        "", "Europe", "Europe/Atlantis", "../zoneinfo/Europe/Berlin", "/etc/passwd", "Europe/Berlin/", "localtime", "tzdata.zi",
        "Europe//Berlin",
    ])
    func `other names are not`(name: String) {
        #expect(zones.zone(named: name) == nil)
    }

    @Test(arguments: [
        ("Europe/Berlin", "Europe/Berlin"), (#""Europe/Berlin""#, "Europe/Berlin"), (" Europe/Berlin ", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"), ("w. europe standard time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Kolkata"), ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("Z", "UTC"), ("GMT", "GMT"), ("UTC+01:00", "UTC+01:00"), ("GMT+0100", "UTC+01:00"), ("GMT-03:30", "UTC-03:30"),
        ("UTC+00:00", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"), ("/citadel.org/UTC", "UTC"), ("tzone://Microsoft/Utc", "UTC"),
    ])
    func `names as calendars write them are understood`(tzid: String, name: String) {
        #expect(zones.zone(tzid: tzid)?.name == name)
    }

    @Test(arguments: [
        "", "\"", "Mars Standard Time", "(UTC+01:00) Amsterdam, Berlin", "GMT+2", "UTC+24:00", "UTC+01:60", "/", "//",
        "/example.org/Berlin", "Customized Time Zone",
        "tzone://Microsoft/Custom", "/../../etc/passwd", "+01:00",
    ])
    func `what is not understood is not guessed`(tzid: String) {
        #expect(zones.zone(tzid: tzid) == nil)
    }

    @Test(arguments: [
        ("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"), ("US/Eastern", "America/New_York"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC"), ("UTC+05:30", "UTC+05:30"),
    ])
    func `an old name is shown as the place it stands for`(name: String, place: String) {
        #expect(zones.placeName(of: name) == place)
        #expect(
            zones.zone(named: place)?.offset(at: Instant(secondsSinceEpoch: 0))
                == zones.zone(named: name)?.offset(at: Instant(secondsSinceEpoch: 0)))
    }

    @Test func `Etc names count west and offsets count east`() throws {
        let now = Instant(secondsSinceEpoch: 0)
        #expect(zones.zone(tzid: "Etc/GMT+5")?.offset(at: now) == -18_000)
        #expect(zones.zone(tzid: "GMT+05:00")?.offset(at: now) == 18_000)
    }

    @Test(arguments: [
        "Pacific Standard Time", "GMT Standard Time", "Romance Standard Time", "FLE Standard Time", "Russian Standard Time",
        "China Standard Time",
        "AUS Eastern Standard Time", "E. South America Standard Time", "UTC-11", "UTC+13", "Line Islands Standard Time",
        "Greenland Standard Time",
    ])
    func `Windows names lead to a zone of the machine`(name: String) {
        #expect(zones.zone(tzid: name) != nil)
    }

    @Test func `the names to choose from are sorted places`() {
        #expect(zones.names == zones.names.sorted())
        #expect(zones.names.count > 380)
        #expect(zones.names.contains("Europe/Berlin") && zones.names.contains("UTC"))
        #expect(!zones.names.contains { $0.hasPrefix("Etc/") || $0.hasPrefix("US/") || $0 == "EST5EDT" })
    }

    @Test func `a database over bytes reads what it is handed`() {
        let empty = ZoneDatabase(names: ["Europe/Berlin", "Etc/UTC"]) { _ in nil }
        #expect(empty.names == ["Europe/Berlin"])
        #expect(empty.zone(named: "Europe/Berlin") == nil)
        let damaged = ZoneDatabase(names: ["Europe/Berlin"]) { _ in [1, 2, 3] }
        #expect(damaged.zone(named: "Europe/Berlin") == nil)
    }

    @Test func `a zone is read once`() throws {
        let first = try #require(zones.zone(named: "Europe/Paris"))
        #expect(zones.zone(named: "Europe/Paris") === first)
    }
}
