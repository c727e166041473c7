/// JSON written by hand, for the few small answers that need no coder.
public enum JSONText {
    /// A text in quotation marks (RFC 8259 section 7).
    public static func string(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// An error in the shape of the Graph API's.
    static func error(_ message: String, reference: String?) -> String {
        let request = reference.map { ",\"requestId\":\(string($0))" } ?? ""
        return "{\"error\":{\"message\":\(string(message))\(request)}}"
    }
}
