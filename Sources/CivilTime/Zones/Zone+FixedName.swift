extension Zone {
    /// `UTC`, `Z`, `UTC+02:00`, `GMT-0330` and the like. Hours alone (`GMT+2`) are refused, as the tz database and people mean opposite
    /// signs by them.
    convenience init?(fixedName name: String) {
        guard name != "UTC", name != "Z" else {
            self.init(fixedOffset: 0)
            return
        }
        guard name.hasPrefix("UTC") || name.hasPrefix("GMT") else { return nil }
        var reader = DigitReader(name.dropFirst(3))
        let sign: Int
        if reader.take("+") { sign = 1 } else if reader.take("-") { sign = -1 } else { return nil }
        guard let hours = reader.number(digits: 2), hours < 24 else { return nil }
        let hasColon = reader.take(":")
        guard let minutes = reader.number(digits: 2), minutes < 60 else { return nil }
        let seconds = hasColon && reader.take(":") ? reader.number(digits: 2) : 0
        guard let seconds, seconds < 60, reader.isAtEnd else { return nil }
        self.init(fixedOffset: sign * (hours * 3_600 + minutes * 60 + seconds))
    }
}
