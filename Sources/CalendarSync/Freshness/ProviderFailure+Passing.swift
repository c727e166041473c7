extension ProviderFailure {
    /// Whether it may end by itself, so that it is tried again and nobody need act: a calendar with such a failure only grows older.
    public var isPassing: Bool {
        switch kind {
        case .alreadyExists, .preconditionFailed, .throttled, .unreachable, .invalidAnswer: true
        case .unauthorized, .forbidden, .calendarMissing, .addressRefused, .tooLarge, .eventRefused, .misconfigured, .massRemoval: false
        }
    }
}
