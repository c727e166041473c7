@preconcurrency import Glibc
import Logging

/// One line an entry on standard error: instant, level, message, then `name=value` for each fact, in order; made to be read by both people and programs.
struct LogLines: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    static func bootstrap() { LoggingSystem.bootstrap { _ in LogLines() } }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var calendar = tm()
        var seconds = now.tv_sec
        gmtime_r(&seconds, &calendar)
        var stamp = [CChar](repeating: 0, count: 32)
        strftime(&stamp, stamp.count, "%Y-%m-%dT%H:%M:%S", &calendar)
        let millis = String(now.tv_nsec / 1_000_000 + 1000).dropFirst()
        let instant = stamp.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        var line = "\(instant).\(millis)Z \(event.level.rawValue.uppercased()) \(Self.oneLine("\(event.message)"))"
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
        for (name, value) in facts.sorted(by: { $0.key < $1.key }) where name != "hb.request.id" || event.level >= .error {
            line += " \(name)=\(Self.quoted("\(value)"))"
        }
        line += "\n"
        fputs(line, stderr)
    }

    /// What came from outside must not be able to forge a line.
    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

    private static func quoted(_ text: String) -> String {
        let line = oneLine(text)
        return line.contains(where: { $0 == " " || $0 == "\"" }) ? "\"" + line.replacing("\"", with: "'") + "\"" : line
    }
}
