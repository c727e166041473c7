public import WebShell

extension Furniture {
    /// The template and the style of the page about the API.
    public static let restAPI = Furniture(
        templates: ["reference": PackageResources.reference_mustache], assets: ["reference.css": PackageResources.reference_css])
}
