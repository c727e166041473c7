import CivilTime
import RestShape
import Testing

struct CreateTests {
    static let body = """
        {"@odata.type":"#microsoft.graph.visit","id":"ignored","createdDateTime":17,"displayName":"Ada","emailAddress":"ada@example.org",
        "startDateTime":{"dateTime":"2026-12-01T09:00:00.0000000","timeZone":"Europe/Berlin"},"startDateTime@odata.type":"x",
        "duration":"0:30:00","price":49.90,"priceType":"HOURLY","role":"Scheduler","isLocationOnline":true,"maximumAttendeesCount":2,
        "latitude":52.5,"customers":[{"@odata.type":"#x","name":"Bo","emailAddress":"bo@example.org","answerInputType":"radiobutton"},
        {"name":"Cy"}],"staffMemberIds":["s-1","s-2"],"serviceLocation":{"displayName":"Studio","city":"Berlin"},"serviceNotes":"Keys",
        "message":"Hello","day":"2026-12-01","opens":"08:00"}
        """

    @Test func `a body becomes a model; annotations and read-only properties are passed over`() throws {
        let reading = try Visit.schema.create(from: JSONValue(parsing: Self.body))
        var expected = Visit.ada
        expected.made = Instant(secondsSinceEpoch: 0)
        #expect(reading.model == expected)
        #expect(reading.given.count == 17 && !reading.given.contains("id") && reading.given.contains("message"))
    }

