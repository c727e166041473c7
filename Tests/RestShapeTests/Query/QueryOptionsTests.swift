import CivilTime
import RestShape
import Testing

struct QueryOptionsTests {
    private func options(
        _ parameters: (name: String, value: String)..., allowing names: QueryOptions.Names = .collection, own: Set<String> = []
    ) throws(QueryFault) -> QueryOptions {
        try QueryOptions(parameters, for: Visit.schema.definition, allowing: names, own: own)
    }

    @Test func `all options are read, in any case of letters and without the dollar`() throws {
        let read = try options(
            ("$top", "5"), ("SKIP", "10"), ("$Count", "TRUE"), ("$filter", "price gt 1"), ("orderby", "price desc"), ("$search", "ada"),
            ("$select", "id, price"), ("$expand", "owner,staffMembers,owner"), ("$skiptoken", "abc"), ("start", "x"), own: ["start"])
        #expect(read.top == 5 && read.skip == 10 && read.count && read.skiptoken == "abc")
        #expect(read.filter?.description == "price gt 1" && read.orderby?.description == "price desc" && read.search?.words == ["ada"])
        #expect(read.select?.contains("price") == true && read.expand == ["owner", "staffMembers"])
        #expect(try options(("$expand", "*")).expand == ["staffMembers", "owner"])
        #expect(try options(("$select", "*,id")).select == nil)
        #expect(try !options(("$count", "false")).count)
    }

    @Test(arguments: [
        ("$apply", "x", "$apply: no such option is known here; leave it out."),
        ("$top", "-1", "$top: '-1' is not a number; write a whole number from 0."),
        ("$top", "1 ", "$top: '1 ' is not a number; write a whole number from 0."),
        ("$top", "9999999999", "$top: '9999999999' is not a number; write a whole number from 0."),
        ("$skip", "", "$skip: '' is not a number; write a whole number from 0."),
        ("$count", "yes", "$count: 'yes' is not true or false; write true or false."),
        ("$select", "", "$select, character 1: a name is missing or has a blank in it; write names with commas between them."),
        ("$select", "id,,price", "$select, character 4: a name is missing or has a blank in it; write names with commas between them."),
        ("$select", "id price", "$select, character 1: a name is missing or has a blank in it; write names with commas between them."),
        ("$select", "id, prise", "$select, character 5: 'prise' is not a property of visit; check its spelling."),
        ("$select", "ID", "$select, character 1: 'ID' is not a property of visit; write id."),
        ("$select", "displayName/x", "$select, character 1: 'displayName' has no properties; leave the slash and what follows out."),
        ("$select", "serviceLocation/x", "$select, character 1: 'x' is not a property of place; check its spelling."),
        ("$select", "serviceLocation/", "$select, character 1: '' is not a property of place; check its spelling."),
        (
            "$expand", "price",
            "$expand, character 1: 'price' cannot be expanded; use one of staffMembers, owner, without anything in parentheses."
        ),
        ("$skiptoken", "", "$skiptoken: it is not one of ours; use @odata.nextLink as it is."),
        ("$orderby", "customers", "$orderby, character 1: a list has no order; name a property of it, or another."),
        ("$orderby", "serviceLocation", "$orderby, character 1: an object of type place has no order; name a property of it, or another."),
        (
            "$orderby", "price up",
            "$orderby, character 7: something stands here that nothing joins to what is before; join conditions with and, or."
        ),
        ("$orderby", "'x'", "$orderby, character 1: the name of a property is missing; write it."),
        ("$orderby", "customers/any()", "$orderby, character 1: true or false has no order; name a property of it, or another."),
        (
            "$search", "a OR b",
            "$search, character 3: 'OR' is not understood here; write words that must all be found, phrases in double quotes."
        ),
        (
            "$search", "\"a b\" (c)",
            "$search, character 7: '(c)' is not understood here; write words that must all be found, phrases in double quotes."
        ),
        ("$search", "\"a", "$search: a phrase does not end; close it with a double quote."),
        ("$search", " ", "$search: there is no word in it; write between one word and 50."),
    ])
    func `what cannot be read is told with its option`(name: String, value: String, sentence: String) {
        let fault = #expect(throws: QueryFault.self) { try options((name, value)) }
        #expect(fault?.description == sentence)
    }

