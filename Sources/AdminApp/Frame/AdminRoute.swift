import Booking
import HTTPTypes

/// One row of the route table: method, path, who may, and who answers.
struct AdminRoute: Sendable {
    enum Access: Sendable {
        /// Whoever comes by.
        case anyone
        /// Every role may read it.
        case reader
        /// Schedulers and administrators.
        case scheduler
        case administrator

        func admits(_ role: Role) -> Bool {
            switch self {
            case .anyone, .reader: true
            case .scheduler: role.canManageAppointments
            case .administrator: role.canManageSettings
            }
        }
    }

    enum Handler: Sendable {
        case guest(@Sendable (Guest) async throws -> Answer)
        case visit(@Sendable (Visit) async throws -> Answer)
    }

    let method: HTTPRequest.Method
    /// Hummingbird's form: `/admin/services/{id}`.
    let path: String
    let access: Access
    let handler: Handler

    static func open(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping @Sendable (Guest) async throws -> Answer)
        -> AdminRoute
    {
        AdminRoute(method: method, path: path, access: .anyone, handler: .guest(answer))
    }

    static func get(_ path: String, _ access: Access, _ answer: @escaping @Sendable (Visit) async throws -> Answer) -> AdminRoute {
        AdminRoute(method: .get, path: path, access: access, handler: .visit(answer))
    }

    static func post(_ path: String, _ access: Access, _ answer: @escaping @Sendable (Visit) async throws -> Answer) -> AdminRoute {
        AdminRoute(method: .post, path: path, access: access, handler: .visit(answer))
    }
}
