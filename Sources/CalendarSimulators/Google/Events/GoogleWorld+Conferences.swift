import CivilTime

extension GoogleWorld {
    /// Carries out what a write says about the conference. Nothing it says counts unless `conferenceDataVersion` is 1.
    mutating func arrangeConference(
        _ resource: inout JSONValue, asked body: JSONValue, _ calendar: SimulatedCalendar, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) {
        let version = request.parameters["conferenceDataVersion"] ?? "0"
        guard version == "0" || version == "1" else { throw .invalid("Invalid value.", parameter: "conferenceDataVersion") }
        guard version == "1", let asked = body["conferenceData"] else { return }
        guard asked != .null else {
            resource["conferenceData"] = nil
            resource["hangoutLink"] = nil
            return
        }
        guard let wish = asked["createRequest"], let key = wish["requestId"]?.string, !key.isEmpty else { return }
        guard wish["conferenceSolutionKey"]?["type"]?.string == "hangoutsMeet", calendar.offersMeet else {
            throw .invalid("Invalid conference type value.")
        }
        // A request of the same id was carried out already.
        guard calendars[calendar.id]?.conferenceRequests.insert(key).inserted == true else { return }
        var conference: JSONValue = [
            "createRequest": [
                "requestId": .text(key), "conferenceSolutionKey": ["type": "hangoutsMeet"], "status": ["statusCode": "pending"],
            ]
        ]
        if settings.conferenceDelay > 0 {
            conference["due"] = .integer((moment.now + .seconds(settings.conferenceDelay)).secondsSinceEpoch)
            resource["conferenceData"] = conference
            resource["hangoutLink"] = nil
        } else {
            resource["conferenceData"] = conference
            open(&resource)
        }
    }

    /// Conferences whose time has come.
    mutating func settleConferences(_ moment: Moment) {
        guard settings.conferenceDelay > 0 else { return }
        for id in calendars.keys.sorted() {
            let due = (calendars[id]?.events.values.map(\.resource) ?? []).filter { resource in
                resource["conferenceData"]?["due"]?.integer.map { $0 <= moment.now.secondsSinceEpoch } ?? false
            }
            for resource in due.sorted(by: { ($0["id"]?.string ?? "") < ($1["id"]?.string ?? "") }) {
                var resource = resource
                open(&resource)
                store(resource, in: id, moment)
            }
        }
    }

    /// A room of its own for the event.
    private mutating func open(_ resource: inout JSONValue) {
        counter += 1
        let code = LetterCode.meeting(counter)
        let address = "https://meet.google.com/\(code)"
        resource["conferenceData"]?["due"] = nil
        resource["conferenceData"]?["createRequest"]?["status"] = ["statusCode": "success"]
        resource["conferenceData"]?["conferenceId"] = .text(code)
        resource["conferenceData"]?["conferenceSolution"] = [
            "key": ["type": "hangoutsMeet"], "name": "Google Meet",
            "iconUri": "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png",
        ]
        resource["conferenceData"]?["entryPoints"] = [
            ["entryPointType": "video", "uri": .text(address), "label": .text("meet.google.com/\(code)")]
        ]
        resource["hangoutLink"] = .text(address)
    }
}
