import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// A page of somebody's own: what it is told, and how customers book, move and cancel by it.
struct PublicBookingTests {
    private static let studio = "/v1.0/public/studio"
    private static let monday = "start=2026-11-23T00:00:00Z&end=2026-11-24T00:00:00Z"
    private static let start = "2026-11-23T08:00:00Z"
    private static let later = "2026-11-24T10:00:00Z"

    private func token(_ program: Program, _ service: String = "haircut") async throws -> String {
        try #require(try await program.get(Self.studio + "/services/\(service)").json["formToken"]?.string)
    }

    /// - Parameter more: members of the body that follow.
    private func book(_ program: Program, _ start: String = start, token: String? = nil, name: String = "Cleo", more: String = "")
        async throws -> Answer
    {
        let token = if let token { token } else { try await self.token(program) }
        let mail = name.isEmpty ? "" : #", "emailAddress": "\#(name.lowercased())@example.org""#
        let body = #"{"serviceId": "haircut", "start": "\#(start)", "name": "\#(name)"\#(mail), "formToken": "\#(token)"\#(more)}"#
        return try await program.post(Self.studio + "/bookings", body)
    }

    private func appointments(_ fixture: APIFixture) async throws -> [Appointment] {
        try await fixture.kalends.database.read { try $0.appointments.all(in: Cast.studio.id, overlapping: AppointmentOperations.ever) }
    }

    private func starts(_ answer: Answer) -> [String] { (answer.json["slots"]?.elements ?? []).compactMap { $0["start"]?.string } }

    // MARK: what is told

