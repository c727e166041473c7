import Secrets

/// The generated part of the calendar's styles: places and colours as classes.
enum CalendarStylesheet {
    /// One class for each row, length, lane and number of hours; on narrow screens the page is a list and none of them counts.
    static let grid: String = {
        var css = "@media (min-width: 48rem) {\n"
        for row in 0..<288 { css += ".at-\(row){grid-row-start:\(row + 1)}\n" }
        for rows in 1...288 { css += ".for-\(rows){grid-row-end:span \(rows)}\n" }
        for lanes in 2...CalendarGrid.mostLanes {
            css += ".lanes-\(lanes){inline-size:calc(100% / \(lanes) - 2px)}\n"
            css += ".column.wide-\(lanes){min-inline-size:\(lanes * 5)rem}\n"
            for lane in 1..<lanes { css += ".lanes-\(lanes).lane-\(lane){margin-inline-start:calc(100% * \(lane) / \(lanes))}\n" }
        }
        for hours in 1...24 { css += ".hours-\(hours){--rows:\(hours * 12)}\n" }
        return css + "}\n"
    }()

    /// The address of `grid`, which changes with its text, so that it can be cached for ever.
    static let gridAddress = "/admin/grid.css?v=\(Token.hash(grid).prefix(12))"

    /// The class of a colour: `color-1f5fbf`.
    static func className(of color: String) -> String { "color-\(hex(color) ?? "6b7280")" }

    /// The address of the style sheet that holds the given colours. The colours are its query, so that it can be cached for ever.
    static func colorsAddress(_ colors: some Sequence<String>) -> String {
        let codes = Set(colors.compactMap(hex) + ["6b7280"]).sorted()
        return "/admin/colors.css?c=\(codes.joined(separator: "."))"
    }

    /// The style sheet of the colours in a query; what is no colour is left out, and so is everything past the 400th.
    static func colors(query: String) -> String {
        query.split(separator: ".").prefix(400).compactMap { hex("#" + $0) }.map { ".color-\($0){--item:#\($0)}\n" }.joined()
    }

    private static func hex(_ color: String) -> String? {
        let digits = color.dropFirst()
        guard color.first == "#", digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        return digits.lowercased()
    }
}
