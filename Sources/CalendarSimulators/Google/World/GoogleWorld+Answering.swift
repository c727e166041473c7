import CivilTime

extension GoogleWorld {
    /// Answers a request to any of Google's addresses.
    public mutating func answer(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        begin(moment)
        let segments = request.segments
        var answer: SimulatedAnswer
        switch (request.method, segments) {
        case ("GET", ["o", "oauth2", "v2", "auth"]): answer = consentPage(request)
        case ("POST", ["o", "oauth2", "v2", "auth"]): answer = consent(request, moment)
        case ("POST", ["token"]): answer = tokenAnswer(request, moment)
        case ("POST", ["revoke"]): answer = revocationAnswer(request, moment)
        case ("GET", ["oauth2", "v3", "userinfo"]), ("GET", ["v1", "userinfo"]): answer = userInfo(request, moment)
        case (_, _) where segments.prefix(2) == ["calendar", "v3"]:
            answer = calendarAnswer(request, Array(segments.dropFirst(2)), moment)
        default: answer = page(request, segments, moment) ?? GoogleRefusal.notFound.answer
        }
        answer.headers.append((name: "Date", value: HTTPDate.text(moment.now + .seconds(settings.clockSkew))))
        return answer
    }

    /// What happens by itself as time passes.
    mutating func begin(_ moment: Moment) {
        latest = max(latest, moment.now)
        settleConferences(moment)
    }

    private mutating func tokenAnswer(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        var answer = refusal(method: "token", calendar: nil, page: nil, moment) ?? token(request, moment)
        bend(&answer, method: "token", calendar: nil)
        record(request, nil, access: nil, answer)
        return answer
    }

    private mutating func revocationAnswer(_ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer {
        var answer = refusal(method: "revoke", calendar: nil, page: nil, moment) ?? revoke(request)
        bend(&answer, method: "revoke", calendar: nil)
        record(request, nil, access: nil, answer)
        return answer
    }

    private mutating func calendarAnswer(_ request: SimulatedRequest, _ path: [String], _ moment: Moment) -> SimulatedAnswer {
        let route = GoogleMethod.of(request.method, path)
        let access = access(of: request, moment)
        guard let (method, calendar, event) = route else {
            record(request, nil, access: access, GoogleRefusal.notFound.answer)
            return GoogleRefusal.notFound.answer
        }
        let named = calendar == "primary" ? access.flatMap { person(subject: $0.subject)?.email } : calendar
        let page = request.parameters["pageToken"].flatMap { ListingCursor($0)?.page } ?? 1
        var answer: SimulatedAnswer
        if let refusal = refusal(method: method.rawValue, calendar: named, page: page, moment) {
            answer = refusal
        } else {
            do throws(GoogleRefusal) {
                answer = try self.answer(method, calendar, event, request, access, moment)
            } catch {
                answer = error.answer
            }
            bend(&answer, method: method.rawValue, calendar: named)
        }
        record(request, method, access: access, answer)
        return answer
    }

    private mutating func answer(
        _ method: GoogleMethod, _ calendar: String?, _ event: String?, _ request: SimulatedRequest, _ access: AuthorizationState.Access?,
        _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        guard let access, let person = person(subject: access.subject) else { throw .unauthenticated }
        let scopes = Set(access.scopes.map { $0.replacing(GoogleScope.prefix, with: "") })
        guard !scopes.isDisjoint(with: method.scopes) else { throw .missingScope }
        try count(method, by: person, moment)
        let body = try Self.body(of: request)
        let (calendar, event) = (calendar ?? "", event ?? "")
        switch method {
        case .calendarListList: return try listCalendars(by: person, request, moment)
        case .calendarListGet: return try getListEntry(calendar, by: person)
        case .calendarListPatch: return try patchListEntry(calendar, by: person, body)
        case .calendarListWatch: return try watch(.list(subject: person.subject), uri: uri(request), by: person, body, moment)
        case .calendarsGet: return try getCalendar(calendar, by: person)
        case .calendarsInsert: return try insertCalendar(by: person, body, moment)
        case .calendarsPatch: return try patchCalendar(calendar, by: person, request, body, moment)
        case .calendarsDelete: return try deleteCalendar(calendar, by: person)
        case .channelsStop: return try stopChannel(by: person, body)
        case .eventsList: return try listEvents(in: calendar, by: person, request, moment)
        case .eventsGet: return try getEvent(event, in: calendar, by: person, request, moment)
        case .eventsInsert: return try insertEvent(in: calendar, by: person, request, body, moment)
        case .eventsImport: return try importEvent(in: calendar, by: person, request, body, moment)
        case .eventsPatch: return try patchEvent(event, in: calendar, by: person, request, body, moment)
        case .eventsUpdate: return try updateEvent(event, in: calendar, by: person, request, body, moment)
        case .eventsDelete: return try deleteEvent(event, in: calendar, by: person, request, moment)
        case .eventsInstances: return try instances(of: event, in: calendar, by: person, request, moment)
        case .eventsMove: return try moveEvent(event, in: calendar, by: person, request, moment)
        case .eventsWatch:
            let visit = try visit(calendar, by: person)
            return try watch(.events(calendar: visit.calendar.id), uri: uri(request), by: person, body, moment)
        case .freeBusyQuery: return try freeBusy(by: person, body, moment)
        }
    }

    private static func body(of request: SimulatedRequest) throws(GoogleRefusal) -> JSONValue {
        guard ["POST", "PUT", "PATCH"].contains(request.method), !request.body.isEmpty else { return [:] }
        guard let body = JSONValue(parsing: request.body), body.members != nil else {
            throw GoogleRefusal(400, "parseError", "Parse Error")
        }
        return body
    }

    private func uri(_ request: SimulatedRequest) -> String {
        "https://www.googleapis.com" + request.path.replacing("/watch", with: "") + "?alt=json"
    }

    /// Counts against the limits; a refused request counts as well.
    private mutating func count(_ method: GoogleMethod, by person: SimulatedPerson, _ moment: Moment) throws(GoogleRefusal) {
        if let limit = settings.requestsPerMinute {
            let recent = (recentRequests[person.subject] ?? []).filter { $0 > moment.now - .minutes(1) } + [moment.now]
            recentRequests[person.subject] = recent
            guard recent.count <= limit else { throw .tooFast }
        }
        if let limit = settings.writesPerDay, method.isEventWrite {
            let recent = (recentWrites[person.subject] ?? []).filter { $0 > moment.now - .days(1) }
            guard recent.count < limit else { throw .usageLimits }
            recentWrites[person.subject] = recent + [moment.now]
        }
    }

    private mutating func record(
        _ request: SimulatedRequest, _ method: GoogleMethod?, access: AuthorizationState.Access?, _ answer: SimulatedAnswer
    ) {
        requestCount += 1
        guard settings.requestsRemembered > 0 else { return }
        // Codes and tokens are no business of a checker.
        let body = method == nil ? "" : String(decoding: request.body, as: UTF8.self)
        requests.append(
            RecordedRequest(
                number: requestCount, method: method, verb: request.method, path: request.path, query: request.query, body: body,
                scopes: access?.scopes ?? [], subject: access?.subject, status: answer.status))
        if requests.count > settings.requestsRemembered * 2 { requests.removeFirst(requests.count - settings.requestsRemembered) }
    }
}
