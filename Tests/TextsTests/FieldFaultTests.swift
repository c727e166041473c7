import Testing
import Texts

struct FieldFaultTests {
    let texts = Texts(language: "en")

    @Test func `a fault says what is wrong and what to do`() {
        let fault = FieldFault(field: "name", key: "nameTooLong", values: ["limit": "200"])
        #expect(fault.sentence(in: texts) == "The name is longer than 200 characters. Shorten it.")
    }

    @Test func `a key with its area is the same key`() {
        #expect(FieldFault(field: "name", key: "fault.nameMissing") == FieldFault(field: "name", key: "nameMissing"))
        #expect(FieldFault(field: "name", key: "fault.nameMissing").sentence(in: texts) == texts["fault.nameMissing"])
    }
}