    @Test func `the business is told as its page shows it, and nothing besides`() async throws {
        try await APIFixture().test(nil) { program async throws in
            let answer = try await program.get(Self.studio)
            let members = try #require(answer.json.members).filter { !$0.0.hasPrefix("@odata.") }
            #expect(
                Set(members.map(\.0)) == [
                    "id", "color", "displayName", "email", "introduction", "isTimeSlotTimeZoneSetToBusinessTimeZone", "languageTag",
                    "phone", "timeZone", "webUrl",
                ])
            #expect(answer.json["displayName"] == "Ana’s Studio" && answer.json["introduction"] == "Hair, unhurried.")
            #expect(answer.json["webUrl"] == "http://localhost:8080/b/studio" && answer.json["timeZone"] == "Europe/Berlin")
            #expect(!answer.text.contains("bstudio") && !answer.text.contains("feed-studio"))
        }
    }

    @Test func `services are told with what their form asks, and people only where customers may choose`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let all = try await program.get(Self.studio + "/services")
            #expect(all.texts("id") == ["haircut", "coloring"])
            #expect(!all.text.contains("formToken") && !all.text.contains("vhaircut"))
            let one = try await program.get(Self.studio + "/services/haircut")
            #expect(one.json["price"]?.serialized == "35" && one.json["currencyCode"] == "EUR" && one.json["duration"] == "PT30M")
            #expect(one.json["emailRule"] == "required" && one.json["phoneRule"] == "optional")
            #expect(one.json["location"] == "Lindenstraße 1, Berlin")
            let people = one.json["staff"]?.elements?.compactMap { $0["displayName"]?.string }
            #expect(people == ["Ana", "Ben"] && !one.text.contains("ana@example.org"))
        }
        try await fixture.kalends.database.write { transaction in
            var studio = Cast.studio
            studio.policy.allowStaffSelection = false
            try transaction.businesses.update(studio)
        }
        try await fixture.test(nil) { program async throws in
            let one = try await program.get(Self.studio + "/services/haircut")
            #expect(one.json["staff"]?.elements?.isEmpty == true && !one.text.contains("Ben"))
            let slots = try await program.get(Self.studio + "/services/haircut/slots?" + Self.monday)
            #expect(!starts(slots).isEmpty && !slots.text.contains("sben"))
            let named = try await program.get(Self.studio + "/services/haircut/slots?staffMemberId=sben&" + Self.monday)
            #expect((named.status, named.target) == (409, "staffMemberId"))
        }
    }

    @Test func `slots are those of the page, told in the zone that is asked for`() async throws {
        try await APIFixture().test(nil) { program async throws in
            let path = Self.studio + "/services/haircut/slots?"
            let answer = try await program.get(path + Self.monday + "&zone=America/New_York")
            #expect(starts(answer).first == Self.start && starts(answer).count == 16)
            let first = answer.json["slots"]?.elements?.first
            #expect(first?["startDateTime"] == ["dateTime": "2026-11-23T03:00:00.0000000", "timeZone": "America/New_York"])
            #expect(first?["end"] == "2026-11-23T08:30:00Z" && first?["placesLeft"] == .null)
            #expect(first?["staffMemberIds"] == ["sana", "sben"])
            let sunday = try await program.get(path + "start=2026-11-22T00:00:00Z&end=2026-11-22T12:00:00Z")
            #expect(starts(sunday).isEmpty && sunday.json["nextStart"]?.string == Self.start)
            for wrong in ["start=2026-11-23T00:00:00Z&end=2027-11-23T00:00:00Z", Self.monday + "&zone=Mars", "start=now&end=then", ""] {
                #expect(try await program.get(path + wrong).code == "invalidRequest", "\(wrong)")
            }
        }
    }

    // MARK: booking

    @Test func `a booking is made once for each form, and told with the link that manages it`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let token = try await token(program)
            let made = try await book(program, token: token, more: #", "staffMemberId": "sben", "timeZone": "America/New_York""#)
            #expect(made.status == 201, "\(made.text)")
            let link = try #require(made.json["manageToken"]?.string)
            #expect(made.header("Location") == "http://localhost:8080\(Self.studio)/bookings/\(link)")
            #expect(made.json["manageUrl"]?.string == "http://localhost:8080/manage/\(link)")
            #expect(made.json["staffNames"] == ["Ben"] && made.json["status"] == "confirmed" && made.json["canChange"] == true)
            #expect(made.json["startDateTime"] == ["dateTime": "2026-11-23T03:00:00.0000000", "timeZone": "America/New_York"])
            let again = try await book(program, token: token, more: #", "staffMemberId": "sben""#)
            #expect(again.status == 201 && again.json["manageToken"]?.string == link)
            let read = try await program.get(Self.studio + "/bookings/" + link)
            #expect(read.json["start"]?.string == Self.start && read.json["answers"]?.elements?.isEmpty == true)
            #expect(!read.text.contains("cleo@example.org"))
        }
        let stored = try await appointments(fixture)
        #expect(stored.count == 1 && stored.first?.source == .page && stored.first?.attendees.first?.zone == "America/New_York")
        // Of both requests one thing happened, and a customer did it.
        let subject = "appointment:\(try #require(stored.first).id)"
        let latest = try await fixture.kalends.database.read { try $0.history.latest(limit: 50) }.filter { $0.subject == subject }
        #expect(latest.map(\.action) == ["booked"] && latest.map(\.actor) == ["customer"])
    }

    @Test func `a form that is old, forged, or another service's books nothing`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let (own, other) = (try await token(program), try await token(program, "coloring"))
            for wrong in ["x", other, own + "x"] {
                let answer = try await book(program, token: wrong)
                #expect((answer.status, answer.target) == (422, "formToken"), "\(answer.text)")
            }
            fixture.clock.advance(by: .hours(25))
            let late = try await book(program, Self.later, token: own)
            #expect(late.status == 422 && late.text.contains("open for more than a day"))
        }
        #expect(try await appointments(fixture).isEmpty)
    }

    @Test func `what is wrong is said by field, in the sentences of the page`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let empty = try await book(program, name: "")
            let targets = empty.json["error"]?["details"]?.elements?.compactMap { $0["target"]?.string }
            #expect(empty.status == 400 && targets == ["name", "emailAddress"], "\(empty.text)")
            let wrong = try await book(program, more: #", "phone": "call me""#)
            #expect((wrong.status, wrong.target) == (400, "phone"))
            let unknown = try await book(program, more: #", "ignoresPolicy": true"#)
            #expect((unknown.status, unknown.target) == (400, "ignoresPolicy"))
            let nobody = try await book(program, more: #", "staffMemberId": "sdario""#)
            #expect((nobody.status, nobody.target) == (409, "staffMemberId"))
        }
        #expect(try await appointments(fixture).isEmpty)
    }

    @Test(arguments: [
        ("2026-11-20T08:00:00Z", 422, "is over, or has begun"), ("2026-11-21T09:30:00Z", 422, "needs to know earlier"),
        ("2027-11-22T08:00:00Z", 422, "cannot be booked yet"), ("2026-11-23T08:10:00Z", 422, "is not one of the times"),
        ("2026-11-22T10:00:00Z", 422, "is not one of the times"), ("9999-11-22T10:00:00Z", 422, "is not one of the times"),
    ]) func `the policies of the page hold`(_ start: String, _ status: Int, _ words: String) async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let answer = try await book(program, start)
            #expect((answer.status, answer.target) == (status, "start") && answer.text.contains(words), "\(answer.text)")
        }
        #expect(try await appointments(fixture).isEmpty)
    }

    @Test func `a time that somebody has is not booked twice`() async throws {
        try await APIFixture().test(nil) { program async throws in
            #expect(try await book(program, more: #", "staffMemberId": "sben""#).status == 201)
            let late = try await book(program, name: "Emil", more: #", "staffMemberId": "sben""#)
            #expect((late.status, late.code, late.target) == (409, "conflict", "start"))
            #expect(late.json["error"]?["message"]?.string?.contains("no longer free") == true)
        }
    }

    @Test func `questions are asked, answered, and demanded`() async throws {
        let fixture = try APIFixture { transaction in
            let question = CustomQuestion(
                id: CustomQuestion.ID("qvisit"), business: Cast.studio.id, text: "First visit?", inputType: .radioButton,
                options: ["yes", "no"], createdAt: Cast.morning, updatedAt: Cast.morning)
            try transaction.questions.insert(question)
            var haircut = Cast.haircut
            haircut.questions = [Booking.QuestionAssignment(question: question.id, isRequired: true)]
            try transaction.services.update(haircut)
        }
        try await fixture.test(nil) { program async throws in
            let asked = try await program.get(Self.studio + "/services/haircut").json["questions"]?.elements?.first
            #expect(asked?["questionId"] == "qvisit" && asked?["answerOptions"] == ["yes", "no"] && asked?["isRequired"] == true)
            let missing = try await book(program)
            #expect((missing.status, missing.target) == (400, "question.qvisit") && missing.text.contains("First visit?"))
            let other = try await book(program, more: #", "answers": [{"questionId": "qvisit", "answer": "perhaps"}]"#)
            #expect((other.status, other.target) == (400, "question.qvisit"))
            let made = try await book(program, more: #", "answers": [{"questionId": "qvisit", "answer": "yes"}]"#)
            #expect(made.status == 201 && made.json["answers"] == [["answer": "yes", "question": "First visit?"]])
        }
    }

    @Test func `places of a group are told, taken, and left alone`() async throws {
        let fixture = try APIFixture { transaction in
            var yoga = Cast.haircut
            (yoga.maximumAttendeesCount, yoga.staff) = (2, [Cast.benMember.id])
            try transaction.services.update(yoga)
        }
        try await fixture.test(nil) { program async throws in
            func places() async throws -> JSONValue? {
                let answer = try await program.get(Self.studio + "/services/haircut/slots?" + Self.monday)
                return answer.json["slots"]?.elements?.first { $0["start"]?.string == Self.start }?["placesLeft"]
            }
            #expect(try await places() == 2)
            let cleo = try await book(program)
            #expect(try await places() == 1)
            #expect(try await book(program).json["error"]?["code"] == "conflict")
            let emil = try await book(program, name: "Emil")
            #expect(try await places() == nil && !emil.text.contains("Cleo"))
            let path = Self.studio + "/bookings/" + (try #require(cleo.json["manageToken"]?.string))
            #expect(try await program.post(path + "/move", #"{"start": "\#(Self.later)"}"#).json["start"]?.string == Self.later)
            #expect(try await program.get(path).json["start"]?.string == Self.later)
            #expect(try await places() == 1)
        }
        #expect(try await appointments(fixture).map(\.attendees.count) == [1, 1])
    }

    @Test func `a booking is told to whoever made it, though only staff may manage it`() async throws {
        let fixture = try APIFixture { transaction in
            var yoga = Cast.haircut
            (yoga.maximumAttendeesCount, yoga.staff) = (3, [Cast.benMember.id])
            yoga.extras["isCustomerAllowedToManageBooking"] = "false"
            try transaction.services.update(yoga)
        }
        let staff = BookAppointment.Request(
            business: Cast.studio.id, service: Cast.haircut.id, staff: Cast.benMember.id, start: Cast.morning + .days(2),
            details: CustomerDetails(name: "Dora"), zone: "Europe/Berlin", language: "en", actor: .user(Cast.ana.id))
        _ = try await BookAppointment(fixture.kalends)(staff)
        try await fixture.test(nil) { program async throws in
            let made = try await book(program, "2026-11-23T09:00:00Z")
            #expect(made.status == 201 && made.json["manageToken"] == .null && made.json["canChange"] == false, "\(made.text)")
            #expect(made.header("Location") == nil && !made.text.contains("Dora"))
        }
        #expect(try await appointments(fixture).map(\.attendees.count) == [2])
    }

    // MARK: by the link

    @Test func `a booking moves by its link to another time, of the version that was read`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let made = try await book(program)
            let path = Self.studio + "/bookings/" + (try #require(made.json["manageToken"]?.string))
            let slots = starts(try await program.get(path + "/slots?" + Self.monday))
            #expect(!slots.contains(Self.start) && slots.contains("2026-11-23T08:30:00Z"))
            let version = try #require(made.json["version"])
            let moved = try await program.post(path + "/move", #"{"start": "\#(Self.later)", "version": \#(version.serialized)}"#)
            #expect(moved.status == 200 && moved.json["start"]?.string == Self.later, "\(moved.text)")
            let late = try await program.post(path + "/move", #"{"start": "\#(Self.start)", "version": \#(version.serialized)}"#)
            #expect((late.status, late.target) == (412, "version"))
            let odd = try await program.post(path + "/move", #"{"start": "2026-11-24T10:10:00Z"}"#)
            #expect((odd.status, odd.target) == (422, "start") && odd.text.contains("stays where it is"))
            #expect(try await program.get(path).json["start"]?.string == Self.later)
        }
    }

    @Test func `a booking is cancelled by its link, once, and its time is free again`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let path = Self.studio + "/bookings/" + (try #require(try await book(program).json["manageToken"]?.string))
            let tooLong = try await program.post(path + "/cancel", #"{"reason": "\#(String(repeating: "a", count: 1_001))"}"#)
            #expect((tooLong.status, tooLong.target) == (400, "reason"))
            let cancelled = try await program.post(path + "/cancel", #"{"reason": "Ill"}"#)
            #expect(cancelled.status == 200 && cancelled.json["status"] == "cancelled" && cancelled.json["canChange"] == false)
            #expect(try await program.ask(.post, path + "/cancel").status == 409)
            #expect(try await program.post(path + "/move", #"{"start": "\#(Self.later)"}"#).status == 409)
            #expect(try await program.get(path + "/slots?" + Self.monday).status == 409)
            #expect(try await book(program, name: "Emil").status == 201)
        }
    }

    @Test func `when the time for changes is over, the link says so and changes nothing`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(nil) { program async throws in
            let path = Self.studio + "/bookings/" + (try #require(try await book(program).json["manageToken"]?.string))
            fixture.clock.advance(by: .hours(46))
            #expect(try await program.get(path).json["changeRefusal"]?.string?.contains("moved or cancelled until") == true)
            for answer in [
                try await program.ask(.post, path + "/cancel"), try await program.post(path + "/move", #"{"start": "\#(Self.later)"}"#),
                try await program.get(path + "/slots?" + Self.monday),
            ] {
                #expect(answer.status == 422 && answer.text.contains("moved or cancelled until"), "\(answer.text)")
            }
        }
        #expect(try await appointments(fixture).map(\.status) == [.confirmed])
    }

    @Test func `a link opens nothing below another business, and stays open when the page is closed`() async throws {
        let fixture = try APIFixture()
        let token = try await fixture.test(nil) { program async throws in
            try #require(try await book(program).json["manageToken"]?.string)
        }
        try await fixture.kalends.database.write { transaction in
            var studio = Cast.studio
            studio.page.isPublished = false
            try transaction.businesses.update(studio)
        }
        try await fixture.test(nil) { program async throws in
            #expect(try await program.get("/v1.0/public/dario/bookings/" + token).status == 404)
            #expect(try await program.get(Self.studio + "/bookings/" + token).status == 200)
            #expect(try await program.ask(.post, Self.studio + "/bookings/" + token + "/cancel").status == 200)
        }
    }
}
