import CalendarSync
import ICalendar
import Outbound

extension ProviderFailure {
    /// A request that got no answer.
    init(_ failure: OutboundFailure) {
        switch failure {
        case .invalidURL:
            // The address of a feed is often a secret: it is not repeated.
            self.init(.addressRefused, "The address of the feed cannot be opened. It must begin with https:// or http:// and name a host.")
        case .addressRefused, .plainRefused: self.init(.addressRefused, failure.sentence)
        case .responseTooLarge: self.init(.tooLarge, failure.sentence)
        case .tooManyRedirects: self.init(.invalidAnswer, failure.sentence)
        case .unresolvable, .notConnected, .unreachable, .timedOut, .tlsFailed, .cancelled, .other:
            self.init(.unreachable, failure.sentence)
        }
    }

    /// An answer with any status but 200.
    init(_ response: OutboundResponse) {
        let retryAfter = response.retryAfter.map { min($0, 86_400) }
        switch response.status {
        case 401:
            self.init(.unauthorized, "The feed wants a user name and password, or refused the ones it was given.")
        case 403:
            self.init(
                .forbidden, "The server does not give the feed to us (status 403). Ask its publisher for the private or shared address.")
        case 404, 410:
            self.init(
                .calendarMissing,
                "There is no calendar at this address any more. Its publisher may have made a new address; connect that one.")
        case 429, 503:
            self.init(.throttled, "The feed’s server asks to come back later (status \(response.status)).", retryAfter: retryAfter)
        case 500...:
            self.init(
                .unreachable, "The feed’s server has a fault of its own (status \(response.status)). It is tried again later.",
                retryAfter: retryAfter)
        default:
            self.init(.invalidAnswer, "The feed’s server answered with status \(response.status) instead of a calendar. Check the address.")
        }
    }

    init(_ failure: CalendarParseFailure) {
        switch failure {
        case .notACalendar: self.init(.invalidAnswer, failure.sentence)
        case .tooLarge, .lineTooLong, .componentTooLarge, .tooDeep, .tooManyComponents, .tooManyProperties:
            self.init(.tooLarge, failure.sentence)
        }
    }

    static let webPage = ProviderFailure(
        .invalidAnswer,
        """
        That address answered with a web page, not a calendar. Use the feed’s own address, which often ends in .ics; publishers call it \
        the iCal or subscription address.
        """)
}

extension OutboundResponse {
    var isWebPage: Bool {
        let start = String(decoding: body.prefix(500), as: UTF8.self).lowercased().drop { $0.isWhitespace }
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }
}
