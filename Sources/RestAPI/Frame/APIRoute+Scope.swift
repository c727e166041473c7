import Booking

extension APIRoute {
    /// The same for who holds another scope.
    func needing(_ scope: TokenScope) -> APIRoute {
        var route = self
        route.scope = scope
        return route
    }
}
