import CivilTime
import RestShape
import Testing

/// A filter of visits that must be right.
func filter(_ text: String) throws -> Filter { try Filter(parsing: text, for: Visit.schema.definition) }

struct FilterTests {
    /// Which of Ada's and Ben's visits a filter lets through.
    private func chosen(_ text: String) throws -> [String] {
        let filter = try filter(text)
        return [Visit.ada, .ben].filter { filter.matches($0, Visit.schema) }.map(\.id)
    }

    @Test(arguments: [
        "displayName eq 'Ada'", "displayName ne 'Ben''s'", "price gt 49", "price ge 49.9", "price le 49.90", "price lt 5e1",
        "price in (1,49.9)",
        "not (price eq null)", "isLocationOnline", "isLocationOnline eq true", "not not isLocationOnline", "NOT isLocationOnline EQ false",
        "priceType eq 'hourly'", "priceType eq 'HOURLY'", "priceType eq microsoft.graph.bookingPriceType'hourly'",
        "priceType gt 'fixedPrice' and "
            + "priceType lt 'free'", "'hourly' eq priceType", "role eq 'scheduler'", "duration eq 'PT30M'", "duration lt duration'PT1H'",
        "duration in ('PT30M','P1D')", "startDateTime/dateTime lt '2026-12-02T00:00'", "startDateTime/timeZone eq 'Europe/Berlin'",
        "createdDateTime lt 2026-11-02T00:00:00Z", "createdDateTime eq 2026-11-01T11:00:00+01:00", "day eq 2026-12-01", "day ne null",
        "opens gt 07:30", "opens eq 08:00:00.0", "contains(displayName,'d') and true", "startswith(displayName,'A')",
        "endswith(displayName,'da')",
        "tolower(displayName) eq 'ada'", "toupper(displayName) eq 'ADA'", "ToLower(displayName) eq 'ada'",
        "contains(tolower(emailAddress),'ADA')"
            + " or contains(emailAddress,'ada@')", "customers/any(c:c/emailAddress eq 'bo@example.org')", "customers/any()",
        "customers/$count eq 2", "customers/all(c:startswith(c/name,'B') or c/name eq 'Cy') and customers/$count gt 0",
        "staffMemberIds/any(s:s eq 's-2')", "staffMemberIds/Any(s:s in ('s-2','s-9'))",
        "customers/any(c:c/name eq 'Bo' and "
            + "staffMemberIds/any(s:endswith(s,'1') and c/answerInputType eq 'radioButton'))", "serviceLocation/city eq 'Berlin'",
        "serviceLocation ne null", "null ne serviceLocation", "latitude ge -5.25 and latitude le 52.5", "serviceNotes eq 'Keys'",
        "displayName eq 'x' or (displayName eq 'Ada' and isLocationOnline)", "(price gt 1) eq true",
    ])
    func `a filter that is true of Ada's visit alone`(text: String) throws {
        #expect(try chosen(text) == ["v-1"])
    }

    @Test(arguments: [
        ("null", []), ("contains(displayName,'')and true", ["v-1", "v-2"]), ("true", ["v-1", "v-2"]), ("not null", []),
        ("null or true", ["v-1", "v-2"]), ("null and false eq false", []),
        ("not (null and false)", ["v-1", "v-2"]), ("not (null and true)", []), ("not (null or false)", []), ("null or false", []),
        ("null eq null", ["v-1", "v-2"]), ("null ge null", ["v-1", "v-2"]), ("null le null and not (null gt null)", ["v-1", "v-2"]),
        ("null lt null or null ne null", []), ("price lt 1000", ["v-1"]), ("price ne 49.9", ["v-2"]), ("price in (null)", ["v-2"]),
        ("not contains(emailAddress,'zz')", ["v-1"]), ("serviceLocation/city eq null", ["v-2"]), ("serviceLocation eq null", ["v-2"]),
        ("customers/all(c:c/name eq 'nobody')", ["v-2"]), ("not customers/any()", ["v-2"]), ("displayName eq 'ada'", []),
        ("customers/any(c:c/emailAddress eq null)", ["v-1"]), ("tolower(null) eq null", ["v-1", "v-2"]), ("false lt true", ["v-1", "v-2"]),
        ("contains(null,displayName) eq null", ["v-1", "v-2"]), ("customers/any(c:contains('x',c/emailAddress))", []),
    ])
    func `null is no value, and never true`(text: String, ids: [String]) throws {
        #expect(try chosen(text) == ids)
    }

