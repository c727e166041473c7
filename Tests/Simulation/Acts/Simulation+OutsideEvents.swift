import CalendarSimulators
import CalendarSync
import CivilTime
import TestSupport

extension Simulation {
    private func newTitle(isPrivate: Bool) -> String {
        words += 1
        return isPrivate ? "secret-\(words)" : "Public \(words)"
    }

    func drawnEvent(in calendar: CalendarKey, _ random: inout SeededGenerator, isPlain: Bool = false) -> OutsideEvent {
        words += 1
        let isSeries = !isPlain && random.oneIn(3)
        let zoneName = random.pick(["Europe/Berlin", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"])
        let zone = TestZones.named(zoneName)
        // A series begins before the clocks change.
        let day = zone.date(at: history.start).adding(days: isSeries ? random.int(0...1) : random.int(1...6))
        let time = TimeOfDay(hour: random.int(0...23), minute: random.pick([0, 15, 30])) ?? .midnight
        let isPrivate = !isPlain && random.oneIn(4)
        // Whoever shares a calendar answers for themselves only.
        let isDeclinable = calendar.id == "ben@example.org" || calendar.id == "/cal/ben/private/"
        let name = "event-\(words)"
        var event = OutsideEvent(
            calendar: calendar, id: calendar.id + name + ".ics", uid: name + "@elsewhere", first: CivilDateTime(day, time),
            minutes: random.pick([15, 30, 60, 90]), isAllDay: !isPlain && random.oneIn(6), zoneName: zoneName, every: nil, count: nil,
            title: newTitle(isPrivate: isPrivate))
        event.isPrivate = isPrivate
        event.isFree = !isPlain && random.oneIn(5)
        event.isDeclined = !isPlain && isDeclinable && random.oneIn(6)
        if isSeries {
            event.every = random.pick([1, 2, 7])
            event.count = random.pick([2, 4, 8, nil])
        }
        event.isOrphan = !isPlain && !isSeries && calendar.provider == .caldav && random.oneIn(8)
        return event
    }

    func addEvent(_ random: inout SeededGenerator) {
        let calendar = random.pick(allCalendars())
        var event = drawnEvent(in: calendar, &random)
        put(&event)
        outside.append(event)
        tell("new event \(event.title) in \(calendar) at \(event.first)\(event.isSeries ? " every \(event.every ?? 0) days" : "")")
    }

    func crowd(_ random: inout SeededGenerator) {
        let calendar = random.pick(allCalendars())
        tell("twelve events in \(calendar)")
        for _ in 0..<12 {
            var event = drawnEvent(in: calendar, &random, isPlain: true)
            put(&event)
            outside.append(event)
        }
    }

    /// Writes the event as its owner's program does.
    private func put(_ event: inout OutsideEvent) {
        event.changedIn = step
        let (kept, berlin) = (event, berlin)
        if event.calendar.provider == .google {
            event.id = edit(.addEvent(calendar: event.calendar.id, event: kept.googleEvent(owner: berlin))) ?? "refused"
        } else {
            around.caldav.change { world, moment in
                world.edit(
                    String(kept.id.dropFirst(kept.calendar.id.count)), in: kept.calendar.id, data: kept.calendarData(owner: berlin), moment)
            }
        }
    }

    func changeEvent(_ random: inout SeededGenerator) {
        guard !outside.isEmpty else { return }
        let index = random.int(0...outside.count - 1)
        outside[index].changedIn = step
        forgetHeld(outside[index].id)
        switch random.int(1...10) {
        case 1 where random.oneIn(3): removeAll(from: outside[index].calendar)
        case 1, 2, 3: remove(index)
        case 4...6 where outside[index].isSeries: changeOccurrence(index, &random)
        case 7 where outside[index].isSeries: split(index, &random)
        case 8 where outside[index].moved.isEmpty && !outside[index].isDeclined: turnFree(index)
        case 9 where outside[index].moved.isEmpty && !outside[index].isDeclined: turnPrivate(index)
        default: if !outside[index].isSeries, !outside[index].isDeclined { retime(index, &random) }
        }
    }

    private func remove(_ index: Int) {
        let event = outside.remove(at: index)
        tell("\(event.title) is deleted")
        delete(event)
    }

    private func delete(_ event: OutsideEvent) {
        if event.calendar.provider == .google {
            edit(.deleteEvent(calendar: event.calendar.id, event: event.id))
        } else {
            around.caldav.change { world, moment in
                world.remove(String(event.id.dropFirst(event.calendar.id.count)), from: event.calendar.id, moment)
            }
        }
    }

    private func removeAll(from calendar: CalendarKey) {
        tell("everything of others in \(calendar) is deleted")
        remembered[calendar] = nil
        for event in outside where event.calendar == calendar { delete(event) }
        outside.removeAll { $0.calendar == calendar }
    }

    /// One occurrence of a series is taken out or put elsewhere.
    private func changeOccurrence(_ index: Int, _ random: inout SeededGenerator) {
        let event = outside[index]
        let occurrence = random.int(0...min(event.count ?? 6, 6) - 1)
        guard !event.skipped.contains(occurrence), event.moved[occurrence] == nil else { return }
        if random.oneIn(2) {
            outside[index].skipped.insert(occurrence)
            tell("occurrence \(occurrence) of \(event.title) is deleted")
            if event.calendar.provider == .google {
                edit(.deleteEvent(calendar: event.calendar.id, event: event.occurrenceID(occurrence, owner: berlin)))
            } else {
                put(&outside[index])
            }
        } else if !event.isAllDay {
            let span = Span(start: start(&random), duration: .minutes(event.minutes))
            outside[index].moved[occurrence] = span
            tell("occurrence \(occurrence) of \(event.title) is moved to \(span.start)")
            if event.calendar.provider == .google {
                edit(
                    .moveEvent(
                        calendar: event.calendar.id, event: event.occurrenceID(occurrence, owner: berlin), start: span.start))
            } else {
                put(&outside[index])
            }
        }
    }

    /// "This and all following" becomes a series of its own, half an hour later.
    private func split(_ index: Int, _ random: inout SeededGenerator) {
        let event = outside[index]
        guard let every = event.every, !event.isAllDay, event.skipped.isEmpty, event.moved.isEmpty, (event.count ?? 9) > 2 else { return }
        let border = random.int(1...min(event.count ?? 6, 6) - 1)
        var following = event
        following.first = CivilDateTime(event.date(border), event.first.time)
        // A series that begins in an hour that the clock leaves out keeps another time than it was given.
        guard event.zone.civil(at: event.start(border, berlin)) == following.first else { return }
        following.title = newTitle(isPrivate: event.isPrivate)
        following.count = nil
        outside[index].count = border
        tell("\(event.title) is split at \(border): \(following.title), every \(every) days")
        if event.calendar.provider == .google {
            let change: JSONValue = ["summary": .text(following.title)]
            following.id =
                edit(
                    .splitSeries(
                        calendar: event.calendar.id, occurrence: event.occurrenceID(border, owner: berlin), change: change)) ?? "refused"
        } else {
            put(&outside[index])
            words += 1
            let name = "event-\(words)"
            following = OutsideEvent(
                calendar: event.calendar, id: event.calendar.id + name + ".ics", uid: name + "@elsewhere", first: following.first,
                minutes: event.minutes, isAllDay: false, zoneName: event.zoneName, every: every, count: nil, isFree: event.isFree,
                isDeclined: event.isDeclined, isPrivate: event.isPrivate, title: following.title)
            put(&following)
        }
        outside.append(following)
    }

    private func turnFree(_ index: Int) {
        outside[index].isFree.toggle()
        let event = outside[index]
        tell("\(event.title) is \(event.isFree ? "free" : "busy")")
        rewrite(index, ["transparency": event.isFree ? "transparent" : "opaque"])
    }

    private func turnPrivate(_ index: Int) {
        outside[index].isPrivate.toggle()
        outside[index].title = newTitle(isPrivate: outside[index].isPrivate)
        let event = outside[index]
        tell("an event is \(event.isPrivate ? "private" : "public"): \(event.title)")
        rewrite(
            index,
            [
                "visibility": event.isPrivate ? "private" : "default", "summary": .text(event.title),
                "description": .text("Notes of \(event.title)"), "location": .text("At \(event.title)"),
            ])
    }

    private func retime(_ index: Int, _ random: inout SeededGenerator) {
        let berlin = berlin
        let clock = outside[index].zone.civil(at: start(&random))
        outside[index].first = CivilDateTime(clock.date, outside[index].isAllDay ? outside[index].first.time : clock.time)
        tell("\(outside[index].title) is moved to \(outside[index].first)")
        let wanted = outside[index].googleEvent(owner: berlin)
        rewrite(index, ["start": wanted["start"] ?? .null, "end": wanted["end"] ?? .null])
    }

    private func rewrite(_ index: Int, _ change: JSONValue) {
        let event = outside[index]
        if event.calendar.provider == .google {
            edit(.changeEvent(calendar: event.calendar.id, event: event.id, change: change))
        } else {
            put(&outside[index])
        }
    }
}
