import CivilTime
import Host
import Outbound
import Testing

@testable import CalendarSimulators

/// What only matters within one process; how the stand-in behaves as Google is tested by Google's own client.
struct GoogleWorldTests {
    private let start = Instant(secondsSinceEpoch: 1_795_510_800)

    private func simulator() -> (simulator: GoogleSimulator, subject: String, token: String) {
        let simulator = GoogleSimulator(zones: SystemZones.database, clock: { start })
        let subject = simulator.change { world, _ in world.addPerson(email: "ana@example.org", name: "Ana", timeZone: "Europe/Vienna") }
        let tokens = simulator.change { world, moment in
            world.grant(subject: subject, scopes: ["https://www.googleapis.com/auth/calendar"], moment)
        }
        return (simulator, subject, tokens.access)
    }

    private func insert(_ number: Int, _ token: String) -> SimulatedRequest {
        let body: JSONValue = [
            "summary": .text("\(number)"), "start": ["dateTime": .text((start + .hours(number)).description)],
            "end": ["dateTime": .text((start + .hours(number + 1)).description)],
        ]
        return SimulatedRequest(
            "POST", "/calendar/v3/calendars/primary/events", headers: [("Authorization", "Bearer \(token)")], body: body.bytes)
    }

    @Test func `the same requests at the same moments give the same world`() {
        let worlds = (0..<2).map { _ in
            let (simulator, _, token) = simulator()
            for number in 0..<20 { _ = simulator.answer(insert(number, token)) }
            return simulator.world
        }
        #expect(worlds[0] == worlds[1] && worlds[0].calendars["ana@example.org"]?.events.count == 20)
    }

    @Test func `a world that is put back goes on from there`() {
        let (simulator, _, token) = simulator()
        let kept = simulator.world
        let first = simulator.answer(insert(1, token))
        simulator.world = kept
        #expect(simulator.answer(insert(1, token)) == first)
    }

    @Test func `requests in one process meet the same faults as those over a connection`() async throws {
        let (simulator, _, token) = simulator()
        let transport = SimulatedTransport(simulator)
        var request = OutboundRequest(
            .GET, "https://www.googleapis.com/calendar/v3/users/me/calendarList", headers: [("Authorization", "Bearer \(token)")])
        #expect(try await transport.send(request).status == 200)
        simulator.change { world, _ in
            world.add(SimulatedFault(.cutAnswer))
            world.add(SimulatedFault(.delayAnswer, seconds: 60))
        }
        for _ in 0..<2 { await #expect(throws: OutboundFailure.self) { _ = try await transport.send(request) } }
        request.url = "https://www.googleapis.com/nowhere"
        #expect(try await transport.send(request).status == 404)
    }

    @Test func `ten thousand events are listed page by page, each once`() {
        let (simulator, _, token) = simulator()
        for number in 0..<10_000 { _ = simulator.answer(insert(number, token)) }
        var (ids, page, pages) = (Set<String>(), "", 0)
        repeat {
            let answer = simulator.answer(
                SimulatedRequest(
                    "GET", "/calendar/v3/calendars/primary/events?maxResults=2500\(page)", headers: [("Authorization", "Bearer \(token)")]))
            let list = JSONValue(parsing: answer.body)
            for item in list?["items"]?.elements ?? [] {
                let isNew = ids.insert(item["id"]?.string ?? "").inserted
                #expect(isNew)
            }
            page = list?["nextPageToken"]?.string.map { "&pageToken=\($0)" } ?? ""
            pages += 1
        } while !page.isEmpty
        #expect(ids.count == 10_000 && pages == 4)
    }

    @Test func `names and meeting codes are never given twice`() {
        #expect(Set((1...50_000).map(LetterCode.text)).count == 50_000)
        let codes = (1...50_000).map(LetterCode.meeting)
        #expect(Set(codes).count == 50_000 && codes.allSatisfy { $0.split(separator: "-").map(\.count) == [3, 4, 3] })
    }

    @Test func `the title of an event is changed on the page of its calendar`() throws {
        let (simulator, _, token) = simulator()
        _ = simulator.answer(insert(1, token))
        let id = try #require(simulator.world.calendars["ana@example.org"]?.events.keys.first)
        let address = "/calendars/ana@example.org/events/\(id)/title"
        #expect(
            String(decoding: simulator.answer(SimulatedRequest("GET", "/calendars/ana@example.org")).body, as: UTF8.self)
                .contains(address.replacing("@", with: "%40")))
        let answer = simulator.answer(
            SimulatedRequest(
                "POST", address, headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array("title=Walk+%26+talk".utf8)))
        #expect(answer.status == 303)
        #expect(simulator.world.calendars["ana@example.org"]?.events[id]?.resource["summary"]?.string == "Walk & talk")
    }

    @Test func `a text cannot become markup on a page`() {
        let (simulator, _, _) = simulator()
        let event: JSONValue = [
            "summary": "<script>alert(1)</script>", "start": ["dateTime": .text(start.description)],
            "end": ["dateTime": .text((start + .hours(1)).description)],
        ]
        _ = simulator.change { world, moment in try? world.edit(.addEvent(calendar: "ana@example.org", event: event), moment) }
        let page = String(decoding: simulator.answer(SimulatedRequest("GET", "/calendars/ana@example.org")).body, as: UTF8.self)
        #expect(page.contains("&lt;script&gt;") && !page.contains("<script>"))
    }
}