    @Test(arguments: [
        ("", 1, "a value or a property is missing; complete the condition, such as displayName eq 'Haircut'"),
        ("prise eq 1", 1, "'prise' is not a property of visit; check its spelling"),
        ("Price eq 1", 1, "'Price' is not a property of visit; write price"),
        ("price eq 1 and mesage eq 2", 16, "'mesage' is not a property of visit; check its spelling"),
        ("message eq 'x'", 1, "'message' is not a property of visit; check its spelling"),
        (
            "owner eq null", 1,
            "'owner' leads to other entities, by which nothing can be chosen here; ask at the address that ends in /owner"
        ),
        ("price eq 'x'", 10, "a number is compared with a text; write a number, without quotes"),
        ("displayName eq 5", 16, "a text is compared with a number; put the value in single quotes"),
        ("price eq true", 10, "a number is compared with true or false; compare values of one type"),
        (
            "createdDateTime gt '2026-12-01T00:00:00Z'", 20,
            "a point in time such as 2026-12-01T09:00:00Z is compared with a text; write a point in time such as 2026-12-01T09:00:00Z, without quotes"
        ),
        (
            "createdDateTime gt 2026-12-01", 20,
            "a point in time such as 2026-12-01T09:00:00Z is compared with a date such as 2026-12-01; compare values of one type"
        ),
        (
            "createdDateTime gt 2026-12-01T09:00:00 01:00", 20,
            "'2026-12-01T09:00:00' is neither a number nor a date or time; write it in UTC with Z; a + in an address must be written as %2B"
        ),
        (
            "priceType eq 'dear'", 14,
            "'dear' is not a member of bookingPriceType; write one of undefined, fixedPrice, startingAt, hourly, free, priceVaries, callUs, notSet"
        ),
        (
            "'dear' eq priceType", 1,
            "'dear' is not a member of bookingPriceType; write one of undefined, fixedPrice, startingAt, hourly, free, priceVaries, callUs, notSet"
        ),
        (
            "priceType eq graph.dayOfWeek'free'", 14,
            "a member of bookingPriceType is compared with a member of dayOfWeek; compare values of one type"
        ),
        ("duration eq 'x'", 13, "'x' is not a duration such as 'PT30M'; write a duration such as 'PT30M'"),
        ("duration eq duration'x'", 13, "'x' is not a duration; write one such as duration'PT30M'"),
        ("customers eq null", 14, "a list is compared with null; use any or all on a list"),
        (
            "serviceLocation eq 'x'", 20,
            "an object of type place is compared with a text; add the property of it that is meant after a slash"
        ),
        (
            "serviceLocation gt null", 20,
            "an object of type place is compared with null; add the property of it that is meant after a slash"
        ),
        ("displayName", 1, "a text stands where a condition is wanted; compare it with eq or another operator"),
        ("price eq 1 or displayName", 15, "a text stands where a condition is wanted; compare it with eq or another operator"),
        ("displayName and true", 1, "a text stands where a condition is wanted; compare it with eq or another operator"),
        ("not displayName eq 'x'", 5, "not stands before a text; put parentheses around all that follows not"),
        ("price eq", 9, "a value or a property is missing; complete the condition, such as displayName eq 'Haircut'"),
        ("(price eq 1", 12, "')' is missing; add it"), ("price in 1", 10, "'(' is missing; add it"),
        ("price in (seats)", 11, "a value or a property is missing; complete the condition, such as displayName eq 'Haircut'"),
        ("price eq 1)", 11, "something stands here that nothing joins to what is before; join conditions with and, or"),
        ("price like 1", 7, "something stands here that nothing joins to what is before; join conditions with and, or"),
        ("price = 1", 7, "'=' cannot stand here; write texts in single quotes, and check for stray signs"),
        ("displayName eq \"Ada\"", 16, "'\"' cannot stand here; write texts in single quotes, and check for stray signs"),
        ("displayName eq 'Ada", 16, "the text that starts here does not end; close it with a single quote, and double quotes within it"),
        ("displayName eq 'Ben's'", 22, "the text that starts here does not end; close it with a single quote, and double quotes within it"),
        (
            "length(displayName) gt 1", 1,
            "'length' is not a function that is known here; use one of startswith, endswith, contains, tolower, toupper"
        ),
        ("contains(displayName)", 1, "contains has 1 values; give it two texts"),
        ("tolower('a','b') eq 'a'", 1, "tolower has 2 values; give it one text"),
        ("contains(price,'1')", 10, "contains is given a number; give it texts only"),
        ("customers/name eq 'x'", 11, "'name' stands after a list; use any(x:…), all(x:…) or $count"),
        ("customers/any(name eq 'x')", 15, "any has no variable; write it as any(x:x/…)"),
        ("customers/all()", 15, "all has no variable; write it as all(x:x/…)"),
        ("customers/any(price:price/name eq 'x')", 15, "'price' has another meaning already; name the variable otherwise"),
        ("customers/any(true:true)", 15, "'true' has another meaning already; name the variable otherwise"),
        ("customers/any(c:c)", 17, "an object of type guest stands where a condition is wanted; compare it with eq or another operator"),
        ("customers/any(c:c/nam eq 'x')", 19, "'nam' is not a property of guest; check its spelling"),
        ("displayName/x eq 1", 13, "what stands before the slash has no properties; leave the slash and what follows out"),
        ("serviceLocation/ eq 1", 18, "'eq' is not a property of place; check its spelling"),
        ("serviceLocation/5 eq 1", 17, "a property is missing after the slash; write its name"),
        ("c/name eq 'x'", 1, "'c' is not a property of visit; check its spelling"),
        ("price eq 1e999", 10, "'1e999' is neither a number nor a date or time; write texts in single quotes"),
        ("opens eq 25:00", 10, "'25:00' is neither a number nor a date or time; write texts in single quotes"),
        ("contains(displayName,'ü') and prise eq 1", 31, "'prise' is not a property of visit; check its spelling"),
    ])
    func `an error names the option, the character and the remedy`(text: String, position: Int, sentence: String) {
        let fault = #expect(throws: QueryFault.self) { try filter(text) }
        #expect(fault?.description == "$filter, character \(position): \(sentence).")
    }

