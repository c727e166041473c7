import CivilTime
import ICalendar

extension CalDAVWorld {
    /// What somebody enters or changes in a calendar, with a program of theirs.
    /// - Parameter name: the last part of the path.
    public mutating func edit(_ name: String, in path: String, data: [UInt8], _ moment: Moment) {
        guard let uid = Self.uid(of: data), collections[path] != nil else { return }
        let tag = newTag(of: data)
        collections[path]?.put(name, CalDAVMember.Version(at: moment.now, tag: tag, data: data, uid: uid))
    }

    /// Somebody deletes an event; nothing when there is none.
    public mutating func remove(_ name: String, from path: String, _ moment: Moment) {
        guard let version = collections[path]?.members[name]?.current else { return }
        let tag = newTag(of: nil)
        collections[path]?.put(name, CalDAVMember.Version(at: moment.now, tag: tag, data: nil, uid: version.uid))
    }

    /// Somebody fetches a deleted event back; nothing when it is there.
    public mutating func restore(_ name: String, in path: String, _ moment: Moment) {
        guard let member = collections[path]?.members[name], member.current == nil,
            let data = member.versions.last(where: { $0.data != nil })?.data
        else { return }
        edit(name, in: path, data: data, moment)
    }

    /// Deletes a calendar with all that is in it.
    public mutating func deleteCalendar(_ path: String) { collections[path] = nil }

    /// Deletes a calendar and makes an empty one in its place, under the same address.
    public mutating func recreateCalendar(_ path: String) {
        guard let former = collections[path] else { return }
        counter += 1
        var made = CalDAVCollection(path: path, name: former.name, owner: former.owner, epoch: counter)
        made.rights = former.rights
        collections[path] = made
    }

    /// Shares a calendar, or changes what somebody may do with it.
    public mutating func set(_ right: CalDAVRight, of user: String, for path: String) { collections[path]?.rights[user] = right }

    /// Every token handed out for the calendar is refused from now on.
    public mutating func expireTokens(of path: String) {
        guard let revision = collections[path]?.revision else { return }
        collections[path]?.oldestToken = revision + 1
        // The next token must not be older than the border.
        collections[path]?.revision = revision + 1
    }

    /// The server shows nothing of what is in a calendar, until it does again: a disk that is not mounted.
    public mutating func setForgotten(_ isForgotten: Bool, _ path: String) { collections[path]?.isForgotten = isForgotten }

    /// From now on another password is right.
    public mutating func changePassword(of user: String, to password: String) { users[user]?.password = password }
}
