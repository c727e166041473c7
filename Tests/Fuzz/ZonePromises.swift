import CivilTime

/// Any bytes as a compiled zone (RFC 9636).
func checkZoneFile(_ bytes: [UInt8]) {
    do throws(ZoneError) {
        checkClock(try Zone(name: "Any/Zone", tzif: bytes))
    } catch {
        if error.description.isEmpty { broken("a failure says nothing") }
    }
}

/// Any text as the rule for far years, after a table of one type.
func checkFooter(_ text: [UInt8]) {
    let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let types: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("ABC".utf8) + [0]
    checkZoneFile(header + counts + types + header + counts + types + [10] + text + [10])
}

/// What a clock shows leads back to the instant, whatever the zone; a date begins when its first second is shown.
private func checkClock(_ zone: Zone) {
    for (index, seconds) in [-70_000_000_000, -5_000_000_000, 0, 1_774_746_000, 1_792_890_000, 4_102_444_800, 253_402_300_799].enumerated()
    {
        let instant = Instant(secondsSinceEpoch: Int64(seconds))
        let shown = zone.civil(at: instant)
        _ = (zone.abbreviation(at: instant), zone.isDaylightSaving(at: instant))
        if (1..<6).contains(index) { checkResolution(of: shown, at: instant, in: zone) }
        guard let next = zone.nextTransition(after: instant) else { continue }
        guard next > instant, zone.offset(at: next) != zone.offset(at: next - .seconds(1)) else {
            broken("the clocks do not change at \(next)")
        }
        let gap = zone.civil(at: next - .seconds(1)).adding(.seconds(2))
        if let early = zone.instant(of: gap, choosing: .earlier), let late = zone.instant(of: gap, choosing: .later) {
            guard early <= late, zone.instant(of: gap, choosing: .compatible) != nil else {
                broken("the earlier choice is later at \(next)")
            }
        }
        _ = zone.instant(of: gap, choosing: .reject)
        guard zone.startOfDay(gap.date) <= zone.startOfDay(gap.date.adding(days: 1)) else { broken("a day ends before it begins") }
    }
    let changes = zone.transitions(in: Stage.window)
    guard zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }) else { broken("clock changes are not in order") }
}

private func checkResolution(of shown: CivilDateTime, at instant: Instant, in zone: Zone) {
    switch zone.resolve(shown) {
    case .unique(let only):
        guard only == instant else { broken("\(shown) is \(only), not \(instant)") }
    case .fold(let earlier, let later):
        guard earlier < later, earlier <= instant, instant <= later else { broken("\(shown) is shown outside its fold") }
    case .gap: broken("a clock shows \(shown), which it jumps over")
    }
}

/// Any text as the name of a zone.
func checkZoneName(_ bytes: [UInt8]) {
    let name = String(decoding: bytes, as: UTF8.self)
    _ = Stage.zones.placeName(of: name)
    guard let zone = Stage.zones.zone(tzid: name) else { return }
    guard zone == zone, Set([zone]).contains(zone), !zone.description.isEmpty else { broken("a zone is not itself") }
    if let named = Stage.zones.zone(named: name), named != zone { broken("“\(name)” is two zones") }
    let offset = zone.offset(at: Stage.window.start)
    guard Zone.fixed(offset: offset).offset(at: Stage.window.start) == offset else { broken("a fixed clock is not fixed") }
}
