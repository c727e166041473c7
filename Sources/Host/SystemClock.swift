// Host is where the machine is asked: the time, random bytes and the tz database on disk. Only the command line and the tests use it;
// every other room is handed what it needs.

public import CivilTime
import Glibc

/// The machine's clock.
public enum SystemClock {
    /// The current second, cut off and not rounded.
    public static func now() -> Instant {
        var time = timespec()
        let result = clock_gettime(CLOCK_REALTIME, &time)
        precondition(result == 0, "The machine has no clock.")
        return Instant(secondsSinceEpoch: Int64(time.tv_sec))
    }
}
