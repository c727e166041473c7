/* A crowd of customers on connections that stay open: sends requests that were written beforehand, each connection one after the other, and
   says how long it took. One thread, so that the server keeps the machine.

   crowd PORT CONNECTIONS REQUESTS [ANSWERS]

   REQUESTS holds each request behind its length (4 bytes, little endian); ANSWERS receives the answers likewise, in the order of the requests.
   Prints "seconds S", the seconds from the first request to the last answer, "p50 S" and "p99 S", within which half and 99 of 100 answers
   were there (nearest rank), and "status CODE COUNT" for each status that came. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

typedef struct { char *bytes; uint32_t length; } Text;
typedef struct { int socket; uint32_t request, sent; char *answer; size_t length, room; } Connection;

static Text *requests, *answers;
static uint32_t count, next, done;
static int statuses[600];
/* When each request was begun, and then how long its answer took. */
static double *took;

static void fail(const char *what) { fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno)); exit(1); }

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (double)t.tv_sec + (double)t.tv_nsec / 1e9; }

static void read_requests(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    uint32_t room = 1024, length;
    requests = malloc(room * sizeof *requests);
    while (fread(&length, 4, 1, file) == 1) {
        if (count == room) requests = realloc(requests, (room *= 2) * sizeof *requests);
        requests[count] = (Text){malloc(length), length};
        if (fread(requests[count].bytes, 1, length, file) != length) fail("the file of requests is cut short");
        count++;
    }
    fclose(file);
    took = calloc(count, sizeof *took);
}

static void send_rest(Connection *connection) {
    Text request = requests[connection->request];
    while (connection->sent < request.length) {
        ssize_t sent = write(connection->socket, request.bytes + connection->sent, request.length - connection->sent);
        if (sent < 0) { if (errno == EAGAIN) return; fail("write"); }
        connection->sent += (uint32_t)sent;
    }
}

/* Takes the next request that nobody sends yet. */
static void begin(Connection *connection) {
    connection->length = 0;
    if (next == count) { connection->request = UINT32_MAX; return; }
    connection->request = next++;
    connection->sent = 0;
    took[connection->request] = now();
    send_rest(connection);
}

/* The length of the whole answer once it is known to be there, otherwise 0. */
static size_t whole(Connection *connection) {
    char *end = memmem(connection->answer, connection->length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - connection->answer) + 4;
    *end = 0;
    char *field = strcasestr(connection->answer, "\r\ncontent-length:");
    char *chunked = strcasestr(connection->answer, "\r\ntransfer-encoding: chunked");
    *end = '\r';
    if (field) {
        size_t length = head + strtoul(field + 17, NULL, 10);
        return connection->length >= length ? length : 0;
    }
    if (!chunked) return head;
    for (size_t at = head;;) {
        char *line = memmem(connection->answer + at, connection->length - at, "\r\n", 2);
        if (!line) return 0;
        size_t size = strtoul(connection->answer + at, NULL, 16);
        at = (size_t)(line - connection->answer) + 2 + size + 2;
        if (at > connection->length) return 0;
        if (size == 0) return at;
    }
}

static void receive(Connection *connection) {
    for (;;) {
        if (connection->room - connection->length < 65536) {
            connection->answer = realloc(connection->answer, (connection->room += 131072) + 1);
        }
        ssize_t got = read(connection->socket, connection->answer + connection->length, connection->room - connection->length);
        if (got < 0) { if (errno == EAGAIN) return; fail("read"); }
        if (got == 0) { errno = ECONNRESET; fail("the server hung up"); }
        connection->length += (size_t)got;
        if (connection->request == UINT32_MAX) { errno = EPROTO; fail("an answer that nobody asked for"); }
        size_t length = whole(connection);
        if (length == 0) continue;
        connection->answer[connection->length] = 0;
        int status = atoi(connection->answer + 9);
        if (status < 100 || status > 599) { errno = EPROTO; fail("no status"); }
        statuses[status]++;
        took[connection->request] = now() - took[connection->request];
        if (answers) {
            answers[connection->request] = (Text){malloc(length), (uint32_t)length};
            memcpy(answers[connection->request].bytes, connection->answer, length);
        }
        done++;
        begin(connection);
    }
}

static int by_length(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

/* How long so many of 100 answers took at most. */
static double percentile(uint32_t share) { return count ? took[((uint64_t)count * share + 99) / 100 - 1] : 0; }

int main(int argc, char **argv) {
    if (argc < 4) { fprintf(stderr, "usage: crowd PORT CONNECTIONS REQUESTS [ANSWERS]\n"); return 64; }
    int size = atoi(argv[2]), one = 1, poll = epoll_create1(0);
    read_requests(argv[3]);
    if (argc > 4) answers = calloc(count, sizeof *answers);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    Connection *connections = calloc((size_t)size, sizeof *connections);
    for (int n = 0; n < size; n++) {
        int socket_ = socket(AF_INET, SOCK_STREAM, 0);
        if (socket_ < 0 || connect(socket_, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
        setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        connections[n].socket = socket_;
        if (fcntl(socket_, F_SETFL, O_NONBLOCK) < 0) fail("fcntl");
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &connections[n]};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, socket_, &event) < 0) fail("epoll_ctl");
    }
    double start = now();
    for (int n = 0; n < size; n++) begin(&connections[n]);
    struct epoll_event events[256];
    while (done < count) {
        int ready = epoll_wait(poll, events, 256, 60000);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) fail("no answer for a minute");
        for (int n = 0; n < ready; n++) {
            Connection *connection = events[n].data.ptr;
            if (connection->request != UINT32_MAX) send_rest(connection);
            receive(connection);
        }
    }
    printf("seconds %.6f\n", now() - start);
    qsort(took, count, sizeof *took, by_length);
    printf("p50 %.6f\np99 %.6f\n", percentile(50), percentile(99));
    for (int status = 100; status < 600; status++) if (statuses[status]) printf("status %d %d\n", status, statuses[status]);
    if (answers) {
        FILE *file = fopen(argv[4], "wb");
        if (!file) fail(argv[4]);
        for (uint32_t n = 0; n < count; n++) {
            fwrite(&answers[n].length, 4, 1, file);
            fwrite(answers[n].bytes, 1, answers[n].length, file);
        }
        if (fclose(file) != 0) fail(argv[4]);
    }
    return 0;
}
