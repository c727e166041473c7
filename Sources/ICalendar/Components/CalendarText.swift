public import CivilTime

extension Instant {
    /// The RFC 5545 form in UTC: `20261121T090000Z`. Instants outside the years 1–9999 are written as the nearest end of that range.
    public var calendarText: String {
        let civil = Zone.utc.civil(at: self)
        return String(unsafeUninitializedCapacity: 16) { bytes in
            var writer = DigitWriter(bytes)
            writer.write(civil)
            writer.write(UInt8(ascii: "Z"))
            return writer.count
        }
    }
}

extension CivilDate {
    /// The RFC 5545 form: `20261121`.
    public var calendarText: String {
        String(unsafeUninitializedCapacity: 8) { bytes in
            var writer = DigitWriter(bytes)
            writer.write(self)
            return writer.count
        }
    }
}

extension CivilDateTime {
    /// The RFC 5545 form without a zone: `20261121T090000`.
    public var calendarText: String {
        String(unsafeUninitializedCapacity: 15) { bytes in
            var writer = DigitWriter(bytes)
            writer.write(self)
            return writer.count
        }
    }
}

/// Writes dates and times digit by digit: an expansion names each of its occurrences, so that this is done very often.
private struct DigitWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func write(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
    }

    mutating func write(_ date: CivilDate) {
        writePair(date.year / 100)
        writePair(date.year % 100)
        writePair(date.month)
        writePair(date.day)
    }

    mutating func write(_ civil: CivilDateTime) {
        write(civil.date)
        write(UInt8(ascii: "T"))
        writePair(civil.time.hour)
        writePair(civil.time.minute)
        writePair(civil.time.second)
    }

    private mutating func writePair(_ number: Int) {
        write(UInt8(ascii: "0") + UInt8(number / 10))
        write(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
