import Booking
import CivilTime
import Testing

struct SlotExplanationTests {
    private func closures(_ taken: [TakenTime], _ rules: SlotRules, _ ranges: [Span] = [span(0, 120)]) -> [SlotClosure?] {
        SlotSearch(opening: OpeningTimes(ranges: ranges), taken: taken, rules: rules).explanations(in: span(-1000, 1000)).map(\.closure)
    }

    @Test func `a start within the lead time or past the farthest advance says so`() {
        #expect(
            closures([], rules(30, earliest: 30, latest: 60)) == [.tooSoon(earliest: at(30)), nil, nil, .tooFar(latest: at(60))])
    }

    @Test func `a start whose slot would outlast the hours says so`() {
        #expect(closures([], rules(60)) == [nil, nil, nil, .pastClosing])
    }

    @Test func `what took the time is named with its cause`() {
        #expect(closures([taken(30, 60, .busy)], rules(30)) == [nil, .taken(taken(30, 60, .busy)), nil, nil])
    }

    @Test func `of several in the way the one that starts first is named, in whatever order they came`() {
        let long = taken(-60, 100, .timeOff)
        for order in [[taken(30, 40), long, taken(20, 50, .busy)], [long, taken(20, 50, .busy), taken(30, 40)]] {
            #expect(closures(order, rules(30)) == [.taken(long), .taken(long), .taken(long), .taken(long)])
        }
    }

    @Test func `a claim is named before the event that mirrors it`() {
        #expect(closures([taken(0, 30, .timeOff), taken(0, 30, .busy), taken(0, 30)], rules(30))[0] == .taken(taken(0, 30, .claim)))
    }

    @Test func `one that ended before the buffer is not blamed`() {
        let explained = closures([taken(0, 10), taken(50, 55)], rules(30, before: 20))
        #expect(explained == [.taken(taken(0, 10)), .taken(taken(50, 55)), .taken(taken(50, 55)), nil])
    }
}
