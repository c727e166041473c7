/// HTML written by hand, for the few pages of a stand-in.
enum Markup {
    /// Text as it stands in HTML, in attributes too.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A whole page around a body that is markup already.
    static func page(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title)) · Google stand-in</title>
        <style>\(style)</style>
        </head>
        <body>
        <p class="banner">This is a stand-in for Google Calendar. Nothing here leaves this computer.</p>
        <main>
        \(body)
        </main>
        </body>
        </html>
        """
    }

    static func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(escaped(name))\" value=\"\(escaped(value))\">"
    }

    static func field(_ label: String, name: String, type: String = "text", value: String = "", id: String? = nil) -> String {
        let id = id ?? name
        return """
            <p class="field"><label for="\(escaped(id))">\(escaped(label))</label>\
            <input id="\(escaped(id))" name="\(escaped(name))" type="\(type)" value="\(escaped(value))"></p>
            """
    }

    static func choice(_ label: String, name: String, _ options: [(value: String, label: String)], chosen: String, id: String? = nil)
        -> String
    {
        let id = id ?? name
        let list = options.map { option in
            "<option value=\"\(escaped(option.value))\"\(option.value == chosen ? " selected" : "")>\(escaped(option.label))</option>"
        }
        return """
            <p class="field"><label for="\(escaped(id))">\(escaped(label))</label>\
            <select id="\(escaped(id))" name="\(escaped(name))">\(list.joined())</select></p>
            """
    }

    private static let style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0; }
        main { max-width: 50rem; margin: 0 auto; padding: 1rem; }
        .banner { margin: 0; padding: .5rem 1rem; background: #174ea6; color: #fff; text-align: center; }
        .notice { padding: .5rem 1rem; border-left: .25rem solid #b3261e; }
        fieldset, article { border: 1px solid #8888; border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1rem; }
        .row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
        .field { margin: 0; display: flex; flex-direction: column; }
        .facts { margin: 0; }
        input, select, button { font: inherit; padding: .3rem .5rem; }
        h2 { margin-top: 2rem; }
        """
}
