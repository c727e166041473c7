import CivilTime

extension GoogleWorld {
    /// Lets something go wrong from now on.
    public mutating func add(_ fault: SimulatedFault) { faults.append(fault) }

    /// Nothing goes wrong any more.
    public mutating func clearFaults() { faults = [] }

    /// The first fault of these kinds that happens to such a request now; it is counted.
    mutating func take(
        _ kinds: Set<SimulatedFault.Kind>, method: String, calendar: String?, page: Int? = nil
    ) -> SimulatedFault? {
        for index in faults.indices where kinds.contains(faults[index].kind) {
            let fault = faults[index]
            guard fault.method.map({ method.hasPrefix($0) }) ?? true, fault.calendar == nil || fault.calendar == calendar,
                fault.page == nil || fault.page == page, fault.times == 0 || fault.happened < fault.times
            else { continue }
            faults[index].matched += 1
            let turn = fault.matched - fault.skip
            guard turn >= 0, turn % fault.every == 0 else { continue }
            faults[index].happened += 1
            return fault
        }
        return nil
    }

    /// A refusal instead of an answer, if there is to be one.
    mutating func refusal(
        method: String, calendar: String?, page: Int?, _ moment: Moment
    ) -> SimulatedAnswer? {
        guard let fault = take([.refuse], method: method, calendar: calendar, page: page) else { return nil }
        var headers: [String: String] = [:]
        if let text = fault.retryAfter {
            // A date is one of Google's own clock.
            let due = moment.now + .seconds(settings.clockSkew + (Int(text.dropFirst()) ?? 0))
            headers["Retry-After"] = text.hasPrefix("+") ? HTTPDate.text(due) : text
        }
        guard method != "token" else {
            var answer = TokenRefusal(status: fault.status, error: fault.reason, description: "Bad Request").answer
            answer.headers += headers.map { (name: $0.key, value: $0.value) }
            return answer
        }
        var refusal = GoogleRefusal(fault.status, fault.reason, Self.message(of: fault.reason), domain: Self.domain(of: fault.reason))
        refusal.headers = headers
        if fault.reason == "conditionNotMet" { (refusal.location, refusal.locationType) = ("If-Match", "header") }
        if fault.reason == "fullSyncRequired" { (refusal.location, refusal.locationType) = ("syncToken", "parameter") }
        return refusal.answer
    }

    /// Bends the way an answer arrives.
    mutating func bend(_ answer: inout SimulatedAnswer, method: String, calendar: String?) {
        let kinds: Set<SimulatedFault.Kind> = [.loseAnswer, .delayAnswer, .cutAnswer, .webPage]
        guard let fault = take(kinds, method: method, calendar: calendar) else { return }
        switch fault.kind {
        case .loseAnswer: answer.arrival = .lost
        case .delayAnswer: answer.delay = Double(fault.seconds)
        case .cutAnswer: answer.arrival = .cutOff(after: answer.body.count / 2)
        default: answer = .page(Markup.page(title: "Error 502", body: "<h1>502. That’s an error.</h1>"))
        }
    }

    /// Bends one page of a listing.
    /// - Parameter earlier: items as they were before their last change.
    mutating func bend(
        _ items: inout [JSONValue], _ next: inout ListingCursor?, at cursor: ListingCursor, _ earlier: [JSONValue], _ calendar: String
    ) {
        let kinds: Set<SimulatedFault.Kind> = [
            .emptyList, .emptyPage, .repeatPage, .repeatItem, .oldItemLast, .reverseItems, .dropTombstones, .bareTombstones, .brokenItem,
        ]
        while let fault = take(kinds, method: "events.list", calendar: calendar, page: cursor.page) {
            switch fault.kind {
            case .emptyList: (items, next) = ([], nil)
            case .emptyPage, .repeatPage:
                if fault.kind == .emptyPage { items = [] }
                var again = cursor
                again.page += 1
                next = again
            case .repeatItem: items = earlier + items
            case .oldItemLast: items += earlier
            case .reverseItems: items.reverse()
            case .dropTombstones: items.removeAll { $0["status"]?.string == "cancelled" }
            case .bareTombstones:
                items = items.map { item in
                    guard item["status"]?.string == "cancelled" else { return item }
                    var item = item
                    (item["recurringEventId"], item["originalStartTime"]) = (nil, nil)
                    return item
                }
            default: items.append(["kind": "calendar#event", "id": "brokenitem", "etag": "\"1\"", "status": "confirmed"])
            }
            // One that lasts happens to a page once.
            if fault.times == 0 { break }
        }
    }

    static func domain(of reason: String) -> String {
        switch reason {
        case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "accessNotConfigured": "usageLimits"
        case "fullSyncRequired", "updatedMinTooLongAgo", "forbiddenForNonOrganizer", "requiredAccessLevel": "calendar"
        default: "global"
        }
    }

    private static func message(of reason: String) -> String {
        switch reason {
        case "authError": "Invalid Credentials"
        case "rateLimitExceeded": "Rate Limit Exceeded"
        case "userRateLimitExceeded": "User Rate Limit Exceeded"
        case "quotaExceeded": "Calendar usage limits exceeded."
        case "dailyLimitExceeded": "Daily Limit Exceeded"
        case "insufficientPermissions": GoogleRefusal.missingScope.message
        case "requiredAccessLevel": GoogleRefusal.needsWriter.message
        case "forbiddenForNonOrganizer": GoogleRefusal.notOrganizer.message
        case "accessNotConfigured": "Google Calendar API has not been used in this project before or it is disabled."
        case "domainPolicy": "The domain administrators have disabled Calendar apps."
        case "fullSyncRequired": GoogleRefusal.fullSyncRequired.message
        case "deleted": GoogleRefusal.deleted.message
        case "conditionNotMet": GoogleRefusal.changed.message
        case "notFound": "Not Found"
        case "forbidden": "Forbidden"
        case "duplicate": GoogleRefusal.duplicate.message
        case "backendError": "Backend Error"
        default: reason
        }
    }
}
