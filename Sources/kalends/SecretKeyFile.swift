import Foundation
import Persistence
import Secrets

/// The file of the secret key, as backups take it along.
struct SecretKeyFile {
    private let path: String

    init(_ path: String) { self.path = path }

    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// The key as the file writes it.
    /// - Throws: `Configuration.Failure` for a file that cannot be read, or holds no key.
    func text() throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Configuration.Failure(description: "KALENDS_SECRET_KEY_FILE: \(path) cannot be read; nothing was written.")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard SecretKey(parsing: text) != nil else {
            throw Configuration.Failure(description: SecretKey.FileFailure.notAKey(path: path).sentence)
        }
        return text
    }

    /// Whether a database with that fingerprint was used with this key; one that was never used fits every key.
    static func fits(_ text: String, _ fingerprint: String?) -> Bool {
        guard let key = SecretKey(parsing: text) else { return false }
        return fingerprint == nil || key.databaseFingerprint == fingerprint
    }

    /// - Throws: `Configuration.Failure` when the file holds another key and nobody said that it may go.
    func requireRoom(for key: String, isForced: Bool) throws {
        guard isThere, !isForced, try text() != key else { return }
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

extension SecretKey {
    /// What a database keeps of the key that it is used with.
    var databaseFingerprint: String { sign("fingerprint", purpose: "database") }
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
