public import CivilTime
import FoundationEssentials

/// The tz database of the machine: `/usr/share/zoneinfo`, or the folder that `TZDIR` names.
public enum SystemZones {
    public static let database = SystemZones.database(in: folder)

    /// Every name that the machine's database has a zone for, old spellings and abbreviations included, sorted.
    public static let allNames: [String] = ZoneFolder(path: folder).allNames

    /// The database in the given folder of TZif files.
    public static func database(in path: String) -> ZoneDatabase {
        let folder = ZoneFolder(path: path)
        let memory = ZoneMemory(folder: folder)
        return ZoneDatabase(names: folder.placeNames, aliases: folder.allNames, links: folder.links) { memory.zone(named: $0) }
    }

    private static var folder: String {
        let chosen = ProcessInfo.processInfo.environment["TZDIR"] ?? ""
        return chosen.isEmpty ? "/usr/share/zoneinfo" : chosen
    }
}
