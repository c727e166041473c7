import CivilTime
import Synchronization

/// Zones of a folder, each read once when it is first asked for. Only names that the folder lists are looked up, so a name from outside
/// takes no room and reaches no other file (such as `localtime`, which differs from machine to machine).
final class ZoneMemory: Sendable {
    private let folder: ZoneFolder
    private let names: Set<String>
    private let zones = Mutex<[String: Zone]>([:])

    init(folder: ZoneFolder) {
        self.folder = folder
        names = Set(folder.allNames + folder.placeNames)
    }

    func zone(named name: String) -> Zone? {
        guard names.contains(name) else { return nil }
        if let known = zones.withLock({ $0[name] }) { return known }
        guard let bytes = folder.bytes(of: name), let zone = try? Zone(name: name, tzif: bytes) else { return nil }
        return zones.withLock { known in
            if let first = known[name] { return first }
            known[name] = zone
            return zone
        }
    }
}
