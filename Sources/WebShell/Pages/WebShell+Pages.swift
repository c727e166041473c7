public import Hummingbird
public import Texts

extension WebShell {
    /// A page as a response.
    /// - Parameter frame: what the layout shows beside the page's own properties, such as `PublicFrame`.
    public func page<P: Page>(
        _ page: P, frame: (any Sendable)? = nil, _ context: KalendsRequestContext, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        try self.page(
            template: P.template, layout: P.layout, title: page.title, values: page, frame: frame, texts: context.texts, status: status,
            headers: headers)
    }

    /// A page whose template is chosen at run time.
    public func page(
        template: String, layout: String, title: String, values: any Sendable, frame: (any Sendable)? = nil, texts: Texts,
        status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        let text = try templates.render(
            template, in: layout, title: title, page: values, frame: frame, texts: texts, assets: assets.prefix)
        return Response.html(text, status: status, headers: headers)
    }

    /// A template without a layout, for scripts that put it into a page.
    public func part(
        template: String, values: any Sendable, frame: (any Sendable)? = nil, texts: Texts, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        let text = try templates.render(part: template, values, frame: frame, texts: texts, assets: assets.prefix)
        return Response.html(text, status: status, headers: headers)
    }
}

extension Response {
    public static func html(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        content(ByteBuffer(string: text), type: "text/html; charset=utf-8", status: status, headers: headers)
    }

    public static func json(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        content(ByteBuffer(string: text), type: "application/json", status: status, headers: headers)
    }

    public static func text(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        content(ByteBuffer(string: text), type: "text/plain; charset=utf-8", status: status, headers: headers)
    }

    /// A file that the browser saves under a name; anything but letters, digits, dots and hyphens in it becomes a hyphen.
    public static func download(_ bytes: [UInt8], type: String, name: String) -> Response {
        let safe = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
        return content(
            ByteBuffer(bytes: bytes), type: type, status: .ok, headers: [.contentDisposition: "attachment; filename=\"\(safe)\""])
    }

    public static func content(_ bytes: ByteBuffer, type: String, status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    /// "See other" (303): the browser asks for another page of ours, by GET.
    public static func see(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
