/// Our registration with Google, and Google's addresses.
public struct GoogleConfiguration: Hashable, Sendable {
    /// KALENDS_GOOGLE_CLIENT_ID.
    public var clientID: String
    /// KALENDS_GOOGLE_CLIENT_SECRET.
    public var clientSecret: String
    /// KALENDS_GOOGLE_ACCOUNTS_URL, without a slash at its end: where people sign in.
    public var accountsURL: String
    /// KALENDS_GOOGLE_TOKEN_URL, without a slash at its end.
    public var tokenURL: String
    /// KALENDS_GOOGLE_API_URL, without a slash at its end.
    public var apiURL: String

    /// Google’s own addresses, unless others are given: a stand-in’s.
    public init(
        clientID: String, clientSecret: String, accountsURL: String = "https://accounts.google.com",
        tokenURL: String = "https://oauth2.googleapis.com", apiURL: String = "https://www.googleapis.com"
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.accountsURL = accountsURL
        self.tokenURL = tokenURL
        self.apiURL = apiURL
    }
}
