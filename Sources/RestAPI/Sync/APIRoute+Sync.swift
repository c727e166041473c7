import Booking
import HTTPTypes
import RestShape

extension APIRoute {
    /// The same for whoever may look after the sync.
    func forSync(_ role: Role = .administrator) -> APIRoute {
        var route = self
        (route.scope, route.role) = (.sync, role)
        return route
    }

    /// An action that answers with what came of it.
    static func syncAction(
        _ path: PathTemplate, _ name: String, _ summary: String, body: Body = .none, _ result: Result, faults: [GraphErrorCode] = [],
        _ handle: @escaping Handler
    ) -> APIRoute {
        APIRoute(
            method: .post, path: path, name: name, summary: summary, scope: .sync, role: .administrator, body: body, result: result,
            faults: faults, handle: handle)
    }
}
