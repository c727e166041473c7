import Booking
import CivilTime
import Testing

@testable import Persistence

/// What one writer at a time would guarantee holds for many, over several nodes where the engine has them.
@Suite(.everyEngine) struct ManyWritersTests {
    private let nodes: [Database]

    init() throws {
        let place = try TestPlace.kept(.borrowed)
        nodes = [try place.open(), try place.open(), try place.open()]
        try nodes[0].writeNow(Cast.install)
    }

    @Test func `of two who may both leave only while the other stays one stays`() async throws {
        try await nodes[0].write { transaction in for name in ["left", "right"] { try transaction.settings.set(name, "here") } }
        for _ in 0..<20 {
            try await withThrowingTaskGroup { group in
                for (node, (own, other)) in zip(nodes, [("left", "right"), ("right", "left")]) {
                    group.addTask {
                        try await node.write { transaction in
                            if try transaction.settings.get(other) == "here" { try transaction.settings.set(own, "gone") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stayed = try await nodes[2].read { transaction in
                try ["left", "right"].filter { try transaction.settings.get($0) == "here" }.count
            }
            #expect(stayed == 1)
            try await nodes[0].write { transaction in for name in ["left", "right"] { try transaction.settings.set(name, "here") } }
        }
    }

    @Test func `every one of many increments counts`() async throws {
        let nodes = nodes
        try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    try await nodes[number % 3].write { transaction in
                        let count = Int(try transaction.settings.get("count") ?? "0") ?? -1_000
                        try transaction.settings.set("count", String(count + 1))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await nodes[1].read { try $0.settings.get("count") } == "60")
    }

    @Test func `the revision rises by one with each of many commits, and never falls for a reader`() async throws {
        let nodes = nodes
        let before = try await nodes[0].read { try $0.availability.revision() }
        try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    try await nodes[number % 3].write { transaction in
                        let id = TimeOff.ID("t-\(number)")
                        try transaction.timeOff.insert(TimeOff(id: id, resource: Cast.benResource.id, span: span(0, 60)))
                    }
                }
            }
            group.addTask {
                var last = before
                while last < before + 60 {
                    let (revision, rows) = try await nodes[0].read { transaction in
                        (try transaction.availability.revision(), try transaction.timeOff.all(of: Cast.benResource.id).count)
                    }
                    #expect(revision >= last)
                    #expect(revision - before == rows)
                    last = revision
                }
            }
            try await group.waitForAll()
        }
        #expect(try await nodes[2].read { try $0.availability.revision() } == before + 60)
    }

    @Test func `of 64 bookings of two people's one slot two are made, whoever is asked`() async throws {
        let nodes = nodes
        let resources = [Cast.anaResource.id, Cast.benResource.id]
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    try await nodes[number % 3].write { transaction in
                        let wanted = span(600 + number % 3, 660)
                        let taken = try transaction.availability.taken(of: resources, overlapping: wanted)
                        guard let free = resources.first(where: { taken[$0] == [] }) else { return false }
                        let id = "q-\(number)"
                        try transaction.appointments.insert(Cast.appointment(id, wanted))
                        try transaction.claims.insert(Cast.claim(wanted, of: free, for: id))
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        // Everybody sees what was there: nobody is refused by the guard while somebody else is free.
        #expect(won == 2)
        #expect(try await nodes[0].read { try $0.claims.all(of: resources, overlapping: span(0, 900)).count } == 2)
    }

    @Test func `guarded bookings of one slot are made once, and the others are refused`() async throws {
        let nodes = nodes
        let outcomes = await withTaskGroup(of: StoreFailure?.self) { group in
            for number in 0..<32 {
                group.addTask {
                    do {
                        try await nodes[number % 3].write(guarded: true) { transaction in
                            let wanted = span(600 + number % 3, 660)
                            let id = "q-\(number)"
                            try transaction.appointments.insert(Cast.appointment(id, wanted))
                            try transaction.claims.take(Cast.claim(wanted, for: id))
                        }
                        return nil
                    } catch {
                        return error as? StoreFailure ?? .other("\(error)")
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == .overlap } == 31)
        #expect(try await nodes[0].read { try $0.appointments.upcoming(in: Cast.studio.id, from: morning + .hours(2)).count } == 1)
    }

    @Test func `a guarded booking and the end of what it books never miss each other`() async throws {
        let nodes = nodes
        for round in 0..<20 {
            let wanted = span(round * 60 + 600, round * 60 + 645)
            try await nodes[round % 3].write { try $0.services.update(Cast.cut) }
            let (isBooked, isEnded) = try await withThrowingTaskGroup(of: (Bool, Bool).self) { group in
                group.addTask {
                    try await nodes[0].write(guarded: true) { transaction in
                        guard try transaction.services.find(Cast.cut.id)?.isActive == true else { return (false, false) }
                        try transaction.appointments.insert(Cast.appointment("q-\(round)", wanted))
                        return (true, false)
                    }
                }
                group.addTask {
                    try await nodes[1].write { transaction in
                        guard try transaction.appointments.find(Appointment.ID("q-\(round)")) == nil else { return (false, false) }
                        var ended = Cast.cut
                        ended.isActive = false
                        try transaction.services.update(ended)
                        return (false, true)
                    }
                }
                return try await group.reduce((false, false)) { ($0.0 || $1.0, $0.1 || $1.1) }
            }
            #expect(isBooked != isEnded, "round \(round)")
        }
    }

    @Test func `the same key waits once, whoever asks`() async throws {
        let nodes = nodes
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    try await nodes[number % 3].write { transaction in
                        _ = try transaction.jobs.enqueue(kind: "push", payload: "{}", lane: "a", key: "k\(number % 2)", due: morning)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await nodes[0].read { try $0.jobs.counts() } == JobCounts(waiting: 2))
    }

    @Test func `no lane runs two jobs at once, however many nodes look for work`() async throws {
        let nodes = nodes
        try await nodes[0].write { transaction in
            for number in 0..<60 { try transaction.jobs.enqueue(kind: "n\(number)", payload: "{}", lane: "l\(number % 5)", due: morning) }
        }
        let lanes = Lanes()
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<6 {
                group.addTask {
                    let (node, name) = (nodes[worker % 3], "w\(worker)")
                    var done = 0
                    while try await node.read({ try $0.jobs.counts() }) != JobCounts() {
                        let jobs = try await node.write {
                            try $0.jobs.claim(now: morning, worker: name, leaseUntil: morning + .days(1), limit: 2)
                        }
                        for job in jobs {
                            await lanes.enter(job.lane)
                            await lanes.leave(job.lane)
                            if try await node.write({ try $0.jobs.complete(job.id, worker: name) }) { done += 1 }
                        }
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(done == 60)
        #expect(await lanes.collisions == 0)
    }

    @Test func `a write that wants to be alone goes through among others`() async throws {
        let nodes = nodes
        try await withThrowingTaskGroup { group in
            for number in 0..<30 {
                group.addTask {
                    try await nodes[number % 3].write(alone: number % 10 == 0) { transaction in
                        let count = Int(try transaction.settings.get("count") ?? "0") ?? -1_000
                        try transaction.settings.set("count", String(count + 1))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await nodes[1].read { try $0.settings.get("count") } == "30")
    }
}

/// Who works in which lane.
private actor Lanes {
    private var busy: Set<String> = []
    private(set) var collisions = 0

    func enter(_ lane: String) { if !busy.insert(lane).inserted { collisions += 1 } }
    func leave(_ lane: String) { busy.remove(lane) }
}
