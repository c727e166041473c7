// Messaging writes what Kalends sends to people: mails about appointments and accounts, their invitations, the .ics feeds, and the way to
// the mail server. It imports Booking, Outbound, ICalendar, Texts and CivilTime, and sends nothing by itself. Its words: a *party* is a name
// with an address; a *letter* is what a mail says; a *composed mail* is the finished message; an *entry* is one appointment for a calendar.

extension String {
    /// The text as one line that says only what can be seen: line ends and other control characters become blanks, and marks that turn the
    /// direction of the text around them are left out, as they can make one text look like another.
    var singleLine: String {
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
            case ...0x20, 0x7F...0xA0, 0x2028, 0x2029:
                if line.last != " ", !line.isEmpty { line.append(" ") }
            default: line.append(scalar)
            }
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// The lines of a longer text, each a `singleLine`; blank lines are left out.
    var visibleLines: [String] {
        split(omittingEmptySubsequences: true) { $0.isNewline }.map { String($0).singleLine }.filter { !$0.isEmpty }
    }
}
