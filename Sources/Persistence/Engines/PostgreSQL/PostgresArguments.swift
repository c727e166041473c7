#if PostgreSQL
/// Arguments as libpq takes them: numbers and text as text, bytes as they are.
struct PostgresArguments {
    private var bytes: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Precondition: no text holds a NUL.
    init(_ arguments: [SQLValue]) {
        for argument in arguments {
            let start = bytes.count
            switch argument {
            case .null: break
            case .integer(let number): bytes.append(contentsOf: String(number).utf8)
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .bytes(let raw): bytes.append(contentsOf: raw)
            }
            starts.append(argument == .null ? nil : start)
            lengths.append(Int32(bytes.count - start))
            if case .bytes = argument { formats.append(1) } else { formats.append(0) }
            bytes.append(0)
        }
    }

    func withPointers<T>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> T
    ) -> T {
        bytes.withUnsafeBytes { raw in
            let base = raw.assumingMemoryBound(to: CChar.self).baseAddress
            let values = starts.map { start in start.flatMap { start in base.map { $0 + start } } } + [nil]
            return body(Int32(starts.count), values, lengths + [0], formats + [0])
        }
    }
}
#endif
