/// The values that one template shows. Mustache reads the stored properties by name, so the struct is the template's contract.
public protocol Page: Sendable {
    /// The template's name, without `.mustache`.
    static var template: String { get }
    /// The template around it.
    static var layout: String { get }
    /// What the browser's tab says.
    var title: String { get }
}

extension Page {
    public static var layout: String { "public" }
}
