import Booking
import HTTPTypes
import Operations
import RestShape

/// The description of the API as OpenAPI 3.1 wants it, made of the table of routes. The same table gives the same bytes.
struct OpenAPIDocument {
    let json: JSONValue

    init(_ routes: [APIRoute], baseURL: String, version: String) {
        var components = SchemaComponents()
        let error = components.error()
        var paths = JSONObject()
        for route in routes {
            var path = paths[route.path.description]?.members ?? JSONObject()
            path[route.method.rawValue.lowercased()] = Self.operation(route, routes, &components, error)
            paths[route.path.description] = .object(path)
        }
        let about = """
            The shape of Microsoft's Graph Bookings API, served by Kalends. Scripts and connectors that were written for it work after \
            their base address is changed.
            """
        var document = JSONObject()
        document["openapi"] = "3.1.1"
        document["info"] = ["title": "Kalends", "version": .text(version), "description": .text(about)]
        document["servers"] = [["url": .text(baseURL + "/v1.0")]]
        document["security"] = [["token": []]]
        document["tags"] = .list(Self.chapters(of: routes).map { ["name": .text($0)] })
        document["paths"] = .object(paths)
        let key: JSONValue = [
            "type": "http", "scheme": "bearer", "description": "A key to the API, made in the admin app or by kalends token.",
        ]
        document["components"] = ["schemas": components.schemas, "securitySchemes": ["token": key]]
        json = .object(document)
    }

    /// The chapters that have routes, in their order.
    static func chapters(of routes: [APIRoute]) -> [String] {
        APIRoute.chapters.filter { chapter in routes.contains { $0.chapter == chapter } }
    }

    private static func operation(
        _ route: APIRoute, _ routes: [APIRoute], _ components: inout SchemaComponents, _ error: JSONValue
    ) -> JSONValue {
        var operation = JSONObject()
        operation["operationId"] = .text(route.name)
        operation["tags"] = [.text(route.chapter)]
        operation["summary"] = .text(route.summary)
        let role = route.role == .viewer ? "" : " Role: \(route.role.rawValue)."
        operation["description"] = .text(route.isPublic ? "Takes no token." : "Scope: \(route.scope.rawValue).\(role)")
        if route.isPublic { operation["security"] = [] }
        let parameters = parameters(route)
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        switch route.body {
        case .none: break
        case .input(let definition): operation["requestBody"] = body(components.input(definition))
        case .update(let definition): operation["requestBody"] = body(components.update(definition))
        }
        operation["responses"] = responses(route, links(of: route, in: routes), &components, error)
        return .object(operation)
    }

    private static func body(_ schema: JSONValue) -> JSONValue { ["required": true, "content": ["application/json": ["schema": schema]]] }

    private static func responses(
        _ route: APIRoute, _ links: JSONValue?, _ components: inout SchemaComponents, _ error: JSONValue
    ) -> JSONValue {
        var responses = JSONObject()
        func said(_ schema: JSONValue, _ about: String, links: JSONValue? = nil) -> JSONValue {
            var response: JSONObject = ["description": .text(about), "content": ["application/json": ["schema": schema]]]
            response["links"] = links
            return .object(response)
        }
        switch route.result {
        case .nothing: responses["204"] = ["description": "Done."]
        case .item(let definition, let status): responses["\(status)"] = said(components.answer(definition), "The item.", links: links)
        case .list(let definition): responses["200"] = said(components.collection(of: definition), "A page of the list.", links: links)
        case .number:
            responses["200"] = ["description": "The number.", "content": ["text/plain": ["schema": ["type": "integer"]]]]
        }
        if case .update(let definition) = route.body {
            responses["200"] = said(components.answer(definition), "What came of it, with Prefer: return=representation.")
        }
        if route.method == .get, case .item = route.result { responses["304"] = ["description": "The client has this version already."] }
        let codes: [GraphErrorCode] = [
            .invalidRequest, .unauthenticated, .accessDenied, .itemNotFound, .requestTooLarge, .unsupportedMediaType, .activityLimitReached,
            .serviceNotAvailable,
        ]
        let refusals = route.isPublic ? codes.filter { $0 != .unauthenticated && $0 != .accessDenied } : codes
        let keyed: [GraphErrorCode] = route.method == .post ? [.conflict, .notProcessable] : []
        for code in (refusals + keyed + route.faults).sorted(by: { $0.status < $1.status }) {
            responses["\(code.status)"] = said(error, "\(code.rawValue)")
        }
        responses["default"] = said(error, "Anything else.")
        return .object(responses)
    }

    private static func parameters(_ route: APIRoute) -> [JSONValue] {
        let id: JSONValue = ["type": "string", "minLength": 1, "maxLength": 100]
        var parameters = route.path.variables.map { name -> JSONValue in
            ["name": .text(name), "in": "path", "required": true, "schema": id]
        }
        for parameter in route.parameters {
            parameters.append([
                "name": .text(parameter.name), "in": "query", "required": .flag(parameter.isRequired),
                "description": .text(parameter.about), "schema": ["type": "string"],
            ])
        }
        for (name, option, schema) in options where route.options.contains(option) {
            parameters.append(["name": .text(name), "in": "query", "required": false, "schema": schema])
        }
        switch route.method {
        case .patch, .delete: parameters.append(header("If-Match", "Only if the item is still of this version."))
        case .get: if case .item = route.result { parameters.append(header("If-None-Match", "Only if it is of another version.")) }
        case .post: parameters.append(key)
        default: break
        }
        return parameters
    }

    private static func header(_ name: String, _ about: String) -> JSONValue {
        ["name": .text(name), "in": "header", "required": false, "description": .text(about), "schema": ["type": "string"]]
    }

    private static let key: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The same key and body do their work once, and are answered alike for 24 hours.",
        "schema": ["type": "string", "minLength": 1, "maxLength": .whole(IdempotentRequest.longestKey), "pattern": "^[!-~]+$"],
    ]

    private static let options: [(String, QueryOptions.Names, JSONValue)] = [
        ("$select", .select, ["type": "string"]), ("$expand", .expand, ["type": "string"]), ("$filter", .filter, ["type": "string"]),
        ("$orderby", .orderby, ["type": "string"]), ("$search", .search, ["type": "string"]),
        ("$top", .top, ["type": "integer", "minimum": 0]), ("$skip", .skip, ["type": "integer", "minimum": 0]),
        ("$count", .count, ["type": "boolean"]), ("$skiptoken", .skiptoken, ["type": "string"]),
    ]
}
