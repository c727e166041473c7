import FoundationEssentials

/// A folder of compiled tz database files with the lists that come with them.
struct ZoneFolder: Sendable {
    let path: String

    /// The places that `zone.tab` lists, one or more a country, and UTC; without that list, all names there are.
    var placeNames: [String] {
        let listed = lines(of: "zone.tab").compactMap { line -> String? in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            return line.hasPrefix("#") || columns.count < 3 ? nil : String(columns[2])
        }
        return listed.isEmpty ? allNames : listed + ["UTC"]
    }

    /// The zones and links that `tzdata.zi` lists; without that list, the files below the folder.
    var allNames: [String] {
        let listed = lines(of: "tzdata.zi").compactMap { line -> String? in
            let words = line.split(separator: " ")
            if words.first == "Z", words.count > 1 { return String(words[1]) }
            if words.first == "L", words.count > 2 { return String(words[2]) }
            return nil
        }
        return (listed.isEmpty ? fileNames : listed).sorted()
    }

    /// Which name each old one stands for, as far as `tzdata.zi` tells.
    var links: [String: String] {
        let pairs = lines(of: "tzdata.zi").compactMap { line -> (String, String)? in
            let words = line.split(separator: " ")
            return words.first == "L" && words.count > 2 ? (String(words[2]), String(words[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The bytes of the named file, nil when there is none. A zone is a few kilobytes; a file far larger is something else.
    func bytes(of name: String) -> [UInt8]? {
        guard !name.isEmpty,
            !name.split(separator: "/", omittingEmptySubsequences: false).contains(where: { $0.isEmpty || $0.hasPrefix(".") })
        else {
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path + "/" + name), data.count < 1_000_000 else { return nil }
        return data.starts(with: "TZif".utf8) ? Array(data) : nil
    }

    private func lines(of name: String) -> [Substring] {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    /// `posix` and `right` repeat the database, the latter with leap seconds; two more files name the machine's own choice.
    private var fileNames: [String] {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        let others: Set<String> = ["localtime", "posixrules"]
        return all.filter { !$0.hasPrefix("posix/") && !$0.hasPrefix("right/") && !others.contains($0) && bytes(of: $0) != nil }
    }
}
