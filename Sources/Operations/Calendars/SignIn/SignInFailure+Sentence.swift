import CalendarSync
public import Texts

extension SignInAccount.Failure.Reason {
    /// What went wrong and what to do.
    public func sentence(_ texts: Texts) -> String {
        switch self {
        case .notOurs: texts["adminNotice.signInNotOurs"]
        case .tooLate: texts["adminGoogle.tooLate"]
        case .spent: texts["adminGoogle.spent"]
        case .declined: texts["adminGoogle.declined"]
        case .nothingBrought: texts["adminGoogle.nothingBrought"]
        case .reported(let word):
            switch word {
            case "admin_policy_enforced", "org_internal": texts["adminGoogle.policy"]
            case "temporarily_unavailable", "server_error": texts["adminGoogle.busy"]
            default:
                texts("adminGoogle.reported", ["word": String(word.unicodeScalars.filter { isPlain($0) }.prefix(60).map(Character.init))])
            }
        case .notTicked(let permissions):
            texts("adminGoogle.notTicked", ["permissions": permissions.map { "“\($0.wording)”" }.joined(separator: ", ")])
        case .otherAccount(let wanted, let found): texts("adminGoogle.otherAccount", ["wanted": wanted, "found": found])
        case .refused(let failure): failure.sentence
        }
    }
}

/// Whoever writes the address of the page writes the word.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
}
