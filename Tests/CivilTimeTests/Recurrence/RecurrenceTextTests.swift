import CivilTime
import Testing

struct RecurrenceTextTests {
    @Test(arguments: [
        "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "FREQ=MONTHLY;COUNT=10;BYDAY=-1SU,1SU", "FREQ=DAILY;UNTIL=20261224",
        "FREQ=DAILY;UNTIL=20261224T090000", "FREQ=DAILY;UNTIL=20261224T090000Z",
        "FREQ=YEARLY;BYMONTH=1,12;BYYEARDAY=-366,-1,1,366;BYMONTHDAY=-31,-1,1,31;BYDAY=-53MO,TU",
        "FREQ=YEARLY;BYWEEKNO=-53,-1,1,53;BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST=SU",
        "FREQ=SECONDLY;BYHOUR=0,23;BYMINUTE=0,59;BYSECOND=0,60;BYSETPOS=-366,1",
        "FREQ=MONTHLY;RSCALE=GREGORIAN;BYMONTHDAY=31;SKIP=BACKWARD",
    ])
    func `a canonical rule is written as it was read`(text: String) throws {
        #expect(try RecurrenceRule(parsing: text).description == text)
    }

    @Test func `parts come in one order, lists sorted, defaults left out`() throws {
        let rule = try RecurrenceRule(
            parsing: "wkst=mo;skip=omit;byday=fr,+1mo,mo,fr;interval=01;rscale=gregorian;freq=yearly;bymonth=9,3;")
        #expect(rule.description == "FREQ=YEARLY;RSCALE=GREGORIAN;BYMONTH=3,9;BYDAY=1MO,MO,FR")
    }

    @Test func `a failure says what to do about which part`() {
        #expect(RecurrenceRule.Failure.malformed("COUNT=x").description.contains("COUNT=x; correct or remove"))
        #expect(RecurrenceRule.Failure.notUnderstood("RSCALE=HEBREW").description.contains("RSCALE=HEBREW, which is not understood"))
        #expect(RecurrenceRule.Failure.tooMany.description.contains("ask for a shorter time"))
        #expect(RecurrenceRule.Failure.tooCostly.description.contains("use a larger FREQ or fewer BY parts"))
    }
}
