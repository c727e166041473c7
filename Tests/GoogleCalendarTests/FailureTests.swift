import CalendarSimulators
import CalendarSync
import Testing

@testable import GoogleCalendar

struct FailureTests {
    @Test(arguments: [
        (403, "rateLimitExceeded", ProviderFailure.Kind.throttled), (403, "userRateLimitExceeded", .throttled),
        (403, "quotaExceeded", .throttled),
        (403, "dailyLimitExceeded", .throttled), (403, "insufficientPermissions", .forbidden), (403, "forbidden", .forbidden),
        (403, "requiredAccessLevel", .forbidden), (403, "forbiddenForNonOrganizer", .eventRefused), (403, "domainPolicy", .forbidden),
        (403, "accessNotConfigured", .misconfigured), (400, "invalid", .eventRefused), (400, "timeRangeEmpty", .eventRefused),
        (412, "conditionNotMet", .preconditionFailed), (409, "conflict", .alreadyExists), (429, "rateLimitExceeded", .throttled),
        (500, "backendError", .unreachable), (503, "backendError", .unreachable), (413, "uploadTooLarge", .tooLarge),
    ])
    func `each refusal of a write has its meaning`(status: Int, reason: String, kind: ProviderFailure.Kind) async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.refuse, method: "events.insert", status: status, reason: reason))
            let refused = try await failure { _ = try await google.writer().create(ours) }
            #expect(refused.kind == kind && refused.sentence.hasSuffix("."))
            #expect(try await google.writer().create(ours).marker == ours.marker, "and it is over when Google says so no more")
        }
    }

    @Test(arguments: [("0", 0), ("1", 1), ("+30", 30), (nil, nil), ("999999", 86_400)] as [(String?, Double?)])
    func `patience is taken from the answer in every form`(written: String?, seconds: Double?) async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.refuse, method: "events.list", status: 429, reason: "rateLimitExceeded", retryAfter: written))
            let refused = try await failure { _ = try await google.read() }
            #expect(refused.kind == .throttled && refused.retryAfter == seconds)
        }
    }

    @Test func `a NUL in a text becomes what stands for it, and an escaped backslash before such digits stays`() {
        for (body, clean) in [
            (#"{"a":"x\u0000y"}"#, #"{"a":"x\ufffdy"}"#), (#"{"a":"x\\u0000y"}"#, #"{"a":"x\\u0000y"}"#),
            (#"{"a":"\\\u0000\u0000"}"#, #"{"a":"\\\ufffd\ufffd"}"#), (#"{"a":"\u00001\u0001"}"#, #"{"a":"\ufffd1\u0001"}"#),
            (#"\u000"#, #"\u000"#), (#"x\"#, #"x\"#), ("", ""),
        ] {
            #expect(String(decoding: GoogleAnswer.withoutNULs(Array(body.utf8)), as: UTF8.self) == clean, "\(body)")
        }
    }

    @Test func `an event with a NUL in it is read like any other`() async throws {
        try await Google.run { google async throws in
            let times: JSONValue = ["dateTime": "2026-12-01T09:00:00Z"]
            try google.add(["summary": "a\u{0}b", "start": times, "end": ["dateTime": "2026-12-01T10:00:00Z"]])
            let (batch, _) = try await google.read()
            #expect(batch.changed.map { $0.fields?.title } == ["a\u{FFFD}b"] && batch.troubled.isEmpty)
        }
    }

    @Test(arguments: [600, -600])
    func `a clock that goes ten minutes wrong changes nothing`(skew: Int) async throws {
        try await Google.run { google async throws in
            google.settings { $0.clockSkew = skew }
            google.fault(SimulatedFault(.refuse, method: "events.list", status: 503, retryAfter: "+30"))
            #expect(try await failure { _ = try await google.read() }.retryAfter == 30, "the date is counted from the answer's own")
            var (_, state) = try await google.read()
            let written = try await google.writer().create(ours)
            state.known[written.id] = written.version
            try google.add(hour())
            #expect(try await google.read(state).batch.changed.count == 1)
        }
    }

    @Test func `the limit of an account is waited out for hours, not minutes`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.writesPerDay = 0 }
            let refused = try await failure { _ = try await google.writer().create(ours) }
            #expect(refused.kind == .throttled && refused.retryAfter == 6 * 3_600)
            #expect(try await google.read().batch.listing == [], "reading goes on")
        }
    }

    @Test func `a storm of refused versions never overwrites`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            google.fault(SimulatedFault(.refuse, method: "events.patch", times: 5, status: 412, reason: "conditionNotMet"))
            for _ in 0..<5 {
                let refused = try await failure { _ = try await google.writer().update(ours, at: written.id, version: written.version) }
                #expect(refused.kind == .preconditionFailed)
            }
            #expect(try await google.writer().update(ours, at: written.id, version: written.version).fields == ours.fields)
        }
    }
}
