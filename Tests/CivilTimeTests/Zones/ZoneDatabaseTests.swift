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
        ("freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"), ("posix/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("Z", "UTC"), ("GMT", "GMT"), ("UTC+01:00", "UTC+01:00"), ("GMT+0100", "UTC+01:00"), ("GMT-03:30", "UTC-03:30"),
        ("UTC+00:00", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"), ("/citadel.org/UTC", "UTC"), ("tzone://Microsoft/Utc", "UTC"),
    ])
    func `names as calendars write them are understood`(tzid: String, name: String) {
        #expect(zones.zone(tzid: tzid)?.name == name)
    }

    @Test(arguments: [
        "", "\"", "Mars Standard Time", "(UTC+01:00) Amsterdam, Berlin", "(UTC+01:00)", "(UTC+01:00", "Amsterdam, Berlin, Bern, Rome",
        "(CET) Chennai, Kolkata, Mumbai, New Delhi", "customized time zone", "GMT+2", "UTC+24:00", "UTC+01:60", "/", "//",
        "/example.org/Berlin", "Customized Time Zone",
        "tzone://Microsoft/Custom", "/../../etc/passwd", "+01:00", "Factory", "../zoneinfo/Europe/Berlin", "moon/Europe/Berlin",
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

    @Test(arguments: [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "Europe/Berlin"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"), ("(UTC-06:00) Central Time (US and Canada)", "America/Chicago"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"), ("(UTC) Coordinated Universal Time", "Etc/UTC"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"), ("(utc-03:30) newfoundland", "America/St_Johns"),
        ("(UTC+13:00) Nuku'alofa", "Pacific/Tongatapu"), ("(GMT+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Kyiv"),
    ])
    func `the sentences that Outlook shows are understood`(tzid: String, name: String) {
        #expect(zones.zone(tzid: tzid)?.name == name)
    }

    @Test(arguments: [
        ("/freeassociation.sourceforge.net/Tzfile/US/Eastern", "US/Eastern"), ("/Europe/Berlin", "Europe/Berlin"),
        ("/softwarestudio.org/Olson_20011030_5/America/New_York", "America/New_York"),
        ("/mozilla.org/20070129_1/Asia/Calcutta", "Asia/Calcutta"), ("AMERICA/NEW_YORK", "America/New_York"), ("us/pacific", "US/Pacific"),
    ])
    func `prefixes and letter case do not matter`(tzid: String, name: String) {
        #expect(zones.zone(tzid: tzid)?.name == name)
    }

    @Test func `old names lead to today's in a database without links, and today's to old ones in an old database`() {
        let bytes = kolkata
        let today = ZoneDatabase(names: ["Asia/Kolkata"]) { $0 == "Asia/Kolkata" ? bytes : nil }
        #expect(today.zone(named: "Asia/Calcutta")?.name == "Asia/Kolkata")
        #expect(today.zone(tzid: "asia/calcutta")?.name == "Asia/Kolkata")
        let old = ZoneDatabase(names: ["Asia/Calcutta"]) { $0 == "Asia/Calcutta" ? bytes : nil }
        #expect(old.zone(named: "Asia/Kolkata")?.name == "Asia/Calcutta")
        #expect(old.zone(tzid: "India Standard Time")?.name == "Asia/Calcutta")
        #expect(old.zone(named: "Europe/Berlin") == nil)
    }

    /// A zone of version 1 with one type, `IST` at +05:30.
    private var kolkata: [UInt8] {
        Array("TZif".utf8) + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
            + [0, 0, 0x4D, 0x58, 0, 0] + Array("IST".utf8) + [0]
    }
}
