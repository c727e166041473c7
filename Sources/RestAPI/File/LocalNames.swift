import Booking

/// What the things of a file are called within it: words made of their names, in order, so that two businesses that are the same call theirs
/// the same.
struct LocalNames {
    private var names: [String: String] = [:]

    /// - Parameters:
    ///   - things: id and name of each, in the order of the file.
    ///   - fallback: for names without a letter that an address could have.
    init(_ things: [(id: String, name: String)], fallback: String) {
        var taken: Set<String> = []
        for (id, name) in things {
            let word = Slug.make(from: name, fallback: fallback)
            var (candidate, number) = (word, 2)
            while !taken.insert(candidate).inserted {
                candidate = "\(word)-\(number)"
                number += 1
            }
            names[id] = candidate
        }
    }

    /// The word for an id; `nil` for what is not in the file.
    subscript(_ id: String) -> String? { names[id] }
}
