import CivilTime

extension CalDAVWorld {
    /// Lets something go wrong from now on.
    public mutating func add(_ fault: CalDAVFault) { faults.append(fault) }

    /// Nothing goes wrong any more.
    public mutating func clearFaults() { faults = [] }

    /// The first fault of these kinds that happens to such a request now; it is counted.
    mutating func take(_ kinds: Set<CalDAVFault.Kind>, _ request: CalDAVRequest) -> CalDAVFault? {
        for index in faults.indices where kinds.contains(faults[index].kind) {
            let fault = faults[index]
            guard fault.request.map({ request.label.hasPrefix($0) }) ?? true, fault.path.map({ request.path.hasPrefix($0) }) ?? true,
                fault.times == 0 || fault.happened < fault.times
            else { continue }
            faults[index].matched += 1
            let turn = fault.matched - fault.skip
            guard turn >= 0, turn % fault.every == 0 else { continue }
            faults[index].happened += 1
            return fault
        }
        return nil
    }

    /// A refusal instead of an answer, if there is to be one.
    mutating func refusal(of request: CalDAVRequest, _ moment: Moment) -> SimulatedAnswer? {
        guard let fault = take([.refuse], request) else { return nil }
        var answer = SimulatedAnswer.refusal(fault.status, fault.words)
        if let text = fault.retryAfter {
            let due = moment.now + .seconds(Int(text.dropFirst()) ?? 0)
            answer.headers.append((name: "Retry-After", value: text.hasPrefix("+") ? HTTPDate.text(due) : text))
        }
        return answer
    }

    /// Bends the way an answer arrives.
    mutating func bend(_ answer: inout SimulatedAnswer, _ request: CalDAVRequest) {
        guard let fault = take([.loseAnswer, .delayAnswer, .cutAnswer, .webPage], request) else { return }
        switch fault.kind {
        case .loseAnswer: answer.arrival = .lost
        case .delayAnswer: answer.delay = Double(fault.seconds)
        case .cutAnswer: answer.arrival = .cutOff(after: answer.body.count / 2)
        default: answer = .page(Markup.page(title: "Error 502", body: "<h1>Bad Gateway</h1>"), status: 200)
        }
    }

    /// Bends what a listing or report says of members; `spared` are the responses that are about the collection itself.
    mutating func bend(_ list: inout MultistatusText, sparing spared: Int = 0, _ request: CalDAVRequest) {
        while let fault = take([.emptyList, .bareList, .truncateList, .shortMultiget], request) {
            switch fault.kind {
            case .emptyList: list.keep { _ in false }
            case .bareList: list.keep { $0 < spared }
            case .shortMultiget where !request.label.hasPrefix("REPORT calendar-multiget"): break
            default: list.keep { $0 < spared || ($0 - spared) % 2 == 0 }
            }
            // One that lasts happens to an answer once.
            if fault.times == 0 { break }
        }
    }
}
