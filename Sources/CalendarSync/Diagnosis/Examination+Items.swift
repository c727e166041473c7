import CivilTime

/// What is about events and bookings: about one of them where somebody asks, about all of them otherwise.
extension Examination {
    private var event: EventFacts? { if case .event(let event) = facts.item { event } else { nil } }
    private var booking: BookingFacts? { if case .booking(let booking) = facts.item { booking } else { nil } }

    /// Whether a check says something of the event asked about, whatever else is wrong: it was read, or the booking itself says it.
    func knows(_ check: SyncCheck) -> Bool {
        switch check {
        case .markedFree, .markedPrivate: event?.found != nil
        case .assignment:
            booking.map { booking in
                let isOver = booking.link == nil && booking.span.end <= facts.now
                return !booking.isConfirmed || !booking.isTheirs || booking.link == .synced || booking.link == .inConflict || isOver
            } ?? false
        default: false
        }
    }

    /// What a check depends on: one booking that is to be written needs whatever writing needs.
    func needs(of check: SyncCheck) -> [SyncCheck] {
        guard check == .assignment, let booking else { return check.dependsOn }
        return booking.isSent ? check.dependsOn + [.writable] : [.switchedOn]
    }

    var assignment: CheckResult.Outcome {
        guard let booking else { return generalAssignment }
        var values: [String: Statement.Value] = ["booking": .text(booking.name), "span": .span(booking.span)]
        let open = Finding.Remedy.openAppointment(booking.appointment)
        guard booking.isConfirmed else { return finding("bookingCancelled", values, weight: .chosen, .nobody, open) }
        guard booking.isTheirs else {
            values["people"] = .text(booking.people.joined(separator: ", "))
            return finding("notTheirs", values, weight: .chosen, .manager, open)
        }
        if booking.span.end <= facts.now, booking.link == nil { return finding("bookingPast", values, weight: .chosen, .nobody, open) }
        values["calendar"] = .text(booking.calendar ?? facts.linked?.remote.name ?? facts.linkedElsewhere ?? "")
        switch booking.link {
        case .synced: return well("bookingStands", values)
        case .inConflict: return finding("bookingInConflict", values, .manager, .settleConflicts)
        case .pending: return finding("bookingWaits", values, weight: .waiting, .nobody, .checkAgain)
        case .closed, nil:
            if booking.isMadeWhileOff { return finding("bookingMadeWhileOff", values, weight: .chosen, .manager, .openSyncSettings) }
            guard booking.isSent else { return finding("bookingNotSent", values, weight: .chosen, .manager, .openSyncSettings) }
            return finding("bookingWithoutLink", values, .manager, .checkAgain)
        }
    }

    private var generalAssignment: CheckResult.Outcome {
        if facts.linked == nil { return notApplicable("assignmentElsewhere") }
        if facts.bookingsWithoutEvent > 0 {
            return finding("bookingsWithoutEvent", ["count": .count(facts.bookingsWithoutEvent)], .operator, .checkAgain)
        }
        return well("assignmentWell", ["count": .count(facts.upcomingBookings)])
    }

    var markedFree: CheckResult.Outcome {
        if let found = event?.found {
            let values = values(of: found)
            if !found.isBusy, found.closesTime { return finding("eventFree", values, weight: .chosen, .owner, .openDay(found.span.start)) }
            if !found.closesTime { return finding("eventInOpenCalendar", values, weight: .chosen, .manager, .chooseCalendars) }
            return well("eventBusy", values)
        }
        if let event { return missing(event) }
        guard let events = facts.events else { return notApplicable("askAboutOne") }
        if events.all == 0 { return well("markedFreeNone", ["days": .count(events.days)]) }
        return well("markedFreeWell", ["count": .count(events.all), "free": .count(events.free), "days": .count(events.days)])
    }

    /// It was not read: it stands in a calendar that is not, or is not there.
    private func missing(_ event: EventFacts) -> CheckResult.Outcome {
        let asked: [String: Statement.Value] = ["asked": .text(event.asked)]
        if event.untitled > 0 { return untitled(event) }
        if event.otherCalendars.isEmpty { return finding("eventNotFound", asked, weight: .chosen, .owner, .checkAgain) }
        let others = event.otherCalendars.map { "“\($0)”" }.joined(separator: ", ")
        return finding(
            "eventElsewhere", asked.merging(["calendars": .text(others)]) { $1 }, weight: .chosen, .manager, .chooseCalendars)
    }

    /// It may be one of those whose titles nobody kept, or stand in a calendar that is not read.
    private func untitled(_ event: EventFacts) -> CheckResult.Outcome {
        var values: [String: Statement.Value] = ["asked": .text(event.asked), "count": .count(event.untitled)]
        if event.otherCalendars.isEmpty { return finding("eventUntitled", values, weight: .chosen, .owner, .askByDay) }
        values["calendars"] = .text(event.otherCalendars.map { "“\($0)”" }.joined(separator: ", "))
        return finding("eventUntitledOrElsewhere", values, weight: .chosen, .owner, .askByDay)
    }

    private func values(of found: EventFacts.Found) -> [String: Statement.Value] {
        ["calendar": .text(found.calendar), "span": .span(found.span), "reason": .text(found.reason), "title": .text(found.title ?? "")]
    }

    var markedPrivate: CheckResult.Outcome {
        if let found = event?.found {
            guard found.title == nil else { return well("eventPublic") }
            return finding("eventPrivate", values(of: found), weight: .chosen, .nobody, .openDay(found.span.start))
        }
        guard let events = facts.events else { return notApplicable("askAboutOne") }
        if events.withoutTitle == 0 { return well("markedPrivateNone") }
        return well("markedPrivateWell", ["count": .count(events.withoutTitle)])
    }

    /// What existed before is read as well, so it cannot be the cause (D-L1).
    var madeBefore: CheckResult.Outcome { well("madeBeforeWell") }

    /// Lists say themselves how much their filters hide, and "all" is one click away (D-L4).
    var filters: CheckResult.Outcome { well("filtersWell") }
}
