/// Lists and numbers.
extension RecurrenceRuleReader {
    mutating func positiveNumber() throws(Failure) -> Int {
        guard let number = scanner.number(digits: 9), number > 0 else { throw damage }
        return number
    }

    mutating func months() throws(Failure) {
        repeat {
            guard let number = scanner.number(digits: 3) else { throw damage }
            // `5L` is a leap month, which the Gregorian calendar does not have (RFC 7529 section 4.2).
            if scanner.take("L") { throw .notUnderstood(scanner.partText) }
            guard 1...12 ~= number else { throw damage }
            parts.months |= 1 << number
        } while scanner.take(",")
    }

    mutating func set(upTo limit: Int) throws(Failure) -> UInt64 {
        var set: UInt64 = 0
        repeat {
            guard let number = scanner.number(digits: 3), number <= limit else { throw damage }
            set |= 1 << UInt64(number)
        } while scanner.take(",")
        return set
    }

    mutating func signedSet(upTo limit: Int) throws(Failure) -> SignedBits {
        var set = SignedBits()
        repeat {
            guard let number = scanner.signed(digits: 3), 1...limit ~= abs(number) else { throw damage }
            set.insert(number)
        } while scanner.take(",")
        return set
    }

    /// 1–366 and -366 to -1.
    mutating func signedList() throws(Failure) -> [Int16] {
        var list: [Int16] = []
        repeat {
            guard let number = scanner.signed(digits: 3), 1...366 ~= abs(number) else { throw damage }
            list.append(Int16(number))
        } while scanner.take(",")
        return list.sortedWithoutRepetitions { $0 < $1 }
    }

    mutating func days() throws(Failure) {
        repeat {
            let hasOrdinal = scanner.isAtNumber
            let ordinal = hasOrdinal ? scanner.signed(digits: 2) : 0
            guard let ordinal, hasOrdinal == (ordinal != 0), abs(ordinal) <= 53, let index = scanner.weekday() else { throw damage }
            if hasOrdinal {
                parts.ordinals.append(RecurrenceRule.Day(Weekday.allCases[index], ordinal: ordinal))
            } else {
                parts.weekdays |= 1 << UInt8(index)
            }
        } while scanner.take(",")
        if parts.ordinals.count > 1 {
            parts.ordinals = parts.ordinals.sortedWithoutRepetitions {
                ($0.ordinal ?? 0, $0.weekday) < ($1.ordinal ?? 0, $1.weekday)
            }
        }
    }
}

extension Array where Element: Equatable {
    fileprivate func sortedWithoutRepetitions(by areInOrder: (Element, Element) -> Bool) -> [Element] {
        guard count > 1 else { return self }
        var result: [Element] = []
        for element in sorted(by: areInOrder) where element != result.last { result.append(element) }
        return result
    }
}
