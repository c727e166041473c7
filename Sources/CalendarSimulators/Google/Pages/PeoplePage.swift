/// Everybody with their calendars.
struct PeoplePage {
    let world: GoogleWorld
    var notice: String?

    var html: String {
        let people = world.people.map { person in
            let calendars = person.list.filter { !$0.value.isDeleted }.keys.sorted().compactMap { world.calendars[$0] }.map { calendar in
                """
                <li><a href="\(Self.address(of: calendar.id))">\(Markup.escaped(calendar.summary))</a> \
                (\(Markup.escaped(calendar.role(of: person.email).rawValue)))</li>
                """
            }
            return """
                <article>
                <h2>\(Markup.escaped(person.name))</h2>
                <p class="facts">\(Markup.escaped(person.email)) · \(Markup.escaped(connections(of: person)))</p>
                <ul>\(calendars.joined())</ul>
                <form method="post" action="/people/\(person.subject)/calendars" class="row">
                \(Markup.field("New calendar", name: "name", id: "name-\(person.subject)"))
                <button>Add calendar</button>
                </form>
                <form method="post" action="/people/\(person.subject)/revoke">
                <p><button>Take back the access of all apps</button></p>
                </form>
                </article>
                """
        }
        return Markup.page(
            title: "People",
            body: "<h1>People and their calendars</h1>\(Self.notice(notice))\(people.joined(separator: "\n"))")
    }

    private func connections(of person: SimulatedPerson) -> String {
        let clients = Set(world.authorization.grants.filter { $0.subject == person.subject }.map(\.client)).sorted()
        return clients.isEmpty ? "no app has access" : "apps with access: \(clients.joined(separator: ", "))"
    }

    static func address(of calendar: String) -> String { "/calendars/\(Percent.encoded(calendar))" }

    static func notice(_ text: String?) -> String {
        text.map { "<p class=\"notice\" role=\"alert\">\(Markup.escaped($0))</p>" } ?? ""
    }
}
