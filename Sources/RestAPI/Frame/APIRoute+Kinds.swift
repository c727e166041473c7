import Booking
import HTTPTypes
import RestShape

extension APIRoute {
    static func list(
        _ path: PathTemplate, _ name: String, _ summary: String, of definition: ObjectDefinition, parameters: [Parameter] = [],
        _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, name: name, summary: summary, scope: .read, result: .list(definition), options: .collection,
            optionsOf: definition, parameters: parameters, handle: handle)
    }

    static func count(
        _ path: PathTemplate, _ name: String, _ summary: String, of definition: ObjectDefinition, parameters: [Parameter] = [],
        _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, name: name, summary: summary, scope: .read, result: .number, options: .number, optionsOf: definition,
            parameters: parameters, handle: handle)
    }

    static func read(
        _ path: PathTemplate, _ name: String, _ summary: String, of definition: ObjectDefinition, _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .get, path: path, name: name, summary: summary, scope: .read, result: .item(definition), options: .item,
            optionsOf: definition, handle: handle)
    }

    static func create(
        _ path: PathTemplate, _ name: String, _ summary: String, of definition: ObjectDefinition, _ scope: TokenScope,
        faults: [GraphErrorCode] = [], _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .post, path: path, name: name, summary: summary, scope: scope, body: .input(definition),
            result: .item(definition, status: 201), faults: faults, handle: handle)
    }

    static func change(
        _ path: PathTemplate, _ name: String, _ summary: String, of definition: ObjectDefinition, _ scope: TokenScope,
        faults: [GraphErrorCode] = [], _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .patch, path: path, name: name, summary: summary, scope: scope, body: .update(definition), result: .nothing,
            faults: faults + [.resourceModified], handle: handle)
    }

    static func remove(
        _ path: PathTemplate, _ name: String, _ summary: String, _ scope: TokenScope, role: Role = .viewer, faults: [GraphErrorCode] = [],
        _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .delete, path: path, name: name, summary: summary, scope: scope, role: role, faults: faults + [.resourceModified],
            handle: handle)
    }
}
