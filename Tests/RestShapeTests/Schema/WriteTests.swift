import CivilTime
import RestShape
import Testing

struct WriteTests {
    @Test func `a model is written in order, each value in Graph's form`() {
        let expected = """
            {"id":"v-1","displayName":"Ada","emailAddress":"ada@example.org",\
            "startDateTime":{"dateTime":"2026-12-01T09:00:00.0000000","timeZone":"Europe/Berlin"},"duration":"PT30M","price":49.9,\
            "priceType":"hourly","role":"unknownFutureValue","isLocationOnline":true,"maximumAttendeesCount":2,"latitude":52.5,\
            "customers":[{"@odata.type":"#microsoft.graph.guest","name":"Bo","emailAddress":"bo@example.org","answerInputType":"radioButton"},\
            {"@odata.type":"#microsoft.graph.guest","name":"Cy","emailAddress":null,"answerInputType":null}],"staffMemberIds":["s-1","s-2"],\
            "serviceLocation":{"displayName":"Studio","city":"Berlin"},"serviceNotes":"Keys","day":"2026-12-01","opens":"08:00:00.0000000",\
            "createdDateTime":"2026-11-01T10:00:00Z"}
            """
        #expect(Visit.schema.write(.ada, .single).serialized == expected)
    }

    @Test func `lists lack what only single reads have, and members that a client asked for are told`() {
        let listed = Visit.schema.write(.ada, WritingStyle(isSingle: false, includesUnknownMembers: true))
        #expect(listed["serviceNotes"] == nil && listed["role"] == "scheduler" && listed["message"] == nil)
        #expect(Visit.schema.write(.ben, .listed)["price"] == .null)
    }

    @Test func `a selection has what it names, in the order of the type, with annotations and what was expanded`() throws {
        let options = try QueryOptions(
            [("$select", "price,serviceLocation/city,customers/name,displayName")], for: Visit.schema.definition, allowing: .item)
        let json = Visit.schema.write(
            .ada, .single, selection: options.select, annotations: ["@odata.etag": "W/\"1\""], expanded: ["owner": .null])
        #expect(
            json.serialized
                == ##"{"@odata.etag":"W/\"1\"","displayName":"Ada","price":49.9,"customers":[{"@odata.type":"#microsoft.graph.guest","##
                + ##""name":"Bo"},{"@odata.type":"#microsoft.graph.guest","name":"Cy"}],"serviceLocation":{"city":"Berlin"},"owner":null}"##
        )
        #expect(options.select?.contains("price") == true && options.select?.contains("id") == false)
    }

    @Test func `the whole of a property wins over a part of it, and null has no parts`() throws {
        for text in ["serviceLocation,serviceLocation/city", "serviceLocation/city,serviceLocation"] {
            let options = try QueryOptions([("$select", text)], for: Visit.schema.definition, allowing: .item)
            #expect(Visit.schema.write(.ada, .single, selection: options.select)["serviceLocation"]?["displayName"] == "Studio")
        }
        let parts = try QueryOptions(
            [("select", "serviceLocation/city,serviceLocation/displayName")], for: Visit.schema.definition, allowing: .item)
        #expect(Visit.schema.write(.ben, .single, selection: parts.select) == ["serviceLocation": .null])
        #expect(Visit.schema.write(.ada, .single, selection: parts.select)["serviceLocation"]?.members?.count == 2)
    }

    @Test func `what is written is read again as the same, for random visits`() throws {
        var generator = SeededGenerator(seed: 27)
        for round in 0..<500 {
            var visit = Visit.ada
            visit.length = Seconds(.random(in: 0...86_400, using: &generator))
            visit.price = ExactDecimal(units: .random(in: 0...999_900, using: &generator), fractionDigits: 2)
            visit.seats = .random(in: 1...100, using: &generator)
            visit.latitude = .random(in: -90...90, using: &generator)
            visit.name = String(
                String.UnicodeScalarView((0..<5).map { _ in Unicode.Scalar(UInt16.random(in: 1...0xD7FF, using: &generator))! }))
            visit.opens = TimeOfDay(secondsSinceMidnight: .random(in: 0..<86_400, using: &generator))!
            visit.role = GraphEnums.bookingStaffRole.values.randomElement(using: &generator)!
            visit.day = CivilDate(dayNumber: .random(in: -700_000...2_900_000, using: &generator))
            let text = Visit.schema.write(visit, WritingStyle(isSingle: true, includesUnknownMembers: true)).serialized
            var read = try Visit.schema.create(from: JSONValue(parsing: text)).model
            (read.id, read.made, read.message) = (visit.id, visit.made, visit.message)
            #expect(read == visit, "round \(round)")
        }
    }

    @Test func `numbers that JSON cannot write are null, and closures serve where there is no key path`() throws {
        struct Box { var value = Double.infinity }
        let schema = ObjectSchema<Box>(
            "box", fresh: { Box() },
            properties: [Property("value", .double(-1...1), get: { $0.value }, set: { $0.value = $1 })])
        #expect(schema.write(Box(), .single) == ["value": .null])
        #expect(try schema.create(from: ["value": 1]).model.value == 1)
        #expect(schema.value(of: "other", in: Box()) == nil)
    }
}
