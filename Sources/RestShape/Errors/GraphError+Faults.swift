extension GraphError {
    /// A body that is not JSON, or too large.
    public init(_ fault: JSONFault) {
        switch fault.reason {
        case .tooLong: self.init(.requestTooLarge, fault.description)
        default: self.init(.invalidRequest, fault.description, target: fault.path.asTarget)
        }
    }

    /// A body that contradicts its definition. The first fault is the message; all are details when there are several.
    public init(_ failure: ShapeFailure) {
        let details = failure.faults.map { Detail(.invalidRequest, $0.description, target: $0.path.asTarget) }
        let first = details.first
        self.init(
            .invalidRequest, first?.message ?? failure.description, target: first?.target, details: details.count > 1 ? details : [])
    }

    /// A query option that cannot be read.
    public init(_ fault: QueryFault) {
        self.init(.invalidRequest, fault.description, target: fault.option)
    }
}

extension JSONPath {
    /// Nil for the body as a whole, which needs no name.
    var asTarget: String? { self == .root ? nil : description }
}
