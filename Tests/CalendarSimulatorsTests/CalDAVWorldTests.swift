import CivilTime
import Host
import Outbound
import Testing

@testable import CalendarSimulators

/// The faults and the manners of the stand-in for a CalDAV server; that it is one at all is told by the contract in CalDAVTests.
struct CalDAVWorldTests {
    private static let start = Instant(secondsSinceEpoch: 1_795_510_800)
    private static let work = "/cal/ana/work/"

    private func simulator(_ change: (inout CalDAVSettings) -> Void = { _ in }) -> CalDAVSimulator {
        var world = CalDAVWorld()
        world.addUser("ana", password: "secret", addresses: ["ana@example.org"])
        world.addUser("ben", password: "secret", addresses: ["ben@example.org"])
        world.addCalendar("Work", of: "ana")
        change(&world.settings)
        return CalDAVSimulator(world, zones: SystemZones.database, clock: { Self.start })
    }

    private func event(_ uid: String, _ title: String = "Busy") -> String {
        """
        BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nBEGIN:VEVENT\r\nUID:\(uid)\r\nDTSTAMP:20260101T000000Z\r
        DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nSUMMARY:\(title)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
        """
    }

    @discardableResult
    private func ask(
        _ simulator: CalDAVSimulator, _ method: String, _ path: String, _ body: String = "", headers: [(String, String)] = [],
        user: String = "ana"
    ) -> (status: Int, text: String, answer: SimulatedAnswer) {
        // "ana:secret" and "ben:secret".
        let secret = user == "ana" ? "YW5hOnNlY3JldA==" : "YmVuOnNlY3JldA=="
        let answer = simulator.answer(
            SimulatedRequest(method, path, headers: headers + [("Authorization", "Basic " + secret)], body: Array(body.utf8)))
        return (answer.status, String(decoding: answer.body, as: UTF8.self), answer)
    }

    private func put(_ simulator: CalDAVSimulator, _ name: String, _ title: String = "Busy", _ headers: (String, String)...) -> Int {
        ask(simulator, "PUT", Self.work + name + ".ics", event(name, title), headers: headers).status
    }

    private func changes(_ simulator: CalDAVSimulator, since token: String = "") -> (status: Int, text: String, token: String) {
        let (status, text, _) = ask(
            simulator, "REPORT", Self.work,
            "<sync-collection xmlns='DAV:'><sync-token>\(token)</sync-token><prop><getetag/></prop></sync-collection>")
        let next = text.split(separator: "<d:sync-token>").last?.split(separator: "<").first.map(String.init) ?? ""
        return (status, text, next)
    }

    @Test func `writes are carried out under their conditions only`() {
        let simulator = simulator()
        #expect(put(simulator, "a", "Busy", ("If-None-Match", "*")) == 201)
        #expect(put(simulator, "a", "Busy", ("If-None-Match", "*")) == 412)
        #expect(put(simulator, "a", "Busy", ("If-Match", "\"other\"")) == 412)
        let tag = ask(simulator, "GET", Self.work + "a.ics").answer.headers.first { $0.name == "ETag" }?.value ?? ""
        #expect(put(simulator, "a", "Later", ("If-Match", tag)) == 204)
        #expect(ask(simulator, "DELETE", Self.work + "a.ics", headers: [("If-Match", tag)]).status == 412)
        #expect(ask(simulator, "PUT", Self.work + "b.ics", event("a")).status == 409)
        #expect(ask(simulator, "PUT", Self.work + "c.ics", "nothing").status == 403)
        #expect(ask(simulator, "GET", Self.work + "a.ics", user: "ben").status == 404)
        #expect(simulator.world.writeCount == 2)
    }

    @Test func `a trash bin refuses the UID of what lies in it`() {
        let simulator = simulator { $0.keepsTrash = true }
        #expect(put(simulator, "a") == 201)
        #expect(ask(simulator, "DELETE", Self.work + "a.ics").status == 204)
        #expect(put(simulator, "a") == 400)
        simulator.change { world, moment in world.restore("a.ics", in: Self.work, moment) }
        #expect(ask(simulator, "GET", Self.work + "a.ics").status == 200)
    }

