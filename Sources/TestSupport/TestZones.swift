public import CivilTime
import Host

/// The zones of the machine, for tests that must not import `Host` themselves.
public enum TestZones {
    public static let database = SystemZones.database

    /// Every name there is, old spellings included, sorted.
    public static var allNames: [String] { SystemZones.allNames }

    /// A zone that the machine must have; a missing one stops the test with its name.
    public static func named(_ name: String) -> Zone {
        guard let zone = database.zone(named: name) else {
            fatalError("The tz database of this machine lacks \(name). Install the package tzdata.")
        }
        return zone
    }
}
