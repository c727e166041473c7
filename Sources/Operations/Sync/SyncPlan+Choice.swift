import CalendarSync
public import Texts

extension SyncPlan.Choice {
    /// What the calendars of an account are for, and whether bookings are written anywhere; a sentence each.
    public func sentences(_ texts: Texts) -> [String] {
        let names = closing.map { "“\($0)”" }.joined(separator: ", ")
        guard sendsBookings || readsEvents else { return [texts["adminPlan.choiceOff"]] }
        let closes =
            closing.isEmpty
            ? texts["adminPlan.closesNothing"]
            : !readsEvents
                ? texts["adminPlan.closesNothingBySettings"]
                : texts.count("adminPlan.closes", closing.count, ["names": names]) + " "
                    + texts.count("adminPlan.readBack", readDays)
        return [closes, writes(texts)]
    }

    private func writes(_ texts: Texts) -> String {
        guard let linked else { return texts["adminPlan.writesNowhere"] }
        if !sendsBookings { return texts["adminPlan.writesNothingBySettings"] }
        return texts(isLinkedElsewhere ? "adminPlan.writesElsewhere" : "adminPlan.writesHere", ["calendar": linked])
    }
}

extension SyncPlan {
    /// What is said of a plan before its items: what is done, what is read, what opens, and what was chosen.
    public func sentences(_ texts: Texts) -> [String] {
        let counts = Item.Action.allCases.compactMap { action in
            count(action) == 0 ? nil : texts.count("adminPlan.\(action.rawValue)", count(action))
        }.joined(separator: ", ")
        var sentences = [counts.isEmpty ? texts["adminPlan.nothingToDo"] : "\(counts.prefix(1).uppercased() + counts.dropFirst())."]
        for (key, calendars) in [("read", read), ("opened", opened)] where !calendars.isEmpty {
            let names = calendars.map { "“\($0)”" }.joined(separator: ", ")
            sentences.append(texts.count("adminPlan.\(key)", calendars.count, ["names": names]))
        }
        return sentences + (choice?.sentences(texts) ?? [])
    }
}
