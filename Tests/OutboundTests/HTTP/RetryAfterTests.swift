import Testing

@testable import Outbound

struct RetryAfterTests {
    func response(_ retryAfter: String?, date: String? = nil) -> OutboundResponse {
        OutboundResponse(
            status: 503, headers: [("Retry-After", retryAfter), ("Date", date)].compactMap { name, value in value.map { (name, $0) } })
    }

    @Test(arguments: [("120", 120.0), ("0", 0), ("00007", 7)]) func `seconds are taken as they are`(text: String, seconds: Double) {
        #expect(response(text).retryAfter == seconds)
    }

    @Test(arguments: ["Sat, 21 Nov 2026 09:02:00 GMT", "Saturday, 21-Nov-26 09:02:00 GMT", "Sat Nov 21 09:02:00 2026"])
    func `a date in any of the three forms counts from the date of the answer`(text: String) {
        #expect(response(text, date: "Sat, 21 Nov 2026 09:00:00 GMT").retryAfter == 120)
    }

    @Test func `a date without a date beside it needs to be told the time`() {
        let response = response("Sat, 21 Nov 2026 09:02:00 GMT")
        #expect(response.retryAfter == nil)
        #expect(response.retryAfter(now: 1_795_251_660) == 60)
    }

    @Test func `a date in the past means now`() {
        #expect(response("Sat, 21 Nov 2026 08:00:00 GMT", date: "Sat, 21 Nov 2026 09:00:00 GMT").retryAfter == 0)
    }

    @Test(arguments: [nil, "", "soon", "-5", "1.5", "1e3", "20261121"]) func `anything else is nothing`(text: String?) {
        let retryAfter = response(text, date: "Sat, 21 Nov 2026 09:00:00 GMT").retryAfter
        #expect(retryAfter == (text == "20261121" ? 20_261_121 : nil))
    }
}
