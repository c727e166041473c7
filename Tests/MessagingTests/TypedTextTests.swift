import Booking
import Testing

@testable import Messaging

struct TypedTextTests {
    @Test(arguments: [
        ("  Ana  \t B ", "Ana B"), ("a\r\nBcc: x", "a Bcc: x"), ("a\u{0}b\u{7F}c\u{85}d\u{2028}e", "a b c d e"),
        ("\u{202E}evil\u{2066}", "evil"),
        ("Ωμέγα 🎉", "Ωμέγα 🎉"), ("\r\n", ""),
    ])
    func `typed text becomes one line that says what is seen`(typed: String, line: String) {
        #expect(typed.singleLine == line)
    }

    @Test func `a longer text keeps its lines`() {
        #expect("one\r\n\r\n two \nthree\u{0}".visibleLines == ["one", "two", "three"])
    }

    @Test(arguments: [
        ("ana@example.org", "", "ana@example.org"), ("Ana <ana@example.org>", "Ana", "ana@example.org"),
        ("\"Ana, B\" <ana@example.org>", "Ana, B", "ana@example.org"), (" ana@example.org ", "", "ana@example.org"),
    ])
    func `a sender is read as an operator writes it`(text: String, name: String, address: String) {
        #expect(MailParty(parsing: text) == MailParty(name: name, address: address))
    }

    @Test func `the sender's name is the business's, its address the instance's`() {
        var business = Cast.business
        #expect(MailParty.sender(of: business, mailFrom: "K <a@b.example>") == MailParty(name: "Salon Ana", address: "a@b.example"))
        business.contact.senderName = "The Salon"
        #expect(MailParty.sender(of: business, mailFrom: "a@b.example").name == "The Salon")
    }
}
