import CivilTime

/// A compiled time zone (RFC 9636, version 2) in the making, so that a calendar's own zone works like any other.
struct TZifTable {
    private struct Kind: Hashable {
        let offset: Int
        let isDaylightSaving: Bool
    }

    private var kinds: [Kind]
    private var transitions: [(instant: Instant, kind: Int)] = []

    init(initialOffset: Int) {
        kinds = [Kind(offset: initialOffset, isDaylightSaving: false)]
    }

    /// From the instant on, which must lie after the last one, the clock runs so many seconds east of UTC.
    mutating func append(at instant: Instant, offset: Int, isDaylightSaving: Bool) {
        let kind = Kind(offset: offset, isDaylightSaving: isDaylightSaving)
        let index = kinds.firstIndex(of: kind) ?? kinds.endIndex
        if index == kinds.endIndex { kinds.append(kind) }
        transitions.append((instant, index))
    }

    /// The file, with what the clock does after the table (RFC 9636 section 3.3); at most 256 kinds of time are valid, and a reader refuses more.
    func bytes(footer: String) -> [UInt8] {
        let abbreviation = Array("-00".utf8) + [0]
        var bytes = header(transitions: 0, kinds: 1, characters: abbreviation.count)
        bytes += [UInt8](repeating: 0, count: 6) + abbreviation
        bytes += header(transitions: transitions.count, kinds: kinds.count, characters: abbreviation.count)
        for transition in transitions { append(transition.instant.secondsSinceEpoch, size: 8, to: &bytes) }
        bytes += transitions.map { UInt8(truncatingIfNeeded: $0.kind) }
        for kind in kinds {
            append(Int64(kind.offset), size: 4, to: &bytes)
            bytes += [kind.isDaylightSaving ? 1 : 0, 0]
        }
        return bytes + abbreviation + Array("\n\(footer)\n".utf8)
    }

    private func header(transitions: Int, kinds: Int, characters: Int) -> [UInt8] {
        var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, transitions, kinds, characters] { append(Int64(count), size: 4, to: &bytes) }
        return bytes
    }

    private func append(_ number: Int64, size: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: (size - 1) * 8, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
    }
}
