// One input for libFuzzer (https://llvm.org/docs/LibFuzzer.html). The first byte chooses what the rest is; see `promises(for:)`. Beside crashes,
// memory and time, it looks for broken promises: what is written reads back equal, occurrences are in order and touch their window, sets of spans
// agree with a naive model.
import Glibc

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first, let check = promises(for: kind) else { return 0 }
    let rest = Array(bytes.dropFirst())
    let limit = allowedNanoseconds * Int64(max(1, (count + 65_535) / 65_536))
    let kept = getenv("KALENDS_FUZZ_SLOW")
    // A machine that is busy with something else makes one run slow, not three.
    var best = Int64.max
    for _ in 0..<3 {
        let before = threadNanoseconds()
        check(rest)
        best = min(best, threadNanoseconds() - before)
        // Two thirds of a guided run's time is its counting of what is reached: what may be slow without that is kept, to be measured so.
        if best <= (kept == nil ? limit : limit * 3 / 2) { return 0 }
        if let kept, best <= limit * 4 {
            keep(bytes, in: String(cString: kept))
            return 0
        }
    }
    broken("took \(best / 1_000) µs for \(count) bytes")
}

/// Writes an input under a name made of it, so that the same one is kept once.
private func keep(_ bytes: [UInt8], in folder: String) {
    let name = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    guard let file = fopen("\(folder)/slow-\(String(name, radix: 16))", "w") else { broken("\(folder) cannot be written") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { broken("\(folder) cannot be written") }
}

/// For 64 KiB: 50 ms of the processor, unless FUZZ_MILLISECONDS says otherwise.
private let allowedNanoseconds = 1_000_000 * (getenv("FUZZ_MILLISECONDS").flatMap { Int64(String(cString: $0)) } ?? 50)

private func promises(for kind: UInt8) -> (([UInt8]) -> Void)? {
    switch Unicode.Scalar(kind) {
    case "C": { checkCalendar($0) }
    case "S": { checkPieces($0) }
    case "K": { checkFindings($0) }
    case "D": { checkDraft($0) }
    case "E": { checkEdits($0) }
    case "R": { checkRule($0) }
    case "B": { checkBareRule($0) }
    case "Z": { checkZoneFile($0) }
    case "P": { checkFooter($0) }
    case "N": { checkZoneName($0) }
    case "T": { checkTexts($0) }
    case "J": { checkJSON($0) }
    case "A": { checkArithmetic($0) }
    case "I": { checkSpanSets($0) }
    default: nil
    }
}

/// Says which promise does not hold and stops, so that the fuzzer keeps the input.
func broken(_ promise: String) -> Never {
    print("broken promise: \(promise)")
    fflush(nil)
    abort()
}

private func threadNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