    @Test func `an option that does not apply, or stands twice, is refused`() {
        let misplaced = #expect(throws: QueryFault.self) { try options(("$top", "1"), allowing: .item) }
        #expect(misplaced?.description == "$top: it does not apply here; leave it out.")
        let doubled = #expect(throws: QueryFault.self) { try options(("$top", "1"), ("top", "2")) }
        #expect(doubled?.description == "$top: it stands twice; leave one of them out.")
        #expect(throws: QueryFault.self) { try options(("start", "1")) }
        let leaf = Place.schema.definition
        let bare = #expect(throws: QueryFault.self) { try QueryOptions([("$expand", "a")], for: leaf, allowing: .item) }
        #expect(bare?.remedy == "leave $expand out")
    }

    @Test func `what is hostile stops at a limit`() {
        let many = Array(repeating: "price", count: 60).joined(separator: ",")
        let long = String(repeating: "x", count: 5_000)
        let cases = [
            ("$select", many), ("$expand", many), ("$orderby", many), ("$search", Array(repeating: "a", count: 60).joined(separator: " ")),
        ]
        for (name, value) in cases
            + ["$select", "$expand", "$orderby", "$search", "$skiptoken", "$top", "$count", long].map({ ($0, long) })
        {
            let fault = #expect(throws: QueryFault.self) { try options((name, value)) }
            #expect((fault?.description.utf8.count ?? 999) < 300, "\(name.prefix(20))")
        }
    }
}

struct OrderingTests {
    private func order(_ text: String, _ visits: [Visit]) throws -> [String] {
        try Ordering(parsing: text, for: Visit.schema.definition).sorted(visits, Visit.schema).map(\.id)
    }

    @Test func `null comes first, and last in descending order`() throws {
        #expect(try order("price", [.ada, .ben]) == ["v-2", "v-1"])
        #expect(try order("price desc", [.ben, .ada]) == ["v-1", "v-2"])
        #expect(try order("price ASC", [.ada, .ben]) == ["v-2", "v-1"])
        #expect(try order("serviceLocation/city,id", [.ada, .ben]) == ["v-2", "v-1"])
    }

    @Test func `later properties decide between equal ones, and what is equal keeps its order`() throws {
        let visits = (0..<20).map { number in
            var visit = Visit.ada
            (visit.id, visit.seats, visit.length) = ("\(number)", number % 3, .minutes(number % 2))
            return visit
        }
        let sorted = try order("maximumAttendeesCount desc,duration", visits).compactMap { Int($0) }
        let expected = (0..<20).sorted { (-($0 % 3), $0 % 2, $0) < (-($1 % 3), $1 % 2, $1) }
        #expect(sorted == expected)
        #expect(try order("createdDateTime,customers/$count", visits) == visits.map(\.id))
    }

    @Test func `members sort as they are declared, clock times by the clock`() throws {
        var other = Visit.ben
        other.priceType = .fixedPrice
        #expect(try order("priceType", [.ben, other, .ada].map { $0 }) == ["v-2", "v-1", "v-2"])
        #expect(try order("startDateTime/dateTime desc", [.ada, .ben]) == ["v-2", "v-1"])
    }
}

struct SearchTests {
    private func finds(_ text: String, _ visit: Visit = .ada) throws -> Bool {
        try Search(parsing: text).matches(visit, Visit.schema)
    }

    @Test func `all words must stand somewhere in what can be searched`() throws {
        for text in ["ada", "ADA", "ada example.org", "ada AND bo@", "\"bo@example\" cy", "\"a\" ada"] {
            #expect(try finds(text), "\(text)")
        }
        for text in ["nobody", "ada nobody", "keys", "berlin", "\"ada bo\"", "\"AND\"", "microsoft"] {
            #expect(try !finds(text), "\(text)")
        }
        #expect(try finds("ben's", .ben) && !finds("ada", .ben))
    }
}
