import Booking
import CivilTime
import Persistence

/// What names an outside event in an address: its calendar, its start and a digest of its key there.
struct OutsideKey: Hashable {
    let text: String

    init(_ outside: OutsideBlock) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(outside.calendar)\n\(outside.item)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        text = "\(String(hash, radix: 36)).\(outside.block.span.start.secondsSinceEpoch)"
    }
}
