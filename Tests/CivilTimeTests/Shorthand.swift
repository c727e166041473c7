import CivilTime
import Host
import Testing

/// Shorthand for test tables; a wrong text fails the test that has it.
func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }
func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }
func civil(_ text: String) throws -> CivilDateTime { try #require(CivilDateTime(iso8601: text)) }
func zone(_ name: String) throws -> Zone { try #require(SystemZones.database.zone(named: name)) }
