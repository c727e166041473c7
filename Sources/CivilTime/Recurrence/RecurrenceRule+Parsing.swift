extension RecurrenceRule {
    /// Reads the value of an RRULE property, `FREQ=WEEKLY;BYDAY=MO,WE` for example, in any order of parts and case of letters (RFC 5545
    /// section 3.3.10). Throws `.malformed` for what the RFC forbids and `.notUnderstood` for another calendar or an unknown part.
    public init(parsing text: String) throws(Failure) {
        var text = text
        text.makeContiguousUTF8()
        let result = text.utf8.withContiguousStorageIfAvailable { bytes in
            Result { () throws(Failure) in try RecurrenceRuleReader(UnsafeRawBufferPointer(bytes)).rule() }
        }
        guard let result else { preconditionFailure("A contiguous string has contiguous storage.") }
        self = try result.get()
    }
}
