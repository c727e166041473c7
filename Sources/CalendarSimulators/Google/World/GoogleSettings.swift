/// How the stand-in behaves where Google's behaviour differs between accounts, times and rumours.
public struct GoogleSettings: Hashable, Sendable, Codable {
    /// OAuth clients and their secrets.
    public var clients = ["kalends": "kalends-secret"]
    /// Items on one page at most, whatever the request asks for.
    public var largestPage = 2_500
    /// Seconds that an access token is good for.
    public var accessTokenLife = 3_600
    /// Seconds after which a sync token is refused with 410.
    public var syncTokenLife = 30 * 86_400
    /// Seconds after which a deleted event is forgotten and its id may be used again.
    public var tombstoneLife = 30 * 86_400
    /// Each refresh hands out a new refresh token and retires the old one.
    public var rotatesRefreshTokens = false
    /// The consent screen is in testing: grants die after seven days.
    public var isInTesting = false
    /// Live refresh tokens of one person and client; one more ends the oldest without a word.
    public var refreshTokensKept = 100
    /// Requests a minute and person; nil: any number. Google: 600.
    public var requestsPerMinute: Int?
    /// Writes a day and person before the calendar usage limit is met; nil: any number.
    public var writesPerDay: Int?
    /// Seconds until a conference that was asked for is there; 0: at once.
    public var conferenceDelay = 0
    /// Seconds until a written event shows up in listings.
    public var visibilityDelay = 0
    /// Patching `status` brings a deleted event back; otherwise 403.
    public var revivesDeleted = false
    /// Texts come back as Google rewrites them: composed characters (NFC), LF line ends, no blanks at line ends, no script.
    public var rewritesTexts = false
    /// Notifications go to HTTPS addresses only.
    public var requiresSecurePush = true
    /// Seconds that a channel lives unless it asks for less.
    public var channelLife = 604_800
    /// Seconds by which Google's clock is ahead of ours; negative: behind.
    public var clockSkew = 0
    /// Requests that are remembered.
    public var requestsRemembered = 5_000

    /// Google as it usually is, with nothing in its way.
    public init() {}
}
