import GoogleCalendar

extension Configuration {
    /// The registration with Google; `nil` when there is none, and nobody can connect a Google account.
    static func google(_ values: ConfigurationValues) throws(Failure) -> GoogleConfiguration? {
        let (id, secret) = (values["KALENDS_GOOGLE_CLIENT_ID"], values["KALENDS_GOOGLE_CLIENT_SECRET"])
        var configuration = GoogleConfiguration(clientID: id ?? "", clientSecret: secret ?? "")
        try take("KALENDS_GOOGLE_ACCOUNTS_URL", values, into: &configuration.accountsURL)
        try take("KALENDS_GOOGLE_TOKEN_URL", values, into: &configuration.tokenURL)
        try take("KALENDS_GOOGLE_API_URL", values, into: &configuration.apiURL)
        switch (id, secret) {
        case (nil, nil): return nil
        case (nil, _):
            throw Failure(description: "KALENDS_GOOGLE_CLIENT_ID: it belongs to KALENDS_GOOGLE_CLIENT_SECRET; set both, or neither.")
        case (_, nil):
            throw Failure(description: "KALENDS_GOOGLE_CLIENT_SECRET: it belongs to KALENDS_GOOGLE_CLIENT_ID; set both, or neither.")
        default: break
        }
        for (name, text) in [("KALENDS_GOOGLE_CLIENT_ID", id), ("KALENDS_GOOGLE_CLIENT_SECRET", secret)] {
            guard let text, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw Failure(
                    description:
                        "\(name): it holds a blank or a character that Google never uses. Copy it anew from the Google Cloud console.")
            }
        }
        return configuration
    }

    private static func take(_ name: String, _ values: ConfigurationValues, into url: inout String) throws(Failure) {
        guard let text = values[name] else { return }
        let lower = text.lowercased()
        let scheme = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        var rest = text.dropFirst(scheme)
        while rest.last == "/" { rest = rest.dropLast() }
        guard scheme > 0, !rest.isEmpty, rest.first != "/", !rest.contains(where: { "?#@ ".contains($0) || $0.isWhitespace }) else {
            throw Failure(description: "\(name): “\(text)” is not a web address. Write it like \(url), or leave it out for Google’s own.")
        }
        url = text.prefix(scheme).lowercased() + rest
    }

    /// Why Google would send nobody back to this installation; `nil` when nothing stands in the way.
    var googleWarning: String? {
        guard google?.accountsURL.hasPrefix("https://") == true, !baseURL.hasPrefix("https://") else { return nil }
        let host = baseURL.dropFirst(7).prefix { $0 != ":" }
        guard host != "localhost", host != "127.0.0.1" else { return nil }
        return
            "KALENDS_BASE_URL is \(baseURL): Google sends people back to https:// addresses alone, so nobody can connect a Google account."
    }
}
