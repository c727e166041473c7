import Glibc
import Testing

@testable import Secrets

/// Each test has a folder of its own, removed with the value.
final class SecretKeyFileTests {
    let folder: String
    var path: String { folder + "/secret.key" }

    init() throws {
        var template = Array("/tmp/kalends-secrets-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        chmod(folder, 0o700)
        for name in files { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    var files: [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            )
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    func write(_ text: String, mode: mode_t = 0o600) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        chmod(path, mode)
    }

    @Test func `the first start makes a key that only its owner can read, and the next one finds it`() throws {
        let made = try SecretKey.loadOrCreate(path: path)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try SecretKey.loadOrCreate(path: path).bytes == made.bytes)
        #expect(files == ["secret.key"])
    }

    @Test func `two installations have two keys`() throws {
        let first = try SecretKey.loadOrCreate(path: path)
        #expect(try SecretKey.loadOrCreate(path: path + "2").bytes != first.bytes)
    }

    @Test func `starts at the same moment agree on one key`() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<32 { group.addTask { try SecretKey.loadOrCreate(path: path).bytes } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(files == ["secret.key"])
    }

    @Test func `a process that was slower to make the key takes the one that is there`() throws {
        let first = try SecretKey.loadOrCreate(path: path)
        try SecretKey.create(path: path)
        #expect(try SecretKey.loadOrCreate(path: path).bytes == first.bytes)
        #expect(files == ["secret.key"])
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o620, 0o601] as [mode_t]) func `a file open to others is refused`(mode: mode_t) throws {
        _ = try SecretKey.loadOrCreate(path: path)
        chmod(path, mode)
        let failure = #expect(throws: SecretKey.FileFailure.self) { try SecretKey.loadOrCreate(path: path) }
        #expect(failure == .readableByOthers(path: path, mode: "0" + String(mode, radix: 8)))
        #expect(failure?.sentence.contains("KALENDS_SECRET_KEY_FILE") == true)
        #expect(failure?.sentence.contains("chmod 600 \(path)") == true)
    }

    @Test(arguments: [
        "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F\n", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    ])
    func `a key made by other tools is read`(text: String) throws {
        try write(text)
        #expect(try SecretKey.loadOrCreate(path: path).bytes == Array(0..<32))
    }

    @Test(arguments: [
        "", "\n", "too short", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg", String(repeating: "g", count: 64),
        String(repeating: "0", count: 66),
    ])
    func `a file without a key is refused and left as it is`(text: String) throws {
        try write(text)
        #expect(throws: SecretKey.FileFailure.notAKey(path: path)) { try SecretKey.loadOrCreate(path: path) }
        var status = stat()
        #expect(stat(path, &status) == 0 && Int(status.st_size) == text.utf8.count)
    }

    @Test func `a folder in place of the file is refused`() throws {
        #expect(throws: SecretKey.FileFailure.notAFile(path: folder)) { try SecretKey.loadOrCreate(path: folder) }
    }

    @Test func `a folder that does not exist is named`() throws {
        let failure = #expect(throws: SecretKey.FileFailure.self) { try SecretKey.loadOrCreate(path: folder + "/missing/secret.key") }
        #expect(failure == .inaccessible(path: folder + "/missing/secret.key", reason: "no such file or directory"))
    }
}
