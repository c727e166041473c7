/// A set of days around a year: 0 is 1 January, and up to eight days on either side of it have a place too.
struct DayBits {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    init(filled: Bool = false) {
        let word: UInt64 = filled ? .max : 0
        words = (word, word, word, word, word, word)
    }

    mutating func insert(_ day: Int) {
        let bit = UInt64(1) << UInt64((day + 8) & 63)
        switch (day + 8) >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        case 3: words.3 |= bit
        case 4: words.4 |= bit
        default: words.5 |= bit
        }
    }

    mutating func formIntersection(_ other: DayBits) {
        words.0 &= other.words.0
        words.1 &= other.words.1
        words.2 &= other.words.2
        words.3 &= other.words.3
        words.4 &= other.words.4
        words.5 &= other.words.5
    }

    /// The 64 days from the given one on; those without a place are not in it.
    func bits(from day: Int) -> UInt64 {
        let place = day + 8
        guard place >= 0 else { return word(0) << UInt64(-place) }
        let shift = UInt64(place & 63)
        return word(place >> 6) >> shift | (shift == 0 ? 0 : word(place >> 6 + 1) << (64 - shift))
    }

    private func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        case 3: words.3
        case 4: words.4
        case 5: words.5
        default: 0
        }
    }
}
