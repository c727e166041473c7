import CalendarSync

/// The address of a feed as a person types or pastes it.
struct FeedAddress {
    let text: String

    init(_ typed: String) throws(ProviderFailure) {
        var text = typed.filter { !$0.isWhitespace }
        for scheme in ["webcals://", "webcal://"] where text.lowercased().hasPrefix(scheme) {
            text = "https://" + text.dropFirst(scheme.count)
        }
        if !text.contains("://") { text = "https://" + text }
        let lowered = text.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://"), !Self.host(of: text).isEmpty else {
            throw ProviderFailure(
                .addressRefused, "That is not the address of a calendar feed. It begins with https:// or webcal:// and often ends in .ics.")
        }
        guard !Self.authority(of: text).contains("@") else {
            throw ProviderFailure(
                .addressRefused, "Leave the user name and password out of the address and enter them in their own fields.")
        }
        self.text = text
    }

    /// The host, to show and to name things; never the path, which for many feeds is a secret.
    static func host(of address: String) -> String {
        let authority = authority(of: address).lowercased()
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber) else { return authority }
        return String(authority[..<colon])
    }

    private static func authority(of address: String) -> Substring {
        guard let scheme = address.firstRange(of: "://") else { return "" }
        return address[scheme.upperBound...].prefix { !"/?#".contains($0) }
    }
}