    @Test func `a token tells what changed since, and one from before the calendar was made anew is refused`() {
        let simulator = simulator()
        #expect(put(simulator, "a") == 201)
        let first = changes(simulator)
        #expect(first.text.contains("a.ics"))
        #expect(put(simulator, "b") == 201)
        #expect(ask(simulator, "DELETE", Self.work + "a.ics").status == 204)
        let second = changes(simulator, since: first.token)
        #expect(second.text.contains("b.ics") && second.text.contains("404"))
        #expect(!changes(simulator, since: second.token).text.contains(".ics"))
        simulator.change { world, _ in world.recreateCalendar(Self.work) }
        #expect(changes(simulator, since: second.token).status == 403)
        simulator.change { world, _ in world.settings.acceptsForeignTokens = true }
        #expect(changes(simulator, since: second.token).status == 207)
    }

    @Test func `what was written shows late where the server is asked to be slow`() {
        let simulator = simulator { ($0.listingDelay, $0.readingDelay) = (30, 0) }
        #expect(put(simulator, "a") == 201)
        #expect(!changes(simulator).text.contains("a.ics"))
        #expect(ask(simulator, "GET", Self.work + "a.ics").status == 200)
        simulator.change { world, _ in world.settings = CalDAVSettings() }
        #expect(changes(simulator).text.contains("a.ics"))
    }

    @Test func `lists can be empty, short or wrong, and say nothing of it`() {
        let simulator = simulator()
        for name in ["a", "b", "c", "d"] { #expect(put(simulator, name) == 201) }
        let count = { (text: String) in text.split(separator: ".ics").count - 1 }
        let start = changes(simulator)
        #expect(count(start.text) == 4)
        for (kind, left) in [(CalDAVFault.Kind.emptyList, 0), (.truncateList, 2)] {
            simulator.change { world, _ in world.add(CalDAVFault(kind, request: "REPORT sync-collection")) }
            let bent = changes(simulator)
            #expect(count(bent.text) == left && bent.token == start.token)
        }
        for name in ["a", "b"] { #expect(put(simulator, name, "Changed") == 204) }
        simulator.change { world, _ in world.add(CalDAVFault(.falseRemovals)) }
        #expect(changes(simulator, since: start.token).text.contains("404"))
        #expect(!changes(simulator, since: start.token).text.contains("404"))
    }

    @Test func `refusals come with each form of patience, and answers get lost`() {
        let simulator = simulator()
        for (text, header) in [("0", "0"), ("+30", "Tue, 24 Nov 2026 09:00:30 GMT")] {
            simulator.change { world, _ in world.add(CalDAVFault(.refuse, status: 429, retryAfter: text)) }
            let answer = ask(simulator, "GET", Self.work).answer
            #expect(answer.status == 429 && answer.headers.contains { $0.name == "Retry-After" && $0.value == header })
        }
        simulator.change { world, _ in world.add(CalDAVFault(.loseAnswer, request: "PUT")) }
        #expect(ask(simulator, "PUT", Self.work + "a.ics", event("a")).answer.arrival == .lost)
        #expect(ask(simulator, "GET", Self.work + "a.ics").status == 200)
    }

    @Test func `requests are read as XML, whatever their prefixes`() {
        let text =
            "<?xml version='1.0'?><!-- x --><a:propfind xmlns:a=\"DAV:\"><a:prop>"
            + "<x xmlns='urn:ietf:params:xml:ns:caldav'>1 &amp; 2</x></a:prop></a:propfind>"
        let node = XMLReader.read(Array(text.utf8))
        #expect(node?.name == "D:propfind" && node?.descendant("C:x")?.value == "1 & 2")
        for broken in ["", "<a>", "<a></b>", "<a b></a>", "<a/>x", "<!DOCTYPE a><a/>"] {
            #expect(XMLReader.read(Array(broken.utf8)) == nil)
        }
    }
}
