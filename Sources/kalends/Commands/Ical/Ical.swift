import ArgumentParser

struct Ical: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into calendar files: what is wrong with one, and what times it takes.",
        discussion: """
            The exit status is 0, 1 where there are findings, 2 where the file or an argument cannot be read or the output not be written, and 64 \
            where an argument is missing or contradicts another.
            """,
        subcommands: [IcalCheck.self, IcalExpand.self])
}
