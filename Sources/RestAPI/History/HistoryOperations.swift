import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/history`: what was done. It is read from the database page by page, as it only grows.
struct HistoryOperations: Sendable {
    private static let path = "/history"
    private static let context = "history"
    private static let parameters = [
        APIRoute.Parameter(name: "subject", isRequired: false, about: "Only what was done to this: appointment:…"),
        APIRoute.Parameter(name: "subjectType", isRequired: false, about: "Only what was done to things of this kind: service"),
        APIRoute.Parameter(name: "actor", isRequired: false, about: "Only what this one did: user:…"),
    ]

    let schema = HistoryItem.schema

    var routes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: PathTemplate(Self.path), name: "listHistory", summary: "Lists what was done, latest first.",
                scope: .sync,
                result: .list(schema.definition), options: [.select, .top, .skiptoken], optionsOf: schema.definition,
                parameters: Self.parameters, handle: list),
            .read(PathTemplate(Self.path + "/{entry}"), "getHistoryEntry", "Reads one entry of the history.", of: schema.definition, read)
                .needing(.sync),
        ]
    }

    private func list(_ call: APICall) async throws -> APIAnswer {
        let filter = HistoryFilter(
            kind: try given("subjectType", call), subject: try given("subject", call), actor: try given("actor", call))
        let before = try call.options.skiptoken.map { token in
            guard let id = Int64(token) else {
                throw QueryFault(
                    option: "$skiptoken", position: nil, problem: "it is not one of ours", remedy: "use @odata.nextLink as it is")
            }
            return id
        }
        let size = call.pageSize
        // One more than is told shows whether there are older ones.
        let entries = try await call.read { try $0.history.list(filter, before: before, limit: size + 1) }
        let page = try entries.prefix(size).map { try HistoryItem($0) }
        var body = JSONObject()
        body["@odata.context"] = call.context(Self.context)
        if let last = page.last, entries.count > page.count { body["@odata.nextLink"] = .text(call.nextLink(String(last.entry.id))) }
        body["value"] = .list(
            page.map { item in
                schema.write(
                    item, call.listed, selection: call.options.select, annotations: ["@odata.etag": .text("\(schema.tag(of: item))")])
            })
        return .json(.object(body))
    }

    private func read(_ call: APICall) async throws -> APIAnswer {
        // It comes first among those before the next.
        guard let id = Int64(call["entry"]), id < .max,
            let entry = try await call.read({ try $0.history.list(HistoryFilter(), before: id + 1, limit: 1).first }), entry.id == id
        else { throw NotFound("entry") }
        return schema.answer(try HistoryItem(entry), call, context: Self.context)
    }

    /// - Throws: `QueryFault` for an empty text, and for one that no database can look for.
    private func given(_ name: String, _ call: APICall) throws -> String? {
        guard let text = call.parameter(name) else { return nil }
        guard (1...200).contains(text.utf8.count), !text.utf8.contains(0) else {
            throw QueryFault(
                option: name, position: nil, problem: "it is not in the form that is wanted", remedy: "write 1 to 200 characters")
        }
        return text
    }
}
