import ArgumentParser

struct Ical: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into calendar files: what is wrong with one, and what times it takes.",
        discussion: "The exit status is 0, 1 where there are findings, and 2 where the file or an argument cannot be read.",
        subcommands: [IcalCheck.self, IcalExpand.self])
}
