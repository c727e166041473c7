import FoundationEssentials
import Glibc
import Testing

@testable import Persistence

@Suite struct CrashTests {
    @Test(arguments: [3, 20, 90]) func `what was acknowledged is there after the program was killed`(_ acknowledged: Int) async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, acknowledged = acknowledged as Int] in
            let database = try Database.open(at: path + "/k.db")
            let log = open(path + "/acknowledged", O_CREAT | O_WRONLY | O_APPEND, 0o600)
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        for number in 0..<1_000 {
                            let name = "\(writer)-\(number)"
                            guard (try? await database.write({ try $0.settings.set(name, "v") })) != nil else { return }
                            let line = Array((name + "\n").utf8)
                            write(log, line, line.count)
                            if lseek(log, 0, SEEK_END) > acknowledged * 5 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
            }
        }
        let names = try String(contentsOfFile: folder.path + "/acknowledged", encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(names.count >= acknowledged)
        let database = try Database.open(at: folder.path + "/k.db")
        let lost = try database.readNow { transaction in try names.filter { try transaction.settings.get($0) == nil } }
        #expect(lost == [])
    }
}
