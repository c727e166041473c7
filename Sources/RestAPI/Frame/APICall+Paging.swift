import RestShape

extension APICall {
    /// Items a page, 0...1000.
    var pageSize: Int { min(options.top ?? Listings.usual, preferences.pageSize ?? Listings.longest, Listings.longest) }

    /// Where the next page is asked for: the same question, behind a place.
    func nextLink(_ place: String) -> String {
        let dropped: Set = ["$skip", "skip", "$skiptoken", "skiptoken"]
        var query = parameters.filter { !dropped.contains($0.name.lowercased()) }
        query.append((name: "$skiptoken", value: place))
        let text = query.map { "\(Address.encode($0.name))=\(Address.encode($0.value))" }.joined(separator: "&")
        return url("\(address)?\(text)")
    }
}
