import CivilTime
import RestShape
import Testing

/// Values that are kept as texts, and bodies that are read onto what is usual.
struct StorageTests {
    @Test func `a stored value comes back as it was`() throws {
        let guests = ValueShape<[Guest]>.collection(of: .object(Guest.schema), maxCount: 3)
        let stored = guests.stored([Guest(name: "Bo", email: "bo@example.org", answer: .choice)])
        #expect(guests.restored(stored) == [Guest(name: "Bo", email: "bo@example.org", answer: .choice)])
        #expect(ValueShape<Seconds>.duration(.zero ... .days(1)).restored("\"PT30M\"") == .minutes(30))
    }

    @Test func `members that clients are not told are stored as they are`() {
        let role = ValueShape<String>.enumeration(GraphEnums.bookingStaffRole)
        #expect(role.stored("scheduler") == "\"scheduler\"" && role.restored("\"scheduler\"") == "scheduler")
    }

    @Test(arguments: ["", "{}", "7", "\"PT2H\""]) func `what is no such value any more is none`(_ text: String) {
        #expect(ValueShape<Seconds>.duration(.zero ... .hours(1)).restored(text) == nil)
    }

    @Test func `what a body leaves out stays as usual, and what it must have is asked for`() throws {
        var usual = Visit()
        (usual.seats, usual.id) = (7, "v-9")
        let read = try Visit.schema.create(usual, from: ["displayName": "Ada", "isLocationOnline": true])
        #expect(
            read.model.seats == 7 && read.model.id == "v-9" && read.model.isOnline && read.given == ["displayName", "isLocationOnline"])
        #expect(throws: ShapeFailure.self) { try Visit.schema.create(usual, from: [:]) }
    }
}
