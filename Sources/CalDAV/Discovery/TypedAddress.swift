import CalendarSync

/// What a person typed to say where the calendars are: a domain, a mail address, or the address of a server, a principal or a calendar.
struct TypedAddress: Sendable {
    /// Where to ask first.
    let address: DAVAddress
    /// The mail address, if that is what was typed.
    let mailAddress: String?

    init(_ text: String) throws(ProviderFailure) {
        let typed = text.filter { !$0.isNewline }.split(separator: " ").joined(separator: " ")
        var address = typed
        var mailAddress: String?
        if typed.contains("://") {
            for (scheme, meant) in ["caldavs://": "https://", "caldav://": "http://"] where typed.lowercased().hasPrefix(scheme) {
                address = meant + typed.dropFirst(scheme.count)
            }
        } else {
            let bare = typed.lowercased().hasPrefix("mailto:") ? String(typed.dropFirst(7)) : typed
            let parts = bare.split(separator: "@", omittingEmptySubsequences: false)
            if parts.count == 2, !bare.contains("/"), !bare.contains(":") {
                mailAddress = bare.lowercased()
                address = "https://" + parts[1]
            } else {
                address = "https://" + bare
            }
        }
        if address.drop(while: { $0 != "/" }).dropFirst(2).prefix(while: { $0 != "/" }).contains("@") {
            throw ProviderFailure(
                .addressRefused, "Leave the user name and password out of the address and enter them in their own fields.")
        }
        guard let parsed = DAVAddress(address) else {
            throw ProviderFailure(
                .addressRefused,
                "“\(typed.prefix(200))” is not an address. Enter the server’s address, such as https://cal.example.org, or a mail address.")
        }
        self.address = parsed
        self.mailAddress = mailAddress
    }
}
