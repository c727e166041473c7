import Foundation
import TestSupport

@testable import Persistence

/// The studio's database, made once and copied for each history.
enum StudioFile {
    /// The file and its log, by name.
    private static let files = Result { () throws -> [String: Data] in
        let folder = try TemporaryFolder()
        let engine = try SQLiteEngine(temporary: folder)
        try Schema.migrate(engine)
        try Database(engine: engine).writeNow { transaction in try Cast.install(in: transaction) }
        try engine.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix("-shm") }
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: folder.path + "/" + $0))) })
    }

    static func engine() throws -> SQLiteEngine {
        let folder = try TemporaryFolder()
        for (name, data) in try files.get() { try data.write(to: URL(filePath: folder.path + "/" + name)) }
        return try SQLiteEngine(temporary: folder)
    }
}
