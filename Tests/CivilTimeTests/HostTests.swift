import CivilTime
import Host
import Testing

struct HostTests {
    @Test func `the clock of the machine runs forward from this century`() throws {
        let first = SystemClock.now()
        #expect(try first > instant("2025-01-01T00:00:00Z"))
        #expect(SystemClock.now() >= first)
    }

    @Test func `random bytes have the length asked for and differ`() {
        #expect([0, 1, 7, 8, 9, 32].allSatisfy { SystemRandom.bytes($0).count == $0 })
        #expect(SystemRandom.bytes(32) != SystemRandom.bytes(32))
    }

    @Test func `a folder that is not there has no zones`() {
        let nowhere = SystemZones.database(in: "/nonexistent")
        #expect(nowhere.names == ["UTC"] || nowhere.names.isEmpty)
        #expect(nowhere.zone(named: "Europe/Berlin") == nil)
        #expect(nowhere.zone(named: "UTC") == .utc)
    }
}
