/// The templates and static files of one room, as SwiftPM embeds them: `PackageResources.name_mustache` and the like.
public struct Furniture: Sendable {
    /// By name, without `.mustache`.
    public var templates: [String: [UInt8]]
    /// By file name, with its extension.
    public var assets: [String: [UInt8]]

    public init(templates: [String: [UInt8]], assets: [String: [UInt8]]) {
        self.templates = templates
        self.assets = assets
    }

    static let shell = Furniture(
        templates: [
            "public": PackageResources.public_mustache,
            "problem": PackageResources.problem_mustache,
            "error-summary": PackageResources.error_summary_mustache,
            "field": PackageResources.field_mustache,
        ],
        assets: [
            "kalends.css": PackageResources.kalends_css,
            "icon.svg": PackageResources.icon_svg,
        ]
    )
}
