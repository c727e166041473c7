import Testing

@testable import CalDAV

struct BatchSizeTests {
    @Test(arguments: [(70_000, 500), (500_000, 209), (1 << 20, 100), (50 << 20, 100), (0, 500)])
    func `as many are asked for at once as an answer of a megabyte holds, a hundred to five hundred`(length: Int, count: Int) {
        var size = BatchSize()
        #expect(size.count == 100)
        size.learn(from: length, about: 100)
        #expect(size.count == count)
    }

    @Test func `whoever once left something out is not asked for more again`() {
        var size = BatchSize()
        size.learn(from: 70_000, about: 100)
        size.learn(from: nil, about: 500)
        #expect(size.count == 100)
        size.learn(from: 70_000, about: 100)
        #expect(size.count == 100)
    }
}
