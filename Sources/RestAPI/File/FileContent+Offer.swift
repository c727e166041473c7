import Booking
import Operations
import RestShape
import Texts

extension FileContent {
    /// The offer that the file stands for, with the file's own ids.
    /// - Parameter faults: gets a sentence for each thing that keeps it from being one, with its path.
    func offer(zoneName: (String) -> String?, faults: inout [String]) -> BusinessOffer {
        if business.item.page?.zone == nil {
            faults.append("business.bookingPageSettings.businessTimeZone is missing: add it.")
        }
        var offer = BusinessOffer(business: business.business(zoneName: zoneName))
        offer.questions = questions.map { $0.question(of: offer.business.id) }
        offer.people = people.map { $0.person(zoneName: zoneName) }
        requireOnce(questions.map(\.id), "customQuestions", &faults)
        requireOnce(people.map(\.id), "staffMembers", &faults)
        for (index, entry) in people.enumerated() { check(entry, "staffMembers[\(index)]", &faults) }
        for (index, entry) in services.enumerated() {
            check(entry, "services[\(index)]", &faults)
            do throws(GraphError) {
                offer.services.append(try entry.service(of: offer.business))
            } catch {
                faults.append("services[\(index)].\(error.message)")
                // The others keep their numbers.
                offer.services.append(entry.item.service)
            }
        }
        return offer
    }

    private func requireOnce(_ ids: [String], _ list: String, _ faults: inout [String]) {
        var known: Set<String> = []
        for (index, id) in ids.enumerated() where !known.insert(id).inserted {
            faults.append("\(list)[\(index)].id is \(quoted(id)) like one before: write another one.")
        }
    }

    private func check(_ entry: StaffEntry, _ path: String, _ faults: inout [String]) {
        if entry.lacksHours { faults.append("\(path).workingHours is missing: add it, or write useBusinessHours true.") }
        for (number, timeOff) in entry.timeOff.enumerated() where timeOff.timeOff == nil {
            faults.append("\(path).timeOff[\(number)].endDateTime lies before startDateTime: write a later one.")
        }
    }

    private func check(_ entry: ServiceEntry, _ path: String, _ faults: inout [String]) {
        if entry.policy == nil, entry.cancellationLeadTime != nil {
            faults.append("\(path).cancellationLeadTime belongs to a schedulingPolicy of its own: add that, or leave it out.")
        }
        check(entry.staff, known: people.map(\.id), "\(path).staffMemberIds", of: "staffMembers", &faults)
        check(entry.questions.map(\.question), known: questions.map(\.id), "\(path).customQuestions", of: "customQuestions", &faults)
    }

    private func check(_ ids: [String], known: [String], _ path: String, of list: String, _ faults: inout [String]) {
        var seen: Set<String> = []
        for (index, id) in ids.enumerated() {
            if !known.contains(id) {
                let problem = "is \(quoted(id)), which is none of the \(list) in the file"
                faults.append("\(path)[\(index)] \(problem): add it there, or leave it out.")
            } else if !seen.insert(id).inserted {
                faults.append("\(path)[\(index)] is \(quoted(id)) a second time: leave it out.")
            }
        }
    }

    private func quoted(_ id: String) -> String { JSONValue.text(id).serialized }
}

extension ServiceEntry {
    /// Of its own; `nil` where the business's counts.
    fileprivate var policy: Policy? { item.policy }
}

extension BusinessOffer.Fault {
    /// The fault as a sentence with its path in the file.
    var sentence: String { "\(path): \(fault.sentence(in: Texts(language: "en")))" }

    /// Where it stands in the file.
    var path: String {
        switch place {
        case .business: "business." + (Self.business[fault.field] ?? fault.field)
        case .question(let index): "customQuestions[\(index)]." + (Self.question[fault.field] ?? fault.field)
        case .person(let index): "staffMembers[\(index)]." + (Self.person[fault.field] ?? fault.field)
        case .timeOff(let person, let index): "staffMembers[\(person)].timeOff[\(index)]." + (Self.timeOff[fault.field] ?? fault.field)
        case .service(let index): "services[\(index)]." + (Self.service[fault.field] ?? fault.field)
        }
    }

    private static let business = BusinessItem.names.merging(["overrides": "dateOverrides", "language": "language"]) { $1 }
    private static let question = ["text": "displayName", "options": "answerOptions"]
    private static let person = StaffItem.names.merging(["overrides": "dateOverrides"]) { $1 }
    private static let timeOff = ["end": "endDateTime"]
    private static let service = ServiceItem.names.merging([
        "policy.cancellationLeadTime": "cancellationLeadTime", "questions": "customQuestions",
    ]) { $1 }
}
