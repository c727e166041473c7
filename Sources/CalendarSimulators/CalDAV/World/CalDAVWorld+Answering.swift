import CivilTime

extension CalDAVWorld {
    /// Answers a request.
    public mutating func answer(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        requestCount += 1
        let request = CalDAVRequest(request)
        var answer = refusal(of: request, moment) ?? self.answer(request, moment)
        answer.headers.append((name: "Date", value: HTTPDate.text(moment.now)))
        return answer
    }

    private mutating func answer(_ request: CalDAVRequest, _ moment: Moment) -> SimulatedAnswer {
        guard let (user, password) = request.credentials, users[user]?.password == password else {
            var refusal = SimulatedAnswer.refusal(401)
            refusal.headers.append((name: "WWW-Authenticate", value: "Basic realm=\"stand-in\""))
            return refusal
        }
        var answer = answer(request, of: user, moment)
        bend(&answer, request)
        answer.headers.append((name: "DAV", value: "1, 3, access-control, calendar-access"))
        return answer
    }

    private mutating func answer(_ request: CalDAVRequest, of user: String, _ moment: Moment) -> SimulatedAnswer {
        switch request.method {
        case "OPTIONS": return SimulatedAnswer(status: 200, headers: [("Allow", "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, REPORT")])
        case "PROPFIND": return propfind(request, of: user, moment)
        case "REPORT": return report(request, of: user, moment)
        case "GET", "PUT", "DELETE":
            guard let (collection, name) = member(request.path), let right = collections[collection]?.rights[user], right != .none else {
                return .refusal(request.method == "PUT" ? 409 : 404)
            }
            if request.method == "GET" { return get(name, in: collection, moment) }
            guard right == .write else { return .refusal(403, condition: "d:need-privileges") }
            return request.method == "PUT" ? put(request, name, in: collection, moment) : delete(request, name, in: collection, moment)
        default: return .refusal(405)
        }
    }

    /// The calendar's path and the member's name in a path.
    func member(_ path: String) -> (collection: String, name: String)? {
        guard let slash = path.lastIndex(of: "/"), path.index(after: slash) < path.endIndex else { return nil }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    /// Until when somebody sees what was written, in lists.
    func listedUntil(_ moment: Moment) -> Instant { moment.now - .seconds(settings.listingDelay) }
}
