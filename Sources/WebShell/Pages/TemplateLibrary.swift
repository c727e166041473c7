import Mustache
public import Texts

/// Every template of every room, parsed once.
public struct TemplateLibrary: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case twice(template: String)
        case unreadable(template: String, reason: String)
        case missing(template: String)

        public var sentence: String {
            switch self {
            case .twice(let name): "Two rooms have a template named “\(name)”. Rename one of them."
            case .unreadable(let name, let reason): "The template “\(name)” cannot be read: \(reason)."
            case .missing(let name): "There is no template named “\(name)”. Add it to the room's Templates folder and its Furniture."
            }
        }
    }

    private let library: MustacheLibrary
    /// The names of all templates.
    public let names: Set<String>

    init(_ furniture: [Furniture]) throws(Failure) {
        MustacheContentTypes.register(PageMarkup(), named: PageMarkup.name)
        var parsed: [String: MustacheTemplate] = [:]
        for (name, bytes) in furniture.flatMap(\.templates) {
            guard parsed[name] == nil else { throw .twice(template: name) }
            do {
                parsed[name] = try MustacheTemplate(string: Self.unindented(bytes))
            } catch {
                throw .unreadable(template: name, reason: "\(error)")
            }
        }
        library = MustacheLibrary(templates: parsed)
        names = Set(parsed.keys)
    }

    /// The library's own escaping goes by whole characters and misses a quotation mark with an accent on it; ours goes by scalars.
    private struct PageMarkup: MustacheContentType {
        static let name = "PAGE"

        func escapeText(_ text: String) -> String { Markup.escaped(text) }
    }

    /// Indentation is for those who write templates; browsers need not receive it.
    private static func unindented(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return "{{% CONTENT_TYPE:\(PageMarkup.name)}}\n" + lines.map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "\n") + "\n"
    }

    /// A template with a page's values, alone: for parts that a script puts into a page.
    public func render(part template: String, _ page: any Sendable, frame: (any Sendable)? = nil, texts: Texts, assets: String)
        throws(Failure) -> String
    {
        try render(template, Scene(values: Self.values(texts, assets), page: page, frame: frame))
    }

    /// A template within its layout.
    public func render(
        _ template: String, in layout: String, title: String, page: any Sendable, frame: (any Sendable)? = nil, texts: Texts, assets: String
    ) throws(Failure) -> String {
        var scene = Scene(values: Self.values(texts, assets), page: page, frame: frame)
        scene.values["title"] = title
        scene.values["content"] = try render(template, scene)
        return try render(layout, scene)
    }

    private func render(_ template: String, _ scene: Scene) throws(Failure) -> String {
        guard let text = library.render(scene, withTemplate: template) else { throw .missing(template: template) }
        return text
    }

    private static func values(_ texts: Texts, _ assets: String) -> [String: any Sendable] {
        ["t": texts.tree, "lang": texts.language.code, "assets": assets, "newsPlace": NewsPlace.current]
    }
}
