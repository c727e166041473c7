import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// A class and who comes to it, as staff see it.
struct AttendeeTests {
    private func fixture(_ names: [String], places: Int = 3) async throws -> (AdminFixture, Appointment.ID) {
        let fixture = try AdminFixture()
        try await fixture.kalends.database.write { transaction in
            var yoga = Cast.haircut
            (yoga.name, yoga.maximumAttendeesCount) = ("Yoga", places)
            try transaction.services.update(yoga)
        }
        var id = Appointment.ID("")
        for name in names {
            id =
                try await BookAppointment(fixture.kalends)(
                    BookAppointment.Request(
                        business: Cast.studio.id, service: Cast.haircut.id, staff: Cast.anaMember.id, start: AdminFixture.monday,
                        details: CustomerDetails(name: name, email: "\(name.lowercased())@example.org"), zone: Cast.studio.zone,
                        language: "en", actor: .customer)
                ).appointment.id
        }
        return (fixture, id)
    }

    @Test func `its page names all attendees and how many places are taken`() async throws {
        let (fixture, id) = try await fixture(["Dora", "Emil"])
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/appointments/\(id)")
            #expect(
                page.text.contains("2 of 3 places taken") && page.text.contains("dora@example.org")
                    && page.text.contains("emil@example.org"))
            #expect(try await ben.get("/admin?date=2026-11-23").text.contains("2 of 3 places taken"))
            let form = try await ben.get("/admin/appointments/new?date=2026-11-23&service=vhaircut&staff=sana")
            #expect(form.text.contains("10:00, 1 place left") && form.text.contains("10:30, 3 places left"))
        }
        try await fixture.test(as: AdminFixture.vera) { vera in
            let page = try await vera.get("/admin/appointments/\(id)?do=add")
            #expect(page.text.contains("dora@example.org") && !page.text.contains("do=add\"") && !page.text.contains("do=remove"))
        }
    }

    @Test func `somebody is added, and told that nobody else is`() async throws {
        let (fixture, id) = try await fixture(["Dora"])
        let own = "/admin/appointments/\(id)"
        try await fixture.test(as: Cast.ben) { ben in
            let form = try await ben.get("\(own)?do=add")
            #expect(form.text.contains("action=\"\(own)/attendees\"") && form.text.contains("The other attendees are told nothing."))
            let formID = try #require(form.values(of: "formID").first)
            let fields: KeyValuePairs = ["name": "Emil", "email": "emil@example.org", "phone": "", "notes": "New here", "formID": formID]
            let page = try await ben.follow(try await ben.post("\(own)/attendees", fields))
            #expect(page.text.contains("Emil has a place in this appointment.") && page.text.contains("2 of 3 places taken"))
            _ = try await ben.post("\(own)/attendees", fields)
            let again = try await ben.post("\(own)/attendees", ["name": "Dora", "email": "dora@example.org"])
            #expect(again.status == .unprocessableContent && again.text.contains("has a place in this appointment already"))
            #expect(again.values(of: "email") == ["dora@example.org"])
            let nameless = try await ben.post("\(own)/attendees", ["name": " ", "email": "x@example.org"])
            #expect(nameless.status == .unprocessableContent && nameless.text.contains("id=\"add-name-fault\""))
            _ = try await ben.post("\(own)/attendees", ["name": "Fay"])
            let full = try await ben.post("\(own)/attendees", ["name": "Gus"])
            #expect(full.text.contains("All places of this appointment are taken"))
            #expect(try await !ben.get(own).text.contains("do=add"))
        }
        #expect(try await fixture.read { try $0.appointments.find(id)?.attendees.map(\.name) } == ["Dora", "Emil", "Fay"])
    }

    @Test func `one is taken out with a reason, the last one ends it`() async throws {
        let (fixture, id) = try await fixture(["Dora", "Emil"])
        let own = "/admin/appointments/\(id)"
        let attendees = try #require(try await fixture.read { try $0.appointments.find(id)?.attendees })
        try await fixture.test(as: Cast.ben) { ben in
            let form = try await ben.get("\(own)?do=remove&customer=\(attendees[0].customer)")
            #expect(form.text.contains("Take Dora out of this appointment") && form.text.contains("takes place for the others"))
            #expect(!form.text.contains("Emil is told"))
            let page = try await ben.follow(
                try await ben.post("\(own)/attendees/remove", ["customer": attendees[0].customer.rawValue, "reason": "No mat left"]))
            #expect(page.text.contains("The place is free again.") && page.text.contains("1 of 3 places taken"))
            #expect(page.text.contains("<dt>Had a place</dt>") && page.text.contains("An attendee gave up their place"))
            #expect(try await ben.get("/admin/customers/\(attendees[0].customer)").text.contains("gave up the place"))
            let again = try await ben.follow(try await ben.post("\(own)/attendees/remove", ["customer": attendees[0].customer.rawValue]))
            #expect(again.text.contains("The place had been given up already."))
            let last = try await ben.get("\(own)?do=remove&customer=\(attendees[1].customer)")
            #expect(last.text.contains("the appointment is cancelled, and its time is free again"))
            let over = try await ben.follow(try await ben.post("\(own)/attendees/remove", ["customer": attendees[1].customer.rawValue]))
            #expect(over.text.contains("The appointment is cancelled. Its time is free again."))
        }
        #expect(try await fixture.read { try $0.appointments.find(id)?.status } == .cancelled)
    }

    @Test func `moving and cancelling the whole says who is told`() async throws {
        let (fixture, id) = try await fixture(["Dora", "Emil"])
        try await fixture.test(as: Cast.ben) { ben in
            for task in ["move", "cancel"] {
                let form = try await ben.get("/admin/appointments/\(id)?do=\(task)")
                #expect(form.text.contains("Dora is told by mail") && form.text.contains("Emil is told by mail"), "\(task)")
            }
        }
    }

    @Test(arguments: [("0", false), ("1", true), ("500", true), ("501", false), ("many", false)])
    func `a service says how many customers may share an appointment`(typed: String, isGood: Bool) async throws {
        let (fixture, _) = try await fixture(["Dora"])
        try await fixture.test { ana in
            let answer = try await ana.post(
                "/admin/services",
                more: [
                    "name": "Choir", "slug": "", "summary": "", "duration": "20", "price": "", "color": "#aa3300", "staff": "sana",
                    "emailRule": "optional", "phoneRule": "hidden", "notesRule": "hidden", "maximumAttendeesCount": typed,
                ])
            #expect((answer.status == .seeOther) == isGood)
            if !isGood {
                #expect(answer.text.contains("id=\"maximumAttendeesCount-fault\"") && answer.text.contains("Enter a whole number"))
            }
            if typed == "501" { #expect(answer.text.contains("not between 1 and 500")) }
        }
        let saved = try await fixture.read { try $0.services.find(slug: "choir", in: Cast.studio.id)?.maximumAttendeesCount }
        #expect(saved == (isGood ? Int(typed) : nil))
    }
}
