import Booking
import CivilTime
import TestSupport
import Testing

struct OfferedSlotTests {
    private let ana = Cast.anaMember.id
    private let ben = Cast.benMember.id

    @Test func `the starts of several people become one list in order of time`() {
        let slots = OfferedSlot.union(of: [(ben, [at(30), at(60)]), (ana, [at(0), at(30)])])
        #expect(
            slots == [
                OfferedSlot(start: at(0), staff: [ana]), OfferedSlot(start: at(30), staff: [ben, ana]),
                OfferedSlot(start: at(60), staff: [ben]),
            ])
        #expect(OfferedSlot.union(of: []) == [])
    }

    @Test func `the nearest slots are told in order of time`() {
        let slots = OfferedSlot.union(of: [(ana, [at(0), at(30), at(60), at(120), at(500)])])
        #expect(OfferedSlot.nearest(to: at(70), of: slots, count: 3).map(\.start) == [at(30), at(60), at(120)])
        #expect(OfferedSlot.nearest(to: at(70), of: slots, count: 9).count == 5)
        #expect(OfferedSlot.nearest(to: at(70), of: [], count: 3) == [])
    }

    @Test func `of two slots equally near the later one is preferred`() {
        let slots = OfferedSlot.union(of: [(ana, [at(0), at(60)])])
        #expect(OfferedSlot.nearest(to: at(30), of: slots, count: 1).map(\.start) == [at(60)])
    }
}
