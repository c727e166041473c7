import FoundationEssentials

/// A folder that is removed together with its last owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws(StoreFailure) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kalends-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .other("the temporary folder \(folder.path) cannot be made: \(error)")
        }
        path = folder.path
    }

    deinit {
        // Whatever cannot be removed is the system's to clear: it is in its temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}
