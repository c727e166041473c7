import Glibc

/// The open files and connections that the system allows this process.
enum OpenFiles {
    /// Raises the allowance as far as the process may, to 65,536 at most.
    /// - Returns: how many files may be open now.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        let wanted = min(limit.rlim_max, 65_536)
        if limit.rlim_cur < wanted {
            let before = limit.rlim_cur
            limit.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Connections of browsers that leave room for the database, calendars and mail.
    static func connections(of files: Int) -> Int { max(64, min(10_000, files - 256)) }
}
