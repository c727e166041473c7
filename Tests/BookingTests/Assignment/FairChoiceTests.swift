import Booking
import CivilTime
import TestSupport
import Testing

struct FairChoiceTests {
    private let ana = Cast.anaMember.id
    private let ben = Cast.benMember.id

    private func chosen(_ loads: [StaffMember.ID: StaffLoad], among free: [StaffMember.ID]? = nil) -> StaffMember.ID? {
        FairChoice.choose(among: free ?? [ana, ben], loads: loads)?.staff
    }

    @Test func `nobody free, nobody chosen`() { #expect(chosen([:], among: []) == nil) }

    @Test func `whoever has the least booked time is chosen, then the fewest appointments`() {
        #expect(chosen([ana: StaffLoad(appointments: 1, booked: .hours(2)), ben: StaffLoad(appointments: 5, booked: .hours(1))]) == ben)
        #expect(chosen([ana: StaffLoad(appointments: 4, booked: .hours(1)), ben: StaffLoad(appointments: 3, booked: .hours(1))]) == ben)
        #expect(chosen([ana: StaffLoad(appointments: 1, booked: .hours(1))]) == ben)
    }

    @Test func `then whoever waited longest, and somebody never assigned before everybody`() {
        #expect(chosen([ana: StaffLoad(lastAssigned: at(10)), ben: StaffLoad(lastAssigned: at(5))]) == ben)
        #expect(chosen([ana: StaffLoad(lastAssigned: at(10)), ben: StaffLoad()]) == ben)
    }

    @Test func `the order of the list breaks the last tie`() {
        #expect(chosen([:], among: [ana, ben]) == ana)
        #expect(chosen([:], among: [ben, ana]) == ben)
    }

    @Test func `the choice depends on the facts and not on the order, unless they tie`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let people = (0..<random.int(1...8)).map { StaffMember.ID("s\($0)") }
            var loads: [StaffMember.ID: StaffLoad] = [:]
            for (index, person) in people.enumerated() {
                loads[person] = StaffLoad(
                    appointments: random.int(0...2), booked: .minutes(random.int(0...3) * 30),
                    lastAssigned: random.oneIn(3) ? nil : at(index))
            }
            let first = FairChoice.choose(among: people, loads: loads)
            #expect(first == FairChoice.choose(among: people, loads: loads))
            guard people.filter({ loads[$0]?.lastAssigned == nil }).count < 2 else { continue }
            #expect(first == FairChoice.choose(among: people.shuffled(using: &random), loads: loads))
        }
    }

    @Test func `over a long run nobody is ever a whole service ahead of the others`() {
        let people = (0..<5).map { StaffMember.ID("s\($0)") }
        var loads: [StaffMember.ID: StaffLoad] = [:]
        var random = SeededGenerator(seed: 3)
        for minute in 0..<4_000 {
            guard let chosen = FairChoice.choose(among: people, loads: loads)?.staff else { return }
            let load = loads[chosen] ?? StaffLoad()
            loads[chosen] = StaffLoad(
                appointments: load.appointments + 1, booked: load.booked + .minutes(random.pick([15, 30, 60])), lastAssigned: at(minute))
            let booked = people.map { (loads[$0] ?? StaffLoad()).booked }
            #expect(booked.max()! - booked.min()! <= .minutes(60))
        }
    }

    @Test func `the choice says why`() {
        let choice = FairChoice.choose(
            among: [ana, ben], loads: [ana: StaffLoad(appointments: 3, booked: .minutes(90)), ben: StaffLoad(booked: .hours(9))])
        #expect(choice?.reason == "least booked of 2 free: 90 min in 3 appointments within two weeks to either side")
        #expect(FairChoice.horizon(around: at(0)) == Span(at(-14 * 1440), at(14 * 1440)))
    }
}
