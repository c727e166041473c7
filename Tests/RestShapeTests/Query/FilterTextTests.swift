import CivilTime
import RestShape
import Testing

/// Makes filters of visits that are right by their types.
struct RandomFilter {
    var generator: SeededGenerator

    mutating func condition(_ depth: Int, guest: String? = nil) -> FilterExpression {
        switch depth == 0 ? Int.random(in: 5...8, using: &generator) : Int.random(in: 0...10, using: &generator) {
        case 0: return .not(condition(depth - 1, guest: guest))
        case 1, 2: return .and(condition(depth - 1, guest: guest), condition(depth - 1, guest: guest))
        case 3, 4: return .or(condition(depth - 1, guest: guest), condition(depth - 1, guest: guest))
        case 5:
            return .call([.startswith, .endswith, .contains].randomElement(using: &generator)!, [text(depth, guest), text(depth, guest)])
        case 6:
            let pair = pair()
            return .comparison(FilterExpression.Comparison.allCases.randomElement(using: &generator)!, pair.0, pair.1)
        case 7: return .isIn(text(depth, guest), (0...Int.random(in: 0...3, using: &generator)).map { _ in .text(word()) })
        case 8: return .path(QueryPath(["isLocationOnline"]))
        case 9:
            let both = (condition(depth - 1, guest: guest), condition(depth - 1, guest: guest))
            return .comparison(Bool.random(using: &generator) ? .eq : .gt, both.0, both.1)
        default:
            guard guest == nil else { return .literal(.flag(true)) }
            let inner = Bool.random(using: &generator) ? nil : condition(depth - 1, guest: "g")
            guard let inner else { return .any(QueryPath(["customers"]), variable: "", nil) }
            return Bool.random(using: &generator)
                ? .any(QueryPath(["customers"]), variable: "g", inner) : .all(QueryPath(["customers"]), variable: "g", inner)
        }
    }

    private mutating func text(_ depth: Int, _ guest: String?) -> FilterExpression {
        switch Int.random(in: 0...4, using: &generator) {
        case 0: .literal(.text(word()))
        case 1: .path(guest.map { QueryPath(variable: $0, ["name"]) } ?? QueryPath(["serviceLocation", "city"]))
        case 2 where depth > 0: .call(Bool.random(using: &generator) ? .tolower : .toupper, [text(depth - 1, guest)])
        default: .path(QueryPath(["displayName"]))
        }
    }

    private mutating func word() -> String {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            ["a", "'", "ü", "\u{301}", " ", "(", "s-1", "\\"].randomElement(using: &generator)!
        }
        .joined()
    }

    private mutating func pair() -> (FilterExpression, FilterExpression) {
        let number = Int.random(in: 0...86_399, using: &generator)
        let pairs: [(String, QueryLiteral)] = [
            ("price", .number(Double(number) / 100)), ("latitude", .number(-1.5e-7 * Double(number))),
            ("duration", .duration(Seconds(Int64(number)))),
            ("day", .date(CivilDate(dayNumber: number))), ("opens", .time(TimeOfDay(secondsSinceMidnight: number)!)),
            ("createdDateTime", .instant(Instant(secondsSinceEpoch: Int64(number) * 100_000))),
            ("priceType", .member("callUs", of: GraphEnums.bookingPriceType)), ("price", .null),
            ("isLocationOnline", .flag(number > 40_000)),
        ]
        let (name, literal) = pairs.randomElement(using: &generator)!
        guard Int.random(in: 0...9, using: &generator) > 0 else {
            let moment = CivilDateTime(CivilDate(dayNumber: number), .midnight)
            return (.literal(.civil(moment)), .path(QueryPath(["startDateTime", "dateTime"])))
        }
        guard Bool.random(using: &generator) else { return (.literal(literal), .path(QueryPath([name]))) }
        return (.path(QueryPath([name])), .literal(literal))
    }
}

struct FilterTextTests {
    @Test func `a filter that is told and read again is the same`() throws {
        let seed: UInt64 = 2_027
        var random = RandomFilter(generator: SeededGenerator(seed: seed))
        let limits = QueryLimits(bytes: 100_000, depth: 200, nodes: 10_000)
        var (lengths, matched) = (0, 0)
        for round in 0..<5_000 {
            let expression = random.condition(4)
            let text = expression.description
            let read = try Filter(parsing: text, for: Visit.schema.definition, limits: limits)
            #expect(read.expression == expression, "seed \(seed), round \(round): \(text)")
            #expect(read.description == text)
            lengths += text.utf8.count
            if read.matches(.ada, Visit.schema) { matched += 1 }
        }
        #expect(lengths > 200_000)
        #expect(500...4_500 ~= matched)
    }

    @Test func `changed filters are refused or read, and what is read is told as the same`() throws {
        let seed: UInt64 = 2_028
        var random = RandomFilter(generator: SeededGenerator(seed: seed))
        let pieces = [
            "(", ")", "'", " ", ",", "/", ":", "not ", " eq ", " in ", "null", "any(", "1", "-", ".", "$count", "\u{7F}", "ü", "'x'",
            "true",
        ]
        var (read, refused) = (0, 0)
        for round in 0..<10_000 {
            var text = random.condition(2).description
            for _ in 0..<Int.random(in: 1...3, using: &random.generator) {
                let place = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random.generator))
                if Bool.random(using: &random.generator), place < text.endIndex {
                    text.remove(at: place)
                } else {
                    text.insert(contentsOf: pieces.randomElement(using: &random.generator)!, at: place)
                }
            }
            do throws(QueryFault) {
                let filter = try Filter(parsing: text, for: Visit.schema.definition)
                let again = try Filter(parsing: filter.description, for: Visit.schema.definition)
                #expect(again == filter, "seed \(seed), round \(round): \(text)")
                read += 1
            } catch {
                let position = error.position ?? 0
                #expect(1...text.unicodeScalars.count + 1 ~= position, "seed \(seed), round \(round): \(text)")
                refused += 1
            }
        }
        #expect(read > 100 && refused > 2_000)
    }

    @Test(
        arguments: [
            ("(price eq 1) and ((price eq 2))", "price eq 1 and price eq 2"), ("a or b", nil),
            ("isLocationOnline or (isLocationOnline and isLocationOnline)", "isLocationOnline or isLocationOnline and isLocationOnline"),
            ("isLocationOnline and (isLocationOnline or isLocationOnline)", "isLocationOnline and (isLocationOnline or isLocationOnline)"),
            ("(price eq 1) eq (price eq 2)", "price eq 1 eq (price eq 2)"), ("not (price eq 1)", "not (price eq 1)"),
            ("(displayName in ('a')) in (true)", "(displayName in ('a')) in (true)"), ("price Eq 1.50E1", "price eq 15"),
            ("customers/ANY( c : c/name eq 'x' )", "customers/any(c:c/name eq 'x')"), ("priceType eq 'FREE'", "priceType eq 'free'"),
        ] as [(String, String?)])
    func `a filter is told in as few parentheses as it needs`(text: String, told: String?) {
        #expect((try? filter(text))?.description == told)
    }
}
