import Mustache

/// What a template sees at its root: the shell's own values first, then the page's properties, then those of the frame.
struct Scene: MustacheParent, Sendable {
    var values: [String: any Sendable]
    let page: any Sendable
    let frame: (any Sendable)?

    func child(named name: String) -> Any? {
        if let value = values[name] { return value }
        return Self.property(name, of: page) ?? frame.flatMap { Self.property(name, of: $0) }
    }

    private static func property(_ name: String, of subject: any Sendable) -> Any? {
        if let parent = subject as? any MustacheParent { return parent.child(named: name) }
        guard let value = Mirror(reflecting: subject).children.first(where: { $0.label == name })?.value else { return nil }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
