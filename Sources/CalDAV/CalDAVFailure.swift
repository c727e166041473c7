import CalendarSync
import Outbound

/// What was being done when a server refused.
enum CalDAVTask: Sendable {
    case reading, writing, deleting
}

extension ProviderFailure {
    /// A request that got no answer.
    init(_ failure: OutboundFailure) {
        let kind: Kind =
            switch failure {
            case .addressRefused, .plainRefused, .invalidURL: .addressRefused
            case .responseTooLarge: .tooLarge
            case .tooManyRedirects: .invalidAnswer
            case .unresolvable, .notConnected, .unreachable, .timedOut, .tlsFailed, .cancelled, .other: .unreachable
            }
        self.init(kind, failure.sentence)
        if !failure.mayHaveBeenSent { isCarriedOut = false }
    }

    /// An answer that should have been XML.
    init(_ failure: DAVParser.Failure) {
        switch failure {
        case .webPage:
            self = .webPage
        case .empty:
            self.init(.invalidAnswer, "The server’s answer is empty. If this goes on, check the address.")
        case .declaresEntities:
            self.init(.invalidAnswer, "The server’s answer declares entities of its own, which no calendar server needs; it was not read.")
        case .unknownEncoding(let name):
            self.init(.invalidAnswer, "The server’s answer is written in “\(name.prefix(40))”, which is not read. It should be UTF-8.")
        case .tooDeep, .tooManyElements:
            self.init(.tooLarge, "The server’s answer is nested deeper or holds more than any calendar’s; it was not read.")
        case .malformed(let line):
            self.init(
                .invalidAnswer,
                "The server’s answer breaks off or is not well-formed XML (line \(line)). What was read before stays in use, and it is tried again."
            )
        }
    }

    static let webPage = ProviderFailure(
        .invalidAnswer,
        "That address answered with a web page, not a calendar. Use the server’s CalDAV address; its help pages name it, often under “calendar sync”."
    )

    static let unauthorized = ProviderFailure(
        .unauthorized,
        """
        The server refused the user name or password. Many servers want an app password, made in the account’s security settings, instead of \
        the one you sign in with.
        """)

    static let calendarMissing = ProviderFailure(
        .calendarMissing,
        "The calendar is not on the server any more: it was deleted, renamed or is no longer shared. Choose the calendars again.")

    static func alreadyExists(_ detail: String) -> ProviderFailure {
        ProviderFailure(.alreadyExists, "The server already has an event under this name. \(detail)")
    }

    static let flapping = ProviderFailure(
        .unreachable, "The server says that the event is not there, and shows it all the same. It is tried again later.", retryAfter: 60)

    static let changedMeanwhile = ProviderFailure(
        .preconditionFailed, "The event was changed on the server in the meantime; it is read again before anything is written.")
}

extension DAVAnswer {
    /// What follows from a status that refuses.
    func failure(during task: CalDAVTask) -> ProviderFailure {
        let isWriting = task != .reading
        switch status {
        case 401: return .unauthorized
        case 403 where isWriting && (mentions("trash") || mentions("deleted calendar object")):
            return ProviderFailure(
                .unreachable, "The server’s trash bin still holds an event of this name and stands in the way. It is tried again later.",
                retryAfter: retryAfter ?? 3600)
        case 403 where isWriting:
            return ProviderFailure(
                .forbidden,
                "The server does not let this account change the calendar. Choose a calendar with write access, or ask its owner for it.")
        case 403:
            return ProviderFailure(.forbidden, "The server does not let this account read the calendar. Ask its owner to share it.")
        case 404, 410: return .calendarMissing
        case 409, 412: return .changedMeanwhile
        case 413:
            return ProviderFailure(.tooLarge, "The event is larger than the server accepts. Shorten its notes.", retryAfter: retryAfter)
        case 423:
            return ProviderFailure(
                .throttled, "The calendar is locked by another program. It is tried again later.", retryAfter: retryAfter)
        case 429, 503:
            return ProviderFailure(.throttled, "The server is busy and asks to come back later (status \(status)).", retryAfter: retryAfter)
        case 507:
            return ProviderFailure(
                .throttled,
                "The account has no room left on the server. Delete something there, or ask for more room; it is tried again later.",
                retryAfter: retryAfter ?? 3600)
        case 200..<400: return refusalByContent
        case 400..<500 where isWriting:
            return ProviderFailure(.eventRefused, "The server refuses this event (status \(status)). Its log may say why.")
        case 400..<500:
            return ProviderFailure(
                .invalidAnswer, "The server did not understand the request (status \(status)). Is this a CalDAV address?")
        default:
            return ProviderFailure(
                .unreachable, "The server has a fault of its own (status \(status)). It is tried again later.", retryAfter: retryAfter)
        }
    }

    private var refusalByContent: ProviderFailure {
        if XMLText.isWebPage(response.body) || response.header("Content-Type")?.lowercased().hasPrefix("text/html") == true {
            return .webPage
        }
        return ProviderFailure(.invalidAnswer, "The server’s answer (status \(status)) is not what CalDAV says. Is this a CalDAV address?")
    }

    /// At most a day, whatever the server says.
    private var retryAfter: Double? { response.retryAfter.map { min($0, 86_400) } }
}
