/* Expands recurrence rules with libical, one a line, for rules_differential.py.
 *
 * A line has, separated by tabs: the start, the rule, the first and the last time that are wanted, and how many at most (those before the
 * first time do not count). All times are local, as 20261224T090000. The answer is one line of times, or `!` and a word. */
#include <libical/ical.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* Microseconds of processor time for one rule. */
enum { time_limit = 20000 };

/* What a worker has done, in memory that it shares with its parent. */
static long *done;

/* A loop without a match is left together with its process: nothing less is safe in the midst of an allocation. */
static void on_alarm(int signal_number)
{
    (void)signal_number;
    _exit(9);
}

static void set_timer(int microseconds)
{
    struct itimerval timer = {{0, 0}, {microseconds / 1000000, microseconds % 1000000}};
    setitimer(ITIMER_PROF, &timer, NULL);
}

static long long order(struct icaltimetype t)
{
    return ((((t.year * 100LL + t.month) * 100 + t.day) * 100 + t.hour) * 100 + t.minute) * 100 + t.second;
}

/* What is found, kept until it is whole. */
static char answer[1 << 17];
static size_t length;

static void put(struct icaltimetype t)
{
    if (length + 32 > sizeof answer) return;
    length += (size_t)sprintf(answer + length, "%04d%02d%02dT%02d%02d%02d ", t.year, t.month, t.day, t.hour, t.minute, t.second);
}

/* The start is the first occurrence also where the rule does not match it, and counts: libical leaves both to its caller. */
static void expand(struct icaltimetype start, struct icalrecurrencetype rule, long long from, long long through, long limit)
{
    long remaining = rule.count > 0 ? rule.count - 1 : -1;
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    if (!iterator) {
        strcpy(answer, "!refused");
        return;
    }
    if (order(start) > through) {
        icalrecur_iterator_free(iterator);
        return;
    }
    if (order(start) >= from) {
        put(start);
        limit--;
    }
    while (limit > 0 && remaining != 0) {
        struct icaltimetype time = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(time) || order(time) > through) break;
        if (order(time) <= order(start)) continue;
        if (order(time) >= from) {
            put(time);
            limit--;
        }
        if (remaining > 0) remaining--;
    }
    icalrecur_iterator_free(iterator);
}

static void answer_line(char *line)
{
    char *save = NULL;
    char *start = strtok_r(line, "\t\n", &save), *rule = strtok_r(NULL, "\t\n", &save);
    char *from = strtok_r(NULL, "\t\n", &save), *through = strtok_r(NULL, "\t\n", &save), *limit = strtok_r(NULL, "\t\n", &save);
    length = 0;
    answer[0] = 0;
    if (!limit) {
        puts("!A line lacks a field.");
        return;
    }
    set_timer(time_limit);
    struct icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule);
    if (recurrence.freq == ICAL_NO_RECURRENCE) {
        strcpy(answer, "!refused");
    } else {
        expand(icaltime_from_string(start), recurrence, order(icaltime_from_string(from)), order(icaltime_from_string(through)), atol(limit));
    }
    set_timer(0);
    puts(answer);
}

int main(void)
{
    static char *lines[1 << 20];
    char *line = NULL;
    size_t capacity = 0;
    long count = 0;
    while (count < 1 << 20 && getline(&line, &capacity, stdin) > 0) lines[count++] = strdup(line);
    done = mmap(NULL, sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (done == MAP_FAILED) return 2;
    icalerror_set_errors_are_fatal(0);
    while (*done < count) {
        pid_t worker = fork();
        if (worker < 0) return 2;
        if (worker == 0) {
            signal(SIGPROF, on_alarm);
            for (; *done < count; ++*done) {
                answer_line(lines[*done]);
                fflush(stdout);
            }
            _exit(0);
        }
        int status = 0;
        waitpid(worker, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
        puts(WIFEXITED(status) ? "!timeout" : "!crash");
        fflush(stdout);
        ++*done;
    }
    return 0;
}
