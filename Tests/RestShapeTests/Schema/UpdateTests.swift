import CivilTime
import RestShape
import Testing

struct UpdateTests {
    private func updated(_ text: String, of visit: Visit = .ada) throws -> Visit {
        try Visit.schema.update(visit, from: JSONValue(parsing: text)).model
    }

    @Test func `what is absent stays, and null empties`() throws {
        #expect(try updated("{}") == .ada)
        var expected = Visit.ada
        (expected.email, expected.place, expected.price) = (nil, nil, nil)
        let reading = try Visit.schema.update(.ada, from: ["emailAddress": .null, "serviceLocation": .null, "price": .null, "id": .null])
        #expect(reading.model == expected)
        #expect(reading.given == ["emailAddress", "serviceLocation", "price"])
    }

    @Test func `a complex property is changed in parts, a list as a whole`() throws {
        let visit = try updated(#"{"serviceLocation":{"city":"Bonn"},"startDateTime":{"timeZone":"UTC"},"customers":[{"name":"Dan"}]}"#)
        #expect(visit.place == Place(name: "Studio", city: "Bonn"))
        #expect(visit.start == DateTimeTimeZone(Visit.ada.start.dateTime, timeZone: "UTC"))
        #expect(visit.guests == [Guest(name: "Dan")])
    }

    @Test func `a complex property that was null must have what is required`() {
        #expect(throws: ShapeFailure.self) { try updated(#"{"serviceLocation":{"city":"Bonn"}}"#, of: .ben) }
    }

    @Test func `a member that the client was not told leaves the value as it is`() throws {
        #expect(try updated(#"{"role":"unknownFutureValue","priceType":"unknownFutureValue"}"#) == .ada)
    }

    @Test func `an answer that is sent back changes nothing`() throws {
        let answer = Visit.schema.write(.ada, .single)
        #expect(try updated(answer.serialized) == .ada)
    }

    @Test func `a model is left alone when its body is refused`() {
        #expect(throws: ShapeFailure.self) { try updated(#"{"displayName":"New","day":1}"#) }
    }
}

struct EnumTests {
    @Test func `the thirteen enumerations of Graph have each member once`() {
        #expect(GraphEnums.all.count == 13)
        #expect(Set(GraphEnums.all.map(\.name)).count == 13)
        for definition in GraphEnums.all {
            #expect(Set(definition.members).count == definition.members.count && !definition.members.isEmpty)
        }
        #expect(GraphEnums.all.filter { $0.members.contains(EnumDefinition.unknownFutureValue) }.count == 8)
    }

    @Test func `members after the border are told only to those who ask`() {
        let role = GraphEnums.bookingStaffRole
        #expect(role.known("teamMember") == "unknownFutureValue" && role.known("viewer") == "viewer" && role.known("other") == "other")
        #expect(GraphEnums.dayOfWeek.known("sunday") == "sunday")
        #expect(role.member(named: "TEAMMEMBER") == "teamMember" && role.member(named: "boss") == nil)
    }

    @Test func `a value that has no member is told as unknown`() {
        let shape = ValueShape<Answer>.enumeration(GraphEnums.answerInputType, ["text": .text])
        let schema = ObjectSchema<Guest>("g", fresh: { Guest() }, properties: [Property("a", shape, \.answer)])
        #expect(schema.write(Guest(answer: .choice), .listed) == ["a": "unknownFutureValue"])
    }
}
