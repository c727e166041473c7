import Booking
import CivilTime
import Testing

struct SlotSearchTests {
    @Test func `a slot that ends at closing is offered, one that would end after it is not`() {
        #expect(starts([span(0, 120)], rules(45)) == [0, 30, 60])
        #expect(starts([span(0, 120)], rules(30)) == [0, 30, 60, 90])
        #expect(starts([span(0, 120)], rules(121)) == [])
    }

    @Test func `a step that does not divide the hours is counted from opening`() {
        #expect(starts([span(0, 120)], rules(10, every: 50)) == [0, 50, 100])
        #expect(starts([span(7, 60)], rules(10, every: 25)) == [7, 32])
    }

    @Test func `taken time closes every slot that it touches from inside, and none that only meets it`() {
        #expect(starts([span(0, 180)], [taken(60, 90)], rules(30)) == [0, 30, 90, 120, 150])
        #expect(starts([span(0, 180)], [taken(61, 62)], rules(30)) == [0, 30, 90, 120, 150])
        #expect(starts([span(0, 180)], [taken(60, 60)], rules(30)).count == 6)
    }

    @Test func `a long block that hides behind a short one closes its whole time`() {
        #expect(starts([span(0, 240)], [taken(0, 180), taken(10, 20), taken(30, 40)], rules(30)) == [180, 210])
        #expect(starts([span(0, 240)], [taken(30, 40), taken(10, 20), taken(0, 180)], rules(30)) == [180, 210])
    }

    @Test func `buffers need free time but no open hours`() {
        #expect(starts([span(0, 90)], rules(30, before: 60, after: 60)) == [0, 30, 60])
        #expect(starts([span(0, 180)], [taken(60, 90)], rules(30, before: 15, after: 10)) == [0, 120, 150])
        #expect(starts([span(0, 180)], [taken(-30, -10), taken(190, 200)], rules(30, before: 15, after: 11)) == [30, 60, 90, 120])
    }

    @Test func `a buffer that ends where a claim begins fits`() {
        #expect(starts([span(0, 60)], [taken(-10, 0), taken(40, 60)], rules(30, before: 0, after: 10)) == [0])
    }

    @Test func `touching ranges are open through, and each keeps its own grid`() {
        #expect(starts([span(0, 50), span(50, 110)], rules(60, every: 25)) == [0, 25, 50])
        #expect(starts([span(0, 50), span(51, 110)], rules(60, every: 25)) == [])
    }

    @Test func `the range that started last has the grid, and the earlier one goes on after it`() {
        #expect(starts([span(0, 240), span(70, 110)], rules(10, every: 60)) == [0, 60, 70, 120, 180])
        #expect(starts([span(0, 100), span(70, 160)], rules(10, every: 60)) == [0, 60, 70, 130])
        #expect(starts([span(0, 60), span(0, 60), span(0, 120)], rules(30)) == [0, 30, 60, 90])
    }

    @Test func `lead time and advance are limits of the start, both included`() {
        #expect(starts([span(0, 180)], rules(30, earliest: 30, latest: 90)) == [30, 60, 90])
        #expect(starts([span(0, 180)], rules(30, earliest: 31, latest: 89)) == [60])
    }

    @Test func `a window cuts starts and never moves the grid`() {
        #expect(starts([span(0, 180)], rules(60), in: span(10, 61)) == [30, 60])
        #expect(starts([span(0, 180)], rules(60), in: span(120, 120)) == [])
        #expect(starts([span(0, 180)], rules(60), in: span(180, 900)) == [])
    }

    @Test func `a start is offered when it is free and on the grid`() {
        let search = SlotSearch(opening: OpeningTimes(ranges: [span(0, 120)]), taken: [taken(30, 60)], rules: rules(30))
        #expect(search.offers(at(0)) && search.offers(at(90)))
        #expect(!search.offers(at(30)) && !search.offers(at(15)) && !search.offers(at(120)))
    }

    @Test func `hours without a range offer nothing`() {
        #expect(starts([], rules(30)) == [])
        #expect(starts([span(30, 30)], rules(30)) == [])
    }
}
