#include "CCurl.h"

#include <netinet/in.h>
#include <sys/socket.h>

CURLcode kalends_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode kalends_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode kalends_curl_set_size(CURL *handle, CURLoption option, int64_t value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

CURLcode kalends_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode kalends_curl_set_bytes(CURL *handle, CURLoption option, kalends_curl_bytes function) {
    return curl_easy_setopt(handle, option, function);
}

CURLcode kalends_curl_set_progress(CURL *handle, kalends_curl_progress function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *target) {
    (void)purpose;
    const kalends_curl_gate *gate = context;
    bool permitted = false;
    if (target->family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&target->addr;
        permitted = gate->permits(gate->context, (const uint8_t *)&v4->sin_addr, 4);
    } else if (target->family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&target->addr;
        permitted = gate->permits(gate->context, (const uint8_t *)&v6->sin6_addr, 16);
    }
    if (!permitted) return CURL_SOCKET_BAD;
#ifdef SOCK_CLOEXEC
    return socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
#else
    return socket(target->family, target->socktype, target->protocol);
#endif
}

CURLcode kalends_curl_set_gate(CURL *handle, kalends_curl_gate *gate) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, gate);
    if (result != CURLE_OK) return result;
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

CURLcode kalends_curl_speak_only_http(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

CURLcode kalends_curl_speak_only_smtp(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

CURLcode kalends_curl_leave_slow_resolver(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

long kalends_curl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

CURLMcode kalends_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

CURL *kalends_curl_multi_next_ended(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
