import CivilTime
import Testing

/// Reads lists of dates as RFC 5545 prints them: `1997 September 2-4,9;October 1`.
func printedDates(_ lines: [String]) throws -> [CivilDate] {
    let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    var dates: [CivilDate] = []
    for line in lines {
        let words = line.split(separator: " ", maxSplits: 1)
        let year = try #require(Int(words[0]))
        for part in words[1].split(separator: ";") {
            let sides = part.split(separator: " ")
            let month = try #require(months.firstIndex(of: String(sides[0]))) + 1
            for item in sides[1].split(separator: ",") {
                let ends = item.split(separator: "-").compactMap { Int($0) }
                for day in ends[0]...ends[ends.count - 1] { dates.append(try #require(CivilDate(year: year, month: month, day: day))) }
            }
        }
    }
    return dates
}
