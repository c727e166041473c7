import CalendarSync
import Outbound

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

    static let calendarMissing = ProviderFailure(
        .calendarMissing,
        "The calendar is not in the Google account any more: it was deleted, or is no longer shared with it. Choose the calendars again.")

    static let changedMeanwhile = ProviderFailure(
        .preconditionFailed, "The event was changed in Google Calendar in the meantime; it is read again before anything is written.")

    static let notAList = ProviderFailure(
        .invalidAnswer, "Google’s answer breaks off or is not what its description says. What was read before stays in use.")

    static let reconnect = ProviderFailure(
        .unauthorized,
        """
        Google does not let us in any more: access was taken back, the password or the organization’s rules changed, or the account was not \
        used for long. Connect the account again.
        """)

    /// Google ends grants after seven days while an operator's consent screen is in testing.
    static let reconnectAfterTesting = ProviderFailure(
        .unauthorized,
        """
        Google ended our access after seven days, as it does while the consent screen of this installation is in testing. Connect the account \
        again; the operator ends this for good by publishing the consent screen in the Google Cloud console.
        """)

    static let codeSpent = ProviderFailure(
        .unauthorized,
        "The sign-in at Google is not good any more: it was used already, or too much time has passed since. Sign in at Google once more.")

    static let noRefreshToken = ProviderFailure(
        .unauthorized,
        """
        Google let us in for an hour only, as this account was connected before. Take our access away under “Third-party apps and services” in the \
        Google account (myaccount.google.com/connections), then connect it again.
        """)

    static let unknownClient = ProviderFailure(
        .misconfigured,
        """
        Google does not know this installation. Its operator should compare KALENDS_GOOGLE_CLIENT_ID and KALENDS_GOOGLE_CLIENT_SECRET with the \
        OAuth client in the Google Cloud console.
        """)

    static let missingPermission = ProviderFailure(
        .forbidden,
        "Something that Kalends needs is not granted, or not any more. When signing in to the account, leave every tick set.",
        detail: .permissionMissing)
}

/// What was being done when Google refused.
enum GoogleTask: Sendable {
    case reading, writing, listing
}

extension GoogleAnswer {
    /// What follows from a status that refuses.
    func failure(during task: GoogleTask) -> ProviderFailure {
        switch status {
        case 401:
            // Only the token endpoint knows whether access was taken back, and it has just handed out a new token.
            return ProviderFailure(
                .unreachable, "Google refused a token that it had just made. It is tried again later.", retryAfter: retryAfter ?? 60
            ).knowing(isCarriedOut: false)
        case 403: return forbidden(during: task)
        case 404, 410: return .calendarMissing
        case 409, 412: return .changedMeanwhile
        case 413: return ProviderFailure(.tooLarge, "The event is larger than Google accepts. Shorten its notes.")
        case 429:
            return ProviderFailure(.throttled, "Google asks to come back later, as much was asked at once.", retryAfter: retryAfter)
        case 200..<400: return .notAList
        case 400..<500 where task == .writing:
            return ProviderFailure(.eventRefused, "Google refuses this event: \(shortMessage)")
        case 400..<500:
            return ProviderFailure(.invalidAnswer, "Google did not understand the request: \(shortMessage)")
        default:
            return ProviderFailure(
                status == 503 && retryAfter != nil ? .throttled : .unreachable,
                "Google has a fault of its own (status \(status)). It is tried again later.", retryAfter: retryAfter,
                // Unavailable: it was not worked on (RFC 9110 section 15.6.4).
                isCarriedOut: status == 503 && task == .writing ? false : nil)
        }
    }

    /// Status 403 means many things; the reason tells which.
    private func forbidden(during task: GoogleTask) -> ProviderFailure {
        switch reason {
        case "rateLimitExceeded", "userRateLimitExceeded":
            return ProviderFailure(.throttled, "Google asks to come back later, as much was asked at once.", retryAfter: retryAfter)
        case "quotaExceeded":
            return ProviderFailure(
                .throttled,
                "Google limits this account for some hours, as much was written into its calendars. Nothing is lost; it is written later.",
                retryAfter: retryAfter ?? 6 * 3_600)
        case "dailyLimitExceeded":
            return ProviderFailure(
                .throttled,
                "This installation has used up what Google allows it for a day. Its operator can ask for more in the Google Cloud console.",
                retryAfter: retryAfter ?? 6 * 3_600, detail: .installationLimit)
        case "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT": return .missingPermission
        case "accessNotConfigured", "SERVICE_DISABLED":
            return ProviderFailure(
                .misconfigured,
                "The Google Calendar API is switched off for this installation. Its operator switches it on in the Google Cloud console.")
        case "domainPolicy":
            return ProviderFailure(
                .forbidden, "The organization’s administrator does not allow other programs to use its Google calendars. Ask there.",
                detail: .organizationRule)
        case "forbiddenForNonOrganizer":
            return ProviderFailure(.eventRefused, "Only the organizer of the event can change it, and that is somebody else.")
        default:
            switch task {
            case .writing:
                return ProviderFailure(
                    .forbidden,
                    "Google does not let this account change the calendar. Choose one with write access, or ask its owner for it.")
            case .reading:
                return ProviderFailure(.forbidden, "Google does not let this account read the calendar. Ask its owner to share it.")
            case .listing:
                return ProviderFailure(
                    .forbidden, "Google does not show us the list of the account’s calendars, and does not say why.", detail: .listRefused)
            }
        }
    }
}
