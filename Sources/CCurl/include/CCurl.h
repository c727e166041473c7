#ifndef KALENDS_CCURL_H
#define KALENDS_CCURL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libcurl's setters and getters are variadic, which Swift cannot call. Each function here is one of them with a fixed type.

typedef size_t (*kalends_curl_bytes)(char *bytes, size_t size, size_t count, void *context);

/// Asked once for every socket before it is made, with the 4 or 16 bytes of the address that will be connected to.
typedef bool (*kalends_curl_permits)(void *context, const uint8_t *address, size_t length);

/// Asked again and again while there is a connection; anything but 0 ends the transfer. The counts are of bytes.
typedef int (*kalends_curl_progress)(void *context, curl_off_t to_receive, curl_off_t received, curl_off_t to_send, curl_off_t sent);

typedef struct kalends_curl_gate {
    kalends_curl_permits permits;
    void *context;
} kalends_curl_gate;

CURLcode kalends_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode kalends_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode kalends_curl_set_size(CURL *handle, CURLoption option, int64_t value);
CURLcode kalends_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode kalends_curl_set_bytes(CURL *handle, CURLoption option, kalends_curl_bytes function);
CURLcode kalends_curl_set_progress(CURL *handle, kalends_curl_progress function);

/// Lets `gate` refuse addresses; it must live as long as the handle. Sockets of other families than IPv4 and IPv6 are always refused.
CURLcode kalends_curl_set_gate(CURL *handle, kalends_curl_gate *gate);

/// Lets the handle speak HTTP and HTTPS, or SMTP and SMTPS, and nothing else.
CURLcode kalends_curl_speak_only_http(CURL *handle);
CURLcode kalends_curl_speak_only_smtp(CURL *handle);

/// Ends a transfer at its deadline even while the system's resolver still waits for an answer (libcurl 7.87 and later).
CURLcode kalends_curl_leave_slow_resolver(CURL *handle);

long kalends_curl_get_long(CURL *handle, CURLINFO info);

CURLMcode kalends_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// Takes the next ended transfer off the list; null when there is none.
CURL *kalends_curl_multi_next_ended(CURLM *multi, CURLcode *result);

#endif
