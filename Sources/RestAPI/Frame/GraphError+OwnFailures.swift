import Operations
import RestShape

extension GraphError {
    /// Why something that Graph does not have was refused.
    init?(own failure: any Error) {
        switch failure {
        case is WebhookIsOff: self.init(.conflict, "The subscription is switched off, and nothing is sent to it: enable it first.")
        case is UnreadableJob:
            self.init(.notProcessable, "Nobody can tell any more what the job was to do: discard it, and have the work done anew.")
        default: return nil
        }
    }
}
