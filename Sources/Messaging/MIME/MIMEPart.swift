/// A part of a message: its headers and its encoded body (RFC 2045).
struct MIMEPart {
    enum Content {
        case text(String)
        case bytes([UInt8])
        case parts([MIMEPart], boundary: String)
    }

    var type: String
    var disposition: String?
    var content: Content

    static func multipart(_ subtype: String, _ parts: [MIMEPart], boundary: String) -> MIMEPart {
        MIMEPart(type: "multipart/\(subtype); boundary=\"\(boundary)\"", content: .parts(parts, boundary: boundary))
    }

    /// Headers, an empty line and the body, which ends with CRLF.
    var serialized: String {
        var fields = [HeaderField("Content-Type", type)]
        if let disposition { fields.append(HeaderField("Content-Disposition", disposition)) }
        switch content {
        case .text: fields.append(HeaderField("Content-Transfer-Encoding", "quoted-printable"))
        case .bytes: fields.append(HeaderField("Content-Transfer-Encoding", "base64"))
        case .parts: break
        }
        return fields.map(\.serialized).joined() + "\r\n" + body
    }

    private var body: String {
        switch content {
        case .text(let text): QuotedPrintable.body(text) + "\r\n"
        case .bytes(let bytes): Base64.body(bytes)
        case .parts(let parts, let boundary):
            parts.map { "--\(boundary)\r\n\($0.serialized)\r\n" }.joined() + "--\(boundary)--\r\n"
        }
    }
}
