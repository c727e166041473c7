/// The consent screen: who signs in, and what the client may do.
struct ConsentPage {
    let world: GoogleWorld
    let query: AuthorizationQuery
    /// Where the form goes: the address of the page itself.
    let target: String

    var html: String {
        let chosen = world.people.first { $0.email == query.loginHint?.lowercased() } ?? world.people.first
        let people = world.people.map { person in
            """
            <p><label><input type="radio" name="person" value="\(Markup.escaped(person.subject))"\(person == chosen ? " checked" : "")> \
            \(Markup.escaped(person.name)) (\(Markup.escaped(person.email)))</label></p>
            """
        }
        let scopes = query.scopes.map { scope in
            if GoogleScope.isAboutIdentity(scope) { return "<p>\(Markup.escaped(GoogleScope.meaning(scope)))</p>" }
            return """
                <p><label><input type="checkbox" name="scope" value="\(Markup.escaped(scope))" checked> \
                \(Markup.escaped(GoogleScope.meaning(scope)))</label></p>
                """
        }
        return Markup.page(
            title: "Sign in",
            body: """
                <h1>\(Markup.escaped(query.client)) wants access to your Google Account</h1>
                <form method="post" action="\(Markup.escaped(target))">
                <fieldset><legend>Choose an account</legend>
                \(people.joined(separator: "\n"))
                </fieldset>
                <fieldset><legend>Select what \(Markup.escaped(query.client)) can access</legend>
                \(scopes.joined(separator: "\n"))
                </fieldset>
                <p class="row"><button name="decision" value="allow">Continue</button>
                <button name="decision" value="deny">Cancel</button></p>
                </form>
                """)
    }
}
