import CivilTime
import RestShape
import Testing

struct GraphErrorTests {
    private let now = Instant(rfc3339: "2026-12-01T09:00:00Z")!

    @Test func `a body has Graph's shape`() {
        let error = GraphError(.itemNotFound, "There is no such service.")
        #expect(
            error.body(requestID: "r-1", clientRequestID: "c-1", at: now).serialized
                == #"{"error":{"code":"itemNotFound","message":"There is no such service.","innerError":{"date":"2026-12-01T09:00:00Z","#
                + #""request-id":"r-1","client-request-id":"c-1"}}}"#)
        #expect(error.body(requestID: "r-1", at: now)["error"]?["innerError"]?["client-request-id"] == "r-1")
    }

    @Test func `the first fault is the message, all are details`() throws {
        let failure = #expect(throws: ShapeFailure.self) { try Visit.schema.create(from: ["x": 1]) }
        let error = GraphError(try #require(failure))
        #expect(error.target == "x" && error.details.map(\.target) == ["x", "displayName"] && error.code.status == 400)
        let details = error.body(requestID: "r", at: now)["error"]?["details"]?.elements
        #expect(details?[1]["message"] == "displayName is missing: add it to the body." && details?[1]["code"] == "invalidRequest")
        let single = #expect(throws: ShapeFailure.self) { try Visit.schema.create(from: []) }
        let whole = GraphError(try #require(single))
        #expect(whole.details.isEmpty && whole.target == nil)
        #expect(GraphError.Detail(.conflict, "x").target == nil)
        let bare = GraphError(.conflict, "x", details: [.init(.conflict, "y")]).body(requestID: "r", at: now)
        #expect(bare["error"]?["details"] == [["code": "conflict", "message": "y"]])
    }

    @Test func `what cannot be read names body or option`() {
        let body = #expect(throws: JSONFault.self) { try JSONValue(parsing: "{\"a\":x}") }
        #expect(body.map { GraphError($0) }?.target == "a")
        let large = #expect(throws: JSONFault.self) { try JSONValue(parsing: "[1]", limits: JSONLimits(bytes: 2)) }
        #expect(large.map { GraphError($0) }?.code == .requestTooLarge)
        let option = #expect(throws: QueryFault.self) { try filter("x eq 1") }
        #expect(option.map { GraphError($0) }?.target == "$filter")
    }

    @Test func `each code has a status of its kind`() {
        let table = GraphErrorCode.allCases.map { "\($0.status) \($0.rawValue)" }
        #expect(
            table == [
                "400 invalidRequest", "401 unauthenticated", "403 accessDenied", "404 itemNotFound", "405 notAllowed", "406 notAcceptable",
                "409 nameAlreadyExists", "409 conflict", "412 resourceModified", "413 requestTooLarge", "415 unsupportedMediaType",
                "422 notProcessable", "428 preconditionRequired", "429 activityLimitReached", "500 generalException", "501 notSupported",
                "503 serviceNotAvailable",
            ])
        #expect(GraphErrorCode.allCases.filter(\.isPassing) == [.activityLimitReached, .serviceNotAvailable])
    }
}
