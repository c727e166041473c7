import CCurl
import Synchronization

/// One libcurl handle on its way through the engine, with what it receives and what it has to send.
///
/// Belongs to whoever made it until the engine runs it, to the engine's thread until `run` returns, and then to its maker again;
/// only `isCancelled` is touched from elsewhere. That is why it may call itself Sendable.
class Transfer: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer
    let deadline: Deadline
    let isCancelled = Atomic<Bool>(false)
    /// The first option that libcurl would not take; such a transfer is never started, as the option may have been a safety.
    private(set) var refusedOption: CURLcode?
    private let message: UnsafeMutablePointer<CChar>
    private let gate: UnsafeMutablePointer<kalends_curl_gate>
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    init(deadline: Deadline) {
        guard Self.isLibraryReady, let handle = curl_easy_init() else { fatalError("libcurl has no memory left for another transfer") }
        self.handle = handle
        self.deadline = deadline
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        gate = .allocate(capacity: 1)
        gate.initialize(to: kalends_curl_gate(permits: addressCallback, context: nil))
        configureCommon()
    }

    deinit {
        curl_easy_cleanup(handle)
        lists.forEach { curl_slist_free_all($0) }
        message.deallocate()
        gate.deallocate()
    }

    /// A piece of body; false ends the transfer.
    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { true }
    /// A header of HTTP or a reply line of SMTP; false ends the transfer.
    func received(line: UnsafeBufferPointer<UInt8>) -> Bool { true }
    /// Fills the buffer with what is sent next and says how much that was; 0 at the end.
    func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int { 0 }
    /// Whether this very address may be connected to.
    func permits(_ address: IPAddress) -> Bool { true }

    /// What libcurl says about a result, fit for the inside of a sentence.
    func reason(for code: CURLcode) -> String {
        let detail = String(cString: message)
        let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        return String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init).prefix(200))
            .trimmedOf { $0 == "." || $0 == " " }
    }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private func configureCommon() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        note(kalends_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message))
        // Signals cannot be used with threads; the engine's thread blocks SIGPIPE instead.
        set(CURLOPT_NOSIGNAL, 1)
        note(kalends_curl_leave_slow_resolver(handle))
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOPROXY, "*")
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        note(kalends_curl_set_bytes(handle, CURLOPT_WRITEFUNCTION, bodyCallback))
        note(kalends_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        note(kalends_curl_set_bytes(handle, CURLOPT_HEADERFUNCTION, lineCallback))
        note(kalends_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        set(CURLOPT_NOPROGRESS, 0)
        note(kalends_curl_set_progress(handle, progressCallback))
        note(kalends_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context))
    }

    func set(_ option: CURLoption, _ value: String) { note(kalends_curl_set_string(handle, option, value)) }
    func set(_ option: CURLoption, _ value: Int) { note(kalends_curl_set_long(handle, option, value)) }
    func setSize(_ option: CURLoption, _ value: Int64) { note(kalends_curl_set_size(handle, option, value)) }

    func set(_ option: CURLoption, list lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else { return note(CURLE_OUT_OF_MEMORY) }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        note(kalends_curl_set_pointer(handle, option, list))
    }

    /// libcurl keeps a copy.
    func setBody(_ body: [UInt8]) {
        setSize(CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count))
        body.withUnsafeBytes { bytes in
            var nothing: UInt8 = 0
            let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            if let start {
                note(kalends_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, start))
            } else {
                note(kalends_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, &nothing))
            }
        }
    }

    func speakOnlyHTTP() { note(kalends_curl_speak_only_http(handle)) }
    func speakOnlySMTP() { note(kalends_curl_speak_only_smtp(handle)) }

    /// Has `permits` asked before every socket.
    func askForPermission() {
        gate.pointee.context = Unmanaged.passUnretained(self).toOpaque()
        note(kalends_curl_set_gate(handle, gate))
    }

    /// Has `fill` asked for what is to be sent, `count` bytes in all.
    func upload(count: Int) {
        set(CURLOPT_UPLOAD, 1)
        setSize(CURLOPT_INFILESIZE_LARGE, Int64(count))
        note(kalends_curl_set_bytes(handle, CURLOPT_READFUNCTION, uploadCallback))
        note(kalends_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque()))
    }

    func long(_ info: CURLINFO) -> Int { kalends_curl_get_long(handle, info) }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refusedOption == nil { refusedOption = code }
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context else { preconditionFailure("libcurl called back without the context it was given") }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

private func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    guard let start else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    return UnsafeMutableBufferPointer(start: UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
}

/// libcurl takes any count but the one offered for a wish to stop; an offer of nothing is answered with nothing.
private let stop = 0

private let bodyCallback: kalends_curl_bytes = { start, size, count, context in
    transfer(context).received(UnsafeBufferPointer(bytes(start, size * count))) ? size * count : stop
}

private let lineCallback: kalends_curl_bytes = { start, size, count, context in
    transfer(context).received(line: UnsafeBufferPointer(bytes(start, size * count))) ? size * count : stop
}

private let progressCallback: kalends_curl_progress = { context, _, _, _, _ in
    transfer(context).isCancelled.load(ordering: .acquiring) ? 1 : 0
}

private let uploadCallback: kalends_curl_bytes = { start, size, count, context in
    transfer(context).fill(bytes(start, size * count))
}

private let addressCallback: kalends_curl_permits = { context, start, length in
    guard let address = IPAddress(bytes: Array(UnsafeBufferPointer(start: start, count: length))) else { return false }
    return transfer(context).permits(address)
}