    @Test func `what is hostile stops at a limit`() {
        let hostile = [
            String(repeating: "(", count: 4_000), String(repeating: "not ", count: 1_000), String(repeating: "contains(", count: 400),
            Array(repeating: "price eq 1", count: 300).joined(separator: " or "), String(repeating: "x", count: 5_000),
            "customers/any(a:customers/any(b:customers/any(c:true)))", "price in (" + String(repeating: "1,", count: 1_000) + "1)",
            String(repeating: "price eq ", count: 400), String(repeating: "'", count: 4_001), String(repeating: "-", count: 4_000),
            String(repeating: "customers/", count: 400), String(repeating: "true eq ", count: 400) + "true",
        ]
        for text in hostile {
            let fault = #expect(throws: QueryFault.self) { try filter(text) }
            #expect((fault?.description.utf8.count ?? 999) < 300)
        }
    }

    @Test func `the deepest filter that is allowed is read, told and evaluated`() throws {
        let text = String(repeating: "not (", count: 8) + "price eq null" + String(repeating: ")", count: 8)
        #expect(try chosen(text) == ["v-2"])
        let wide = Array(repeating: "price eq 1", count: 49).joined(separator: " or ")
        #expect(try chosen(wide).isEmpty)
        #expect(try filter(wide).description == wide)
    }
}
