import Booking
import CalendarSync
import CivilTime
import Operations
import Texts
import WebShell

/// What the holder of an invitation sees: one part of it at a time, in the order of the steps.
struct ConnectPage: Page {
    static let template = "connect"

    let title: String
    var heading: String
    let path: String
    let token: String
    let business: String
    var refusal: String?
    var errors: ErrorSummary?
    var over: Over?
    var consent: Consent?
    var offer: Offer?
    var choice: Choice?
    /// The way back to signing in, where the account is not the one that is meant.
    var other: Other?
    var plan: Plan?
    var standing: Standing?

    init(_ opened: OpenedInvitation, token: String, texts: Texts) {
        title = texts("connect.title", ["business": opened.business.name])
        let key =
            switch opened.state {
            case .open: "connect.heading"
            case .expired: "connect.expiredHeading"
            case .revoked: opened.mended == nil ? "connect.revokedHeading" : "connect.mendedHeading"
            case .used: "connect.usedHeading"
            }
        heading = texts(key, ["business": opened.business.name])
        path = "/connect/\(opened.token)"
        self.token = token
        business = opened.business.name
    }

    /// Signing in to another account: nothing is stored yet, or what was signed in to is let go.
    struct Other: Sendable {
        let isStored: Bool
    }

    /// A link that works no more.
    struct Over: Sendable {
        let text: String
        let contact: [String]

        init(_ opened: OpenedInvitation, _ texts: Texts) {
            let key = opened.state == .expired ? "connect.expiredText" : opened.mended == nil ? "connect.revokedText" : "connect.mendedText"
            text = texts(key, ["inviter": opened.inviter ?? opened.business.name, "connection": opened.mended?.name ?? ""])
            contact = opened.business.contactLines(texts)
        }
    }

    /// What is read and written, by whom and why, before anything happens.
    struct Consent: Sendable {
        let who: String
        let why: String
        let reads: [String]
        let writes: [String]
        let never: String
        let fault: String?
        let agree: String
        let until: String

        init(_ opened: OpenedInvitation, fault: String?, _ texts: Texts) {
            let values = ["business": opened.business.name, "inviter": opened.inviter ?? opened.business.name, "person": opened.person]
            who = texts("connect.who", values)
            why = texts("connect.why", values)
            reads = opened.settings.readSentences(texts)
            writes = opened.settings.sentSentences(texts)
            never = texts("connect.never", values)
            self.fault = fault
            agree = texts("connect.consentAgree", values)
            until = texts("connect.consentEnd", values)
        }
    }

    struct Permission: Sendable {
        let wording: String
        let purpose: String
    }

    struct Google: Sendable {
        let address: String
        /// Which account is to be chosen there; `nil` where any may be.
        let choose: String?
        /// The same page for another account.
        let otherAddress: String?
        let permissions: [Permission]
    }

    /// The ways to sign in to a calendar.
    struct Offer: Sendable {
        var google: Google?
        /// What is to be mended by signing in.
        let again: String?
        /// Whether a calendar that is signed in to here may be meant.
        let hasFields: Bool
        let fields: [FormField]

        init(_ opened: OpenedInvitation, asked: Query?, faults: [FieldFault], zone: Zone, _ texts: Texts) {
            again = opened.broken.map { broken in
                let time = texts.when(broken.since, in: zone)
                return texts("connect.again", ["connection": broken.account.name, "time": time, "reason": broken.reason]).trimmingWhitespace
            }
            hasFields = !opened.isForOneAccount || opened.broken?.account.provider == .caldav
            let asked = asked ?? opened.broken.flatMap(Self.signIn)
            fields = [
                FormField(
                    "address", texts["adminConnect.address"], value: asked?["address"] ?? "", type: "url",
                    hint: texts["connect.addressHint"], faults: faults, texts: texts, isRequired: true, autocomplete: "off",
                    inputMode: "url", isWide: true),
                FormField(
                    "user", texts["adminConnect.user"], value: asked?["user"] ?? "", hint: texts["connect.userHint"], faults: faults,
                    texts: texts, isRequired: true, autocomplete: "username"),
                FormField(
                    "password", texts["adminConnect.password"], type: "password", hint: texts["adminConnect.passwordHint"],
                    faults: faults, texts: texts, isRequired: true, autocomplete: "off"),
            ]
        }

        /// What was signed in with before, but for the password.
        private static func signIn(_ broken: BrokenConnection) -> Query? {
            guard broken.account.provider == .caldav else { return nil }
            var query = Query()
            query.set("address", broken.account.address)
            query.set("user", broken.account.user)
            return query
        }
    }
}
