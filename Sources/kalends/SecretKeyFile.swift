import Foundation
import Persistence

/// The file of the secret key, as backups take it along.
struct SecretKeyFile {
    private let path: String

    init(_ path: String) { self.path = path }

    /// The key as the file writes it.
    func text() throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Configuration.Failure(description: "KALENDS_SECRET_KEY_FILE: \(path) cannot be read.")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: `Configuration.Failure` when the file holds another key and nobody said that it may go.
    func requireRoom(for key: String, isForced: Bool) throws {
        guard FileManager.default.fileExists(atPath: path), try text() != key, !isForced else { return }
        throw Configuration.Failure(
            description: "\(path) holds another secret key than the backup. Move it away, or say --force to replace it.")
    }

    /// Only its owner may read it.
    func write(_ key: String) throws {
        let draft = path + ".partial"
        guard FileManager.default.createFile(atPath: draft, contents: Data((key + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw Configuration.Failure(description: "KALENDS_SECRET_KEY_FILE: \(path) cannot be written.")
        }
        try FileName.move(draft, over: path)
    }
}

extension Database {
    private static let setting = "backup.secret-key"

    func keepSecretKey(_ text: String) throws { try writeNow { try $0.settings.set(Self.setting, text) } }

    /// The key that a backup holds, taken out of it.
    func takeSecretKey() throws -> String? {
        try writeNow { transaction in
            let text = try transaction.settings.get(Self.setting)
            if text != nil { try transaction.settings.delete(Self.setting) }
            return text
        }
    }
}
