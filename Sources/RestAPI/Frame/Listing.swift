import RestShape

/// A collection as a client asks for it: filtered, searched, sorted, and page by page.
struct Listing<Model: Sendable>: Sendable {
    var schema: ObjectSchema<Model>
    /// In the collection's own order.
    var items: [Model]
    var id: @Sendable (Model) -> String
    /// What follows `$metadata#`.
    var context: String

    /// - Parameter expand: what is wanted with each item, by name.
    func answer(
        _ call: APICall, expand: (Model) async throws -> JSONObject = { _ in JSONObject() }
    ) async throws -> APIAnswer {
        let found = matching(call.options)
        let start = try start(in: found, call.options)
        let size = call.pageSize
        let page = found.dropFirst(start).prefix(size)
        var body = JSONObject()
        body["@odata.context"] = call.context(context)
        if call.options.count { body["@odata.count"] = .whole(found.count) }
        if size > 0, let last = page.last, page.endIndex < found.endIndex {
            body["@odata.nextLink"] = .text(call.nextLink("\(page.endIndex)-\(id(last))"))
        }
        var value: [JSONValue] = []
        for item in page {
            value.append(
                schema.write(
                    item, call.listed, selection: call.options.select, annotations: ["@odata.etag": .text("\(schema.tag(of: item))")],
                    expanded: try await expand(item)))
        }
        body["value"] = .list(value)
        return .json(.object(body))
    }

    func number(_ call: APICall) -> APIAnswer { .number(matching(call.options).count) }

    private func matching(_ options: QueryOptions) -> [Model] {
        var found = items
        if let filter = options.filter { found = found.filter { filter.matches($0, schema) } }
        if let search = options.search { found = found.filter { search.matches($0, schema) } }
        return options.orderby?.sorted(found, schema) ?? found
    }

    /// A page starts after the last item of the one before, wherever that stands meanwhile; where it stood, when it is gone.
    private func start(in found: [Model], _ options: QueryOptions) throws -> Int {
        guard let token = options.skiptoken else { return options.skip }
        guard let dash = token.firstIndex(of: "-"), let place = Int(token[..<dash]), place >= 0 else {
            throw QueryFault(option: "$skiptoken", position: nil, problem: "it is not one of ours", remedy: "use @odata.nextLink as it is")
        }
        let last = String(token[token.index(after: dash)...])
        return found.firstIndex { id($0) == last }.map { $0 + 1 } ?? place
    }
}

/// How long pages are.
enum Listings {
    /// When nobody says anything.
    static let usual = 100
    static let longest = 1_000
}

/// What is told on the clock that a client prefers: its version is the same on every clock.
protocol Zoned {
    var inUTC: Self { get }
}

extension ObjectSchema {
    /// The version of an item.
    func tag(of item: Model) -> EntityTag {
        let plain = (item as? any Zoned)?.inUTC as? Model ?? item
        return EntityTag(of: write(plain, WritingStyle(isSingle: true, includesUnknownMembers: true)))
    }

    /// The answer with one item.
    func answer(
        _ item: Model, _ call: APICall, context: String, status: Int = 200, location: String? = nil, expanded: JSONObject = JSONObject()
    ) -> APIAnswer {
        let tag = tag(of: item)
        if status == 200, tag.isKnown(call.conditions) { return .unchanged }
        let annotations: JSONObject = ["@odata.context": call.context(context + "/$entity"), "@odata.etag": .text("\(tag)")]
        var headers = ["ETag": "\(tag)"]
        headers["Location"] = location.map { call.url($0) }
        let json = write(item, call.single, selection: call.options.select, annotations: annotations, expanded: expanded)
        return .json(json, status: status, headers: headers)
    }

    /// The answer to a change: nothing, unless the client wants to see what came of it.
    func changed(_ item: Model, _ call: APICall, context: String) -> APIAnswer {
        if call.preferences.wantsRepresentation == true { return answer(item, call, context: context) }
        return APIAnswer(status: 204, headers: ["ETag": "\(tag(of: item))"])
    }
}
