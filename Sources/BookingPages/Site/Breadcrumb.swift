import Booking
import WebShell

/// Where a page stands: the way back, step by step.
struct Breadcrumb: Sendable {
    struct Step: Sendable {
        var name: String
        var address: String
        var isCurrent: Bool
    }

    var steps: [Step]

    /// - Parameter isCurrent: whether the service's own page is the one shown.
    init(_ open: OpenService, serviceAddress: String, isCurrent: Bool) {
        steps = [
            Step(name: open.business.name, address: "/b/\(open.business.slug)", isCurrent: false),
            Step(name: open.service.name, address: serviceAddress, isCurrent: isCurrent),
        ]
        // With one service the business's page leads straight here.
        if open.isOnly { steps.removeFirst() }
    }
}
