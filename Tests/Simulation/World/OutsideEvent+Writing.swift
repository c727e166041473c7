import CalendarSimulators
import CivilTime
import ICalendar

extension OutsideEvent {
    /// As somebody's program writes it into a CalDAV calendar.
    func calendarData(owner: Zone) -> [UInt8] {
        var properties = [Property("UID", text: uid), Property(name: "DTSTAMP", value: "20261101T000000Z")] + times + texts
        if let every {
            properties.append(Property(name: "RRULE", value: "FREQ=DAILY;INTERVAL=\(every)" + (count.map { ";COUNT=\($0)" } ?? "")))
            for index in skipped.sorted() { properties.append(original("EXDATE", index)) }
        }
        if isOrphan { properties.append(original("RECURRENCE-ID", 0)) }
        let changed = moved.sorted { $0.key < $1.key }.map { index, span in
            Component(
                "VEVENT",
                properties: [
                    Property("UID", text: uid), Property(name: "DTSTAMP", value: "20261101T000000Z"), original("RECURRENCE-ID", index),
                    Property(name: "DTSTART", value: span.start.calendarText), Property(name: "DTEND", value: span.end.calendarText),
                ] + texts)
        }
        let events = [Component("VEVENT", properties: properties)] + changed
        return Component.calendar(events: events, productID: "-//Somebody//EN").serialized()
    }

    private var times: [Property] {
        if isAllDay {
            return [day("DTSTART", first.date), day("DTEND", first.date.adding(days: 1))]
        }
        // A time that the clock shows twice is told in UTC.
        if !isSeries {
            let start = zone.instant(of: first)
            return [
                Property(name: "DTSTART", value: start.calendarText),
                Property(name: "DTEND", value: (start + .minutes(minutes)).calendarText),
            ]
        }
        return [clock("DTSTART", first), Property(name: "DURATION", value: "PT\(minutes)M")]
    }

    private var texts: [Property] {
        var properties = [
            Property("SUMMARY", text: title), Property("DESCRIPTION", text: "Notes of \(title)"), Property("LOCATION", text: "At \(title)"),
        ]
        if isFree { properties.append(Property(name: "TRANSP", value: "TRANSPARENT")) }
        if isPrivate { properties.append(Property(name: "CLASS", value: "PRIVATE")) }
        if isDeclined {
            properties += [
                Property(name: "ORGANIZER", value: "mailto:dora@example.org"),
                Property(
                    name: "ATTENDEE", parameters: [Parameter("PARTSTAT", "DECLINED")], value: "mailto:ben@example.org"),
            ]
        }
        return properties
    }

    private func original(_ name: String, _ index: Int) -> Property {
        isAllDay ? day(name, date(index)) : clock(name, CivilDateTime(date(index), first.time))
    }

    private func day(_ name: String, _ date: CivilDate) -> Property {
        Property(name: name, parameters: [Parameter("VALUE", "DATE")], value: date.description.replacing("-", with: ""))
    }

    private func clock(_ name: String, _ civil: CivilDateTime) -> Property {
        let text = civil.description.replacing("-", with: "").replacing(":", with: "")
        return Property(name: name, parameters: [Parameter("TZID", zoneName)], value: text)
    }

    /// As the same is told to Google.
    func googleEvent(owner: Zone) -> JSONValue {
        var event: JSONValue = [
            "summary": .text(title), "description": .text("Notes of \(title)"), "location": .text("At \(title)"),
            "transparency": isFree ? "transparent" : "opaque", "visibility": isPrivate ? "private" : "default",
        ]
        if isAllDay {
            event["start"] = ["date": .text(first.date.description)]
            event["end"] = ["date": .text(first.date.adding(days: 1).description)]
        } else {
            let start = zone.instant(of: first)
            event["start"] = ["dateTime": .text(start.description), "timeZone": .text(zoneName)]
            event["end"] = ["dateTime": .text((start + .minutes(minutes)).description), "timeZone": .text(zoneName)]
        }
        if let every {
            event["recurrence"] = .list([.text("RRULE:FREQ=DAILY;INTERVAL=\(every)" + (count.map { ";COUNT=\($0)" } ?? ""))])
        }
        if isDeclined {
            event["organizer"] = ["email": "dora@example.org"]
            event["attendees"] = .list([["email": .text("ben@example.org"), "responseStatus": "declined"]])
        }
        return event
    }

    /// Google's name of an occurrence.
    func occurrenceID(_ index: Int, owner: Zone) -> String {
        let key =
            isAllDay
            ? date(index).description.replacing("-", with: "")
            : start(index, owner).description.replacing("-", with: "").replacing(":", with: "")
        return "\(id)_\(key)"
    }
}