    @Test(arguments: [
        (#"{}"#, ["displayName is missing: add it to the body."]),
        (#"[]"#, ["The body is a list: write an object in braces."]),
        (#"{"displayName":null}"#, ["displayName is null: write a value or leave it out."]),
        (#"{"displayName":7}"#, ["displayName is a number: write a text in quotes."]),
        (#"{"displayName":""}"#, ["displayName is empty: write at least 1."]),
        (#"{"displayName":"123456789012345678901"}"#, ["displayName has 21 characters: write at most 20."]),
        (#"{"displayName":"a\u0000"}"#, ["displayName is not in the form that is wanted: write it without the character U+0000."]),
        (#"{"displayName":"a","colour":1}"#, ["colour is not a property of visit: leave it out or check its spelling."]),
        (#"{"displayName":"a","Pricetype":1}"#, ["Pricetype is not a property of visit: write priceType."]),
        (#"{"displayName":"a","owner":1}"#, ["owner cannot be set here: leave it out and use the address that ends in /owner."]),
        (#"{"displayName":"a","duration":5}"#, ["duration is a number: write a duration such as PT30M or P1D."]),
        (#"{"displayName":"a","duration":"x"}"#, ["duration is 'x', not a duration: write a duration such as PT30M or P1D."]),
        (#"{"displayName":"a","duration":"P2D"}"#, ["duration is P2D: write a duration from PT0S to P1D."]),
        (
            #"{"displayName":"a","price":0.001}"#,
            ["price is 0.001: write a number with at most 2 digits after the point, from 0 to 9999."]
        ),
        (#"{"displayName":"a","price":"1"}"#, ["price is a text: write a number with at most 2 digits after the point, from 0 to 9999."]),
        (
            #"{"displayName":"a","priceType":"dear"}"#,
            [
                "priceType is 'dear', not a known member of bookingPriceType: write one of undefined, fixedPrice, startingAt, hourly, free, "
                    + "priceVaries, callUs, notSet."
            ]
        ),
        (#"{"displayName":"a","priceType":"callUs"}"#, ["priceType cannot be taken: write one of fixedPrice, free, hourly."]),
        (#"{"displayName":"a","isLocationOnline":"true"}"#, ["isLocationOnline is a text: write true or false without quotes."]),
        (#"{"displayName":"a","maximumAttendeesCount":1.5}"#, ["maximumAttendeesCount is 1.5: write a whole number from 1 to 100."]),
        (#"{"displayName":"a","maximumAttendeesCount":101}"#, ["maximumAttendeesCount is 101: write a whole number from 1 to 100."]),
        (
            #"{"displayName":"a","maximumAttendeesCount":true}"#,
            ["maximumAttendeesCount is true or false: write a whole number from 1 to 100."]
        ),
        (#"{"displayName":"a","latitude":91}"#, ["latitude is 91: write a number from -90 to 90."]),
        (#"{"displayName":"a","latitude":[]}"#, ["latitude is a list: write a number from -90 to 90."]),
        (#"{"displayName":"a","customers":{}}"#, ["customers is an object: write a list in brackets."]),
        (#"{"displayName":"a","staffMemberIds":["a","b","c","d","e","f"]}"#, ["staffMemberIds has 6 elements: write at most 5."]),
        (
            #"{"displayName":"a","customers":[{"name":"x","emailAddress":"y"},{"emailAddress":4}]}"#,
            [
                "customers[0].emailAddress is not in the form that is wanted: write an address such as ada@example.org.",
                "customers[1].emailAddress is a number: write a text in quotes.", "customers[1].name is missing: add it to the body.",
            ]
        ),
        (
            #"{"displayName":"a","startDateTime":{"dateTime":"2026-12-01T09:00:00Z","timeZone":"Mars"}}"#,
            [
                "startDateTime.dateTime is '2026-12-01T09:00:00Z', not a date and time without offset: "
                    + "write a date and time without offset such as 2026-12-01T09:00:00.",
                "startDateTime.timeZone cannot be taken: write a time zone such as Europe/Berlin or UTC.",
            ]
        ),
        (#"{"displayName":"a","day":"2026-02-30"}"#, ["day is '2026-02-30', not a date: write a date such as 2026-12-01."]),
        (
            #"{"displayName":"a","opens":"25:00"}"#,
            ["opens is '25:00', not a time on the clock: write a time on the clock such as 08:00:00."]
        ),
        (#"{"displayName":"a","serviceLocation":{"city":"B"}}"#, ["serviceLocation.displayName is missing: add it to the body."]),
        (
            #"{"displayName":"a","role":"unknownFutureValue"}"#,
            [
                "role is 'unknownFutureValue', not a known member of bookingStaffRole: write one of guest, administrator, viewer, externalGuest, scheduler, teamMember."
            ]
        ),
        (
            #"{"displayName":"a","customers":[{"name":"b","answerInputType":"unknownFutureValue"}]}"#,
            ["customers[0].answerInputType is 'unknownFutureValue', not a known member of answerInputType: write one of text, radioButton."]
        ),
    ])
    func `what does not fit is refused with its path and the remedy`(text: String, sentences: [String]) {
        #expect(refusal(text) == sentences)
    }

    @Test func `a zone's offset is not asked for, and Z beside UTC is let pass`() throws {
        let json = try JSONValue(parsing: #"{"displayName":"a","startDateTime":{"dateTime":"2026-12-01T09:00:00Z","timeZone":"utc"}}"#)
        #expect(throws: ShapeFailure.self) { try Visit.schema.create(from: json) }
        let known = try JSONValue(parsing: #"{"displayName":"a","startDateTime":{"dateTime":"2026-12-01T09:00:00Z","timeZone":"UTC"}}"#)
        #expect(try Visit.schema.create(from: known).model.start.dateTime.description == "2026-12-01T09:00:00")
    }

    @Test func `no more than twenty faults are told`() {
        let body = "{" + (0..<50).map { "\"x\($0)\":1" }.joined(separator: ",") + "}"
        #expect(refusal(body).count == 20)
        #expect(ShapeFailure(ShapeFault(JSONPath("a"), "is wrong", remedy: "write b")).description == "a is wrong: write b.")
    }

    @Test func `long texts are cut in errors`() {
        let long = String(repeating: "9", count: 500)
        for value in ["\"\(long)\"", long] {
            let sentences = refusal(#"{"displayName":"a","day":\#(value),"latitude":\#(value),"price":\#(long)}"#)
            #expect(sentences.allSatisfy { $0.utf8.count < 200 } && sentences.count == 3)
        }
    }
}
