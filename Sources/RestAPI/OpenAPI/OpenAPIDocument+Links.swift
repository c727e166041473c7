import HTTPTypes
import RestShape

extension OpenAPIDocument {
    /// Where one goes on from an answer: what was made, or the first of a list, can be asked for by its id in all operations about it (OpenAPI
    /// 3.1 section 4.20, “Link Object”).
    /// - Returns: the links of an operation's success, by their names; `nil` where there are none.
    static func links(of route: APIRoute, in routes: [APIRoute]) -> JSONValue? {
        let id: String? =
            switch (route.method, route.result) {
            case (.post, .item(_, status: 201)): "$response.body#/id"
            case (.get, .list): "$response.body#/value/0/id"
            default: nil
            }
        guard let id, let own = variable(below: route, in: routes) else { return nil }
        let above = route.path.variables
        var links = JSONObject()
        for other in routes where other.path.variables == above + [own] {
            var parameters = JSONObject()
            for name in above { parameters[name] = .text("$request.path.\(name)") }
            parameters[own] = .text(id)
            links[other.name] = ["operationId": .text(other.name), "parameters": .object(parameters)]
        }
        return links.count == 0 ? nil : .object(links)
    }

    /// The variable of the items of a collection.
    private static func variable(below collection: APIRoute, in routes: [APIRoute]) -> String? {
        let start = collection.path.description + "/{"
        return routes.lazy.map(\.path).first {
            $0.description.hasPrefix(start) && $0.variables.count == collection.path.variables.count + 1
        }?
        .variables.last
    }
}
