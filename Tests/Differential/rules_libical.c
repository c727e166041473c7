/* Expands rules with libical and prints how many occurrences each has, a line each, and then the best processor time of so many runs in
 * milliseconds, the rules being read before. Debian builds libical with ICU, which it then counts days with.
 *
 *     cc -O2 rules_libical.c -lical -o rules_libical
 *     rules_libical RUNS < LINES
 *
 * A line has, separated by tabs: the zone, the start on its clock (20261224T090000), the rule with UNTIL on that clock, the first instant
 * that counts and the end of the window in seconds since 1970, and the excepted starts with blanks between them. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct series {
    icaltimezone *zone;
    struct icaltimetype start;
    struct icalrecurrencetype rule;
    /* From where on the iterator may begin: two days before the window, as a clock change moves times by a day at most. */
    struct icaltimetype near;
    time_t first, end;
    time_t *exceptions;
    size_t exception_count;
    long found;
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int in_order(const void *left, const void *right)
{
    time_t a = *(const time_t *)left, b = *(const time_t *)right;
    return (a > b) - (a < b);
}

/* A tab ends a field also where nothing is in it. */
static char *field(char **line)
{
    char *begin = *line;
    if (!begin)
        return NULL;
    *line = strpbrk(begin, "\t\n");
    if (*line)
        *(*line)++ = 0;
    return begin;
}

static int read_series(char *line, struct series *series)
{
    char *zone = field(&line), *start = field(&line), *rule = field(&line);
    char *first = field(&line), *end = field(&line), *exceptions = field(&line);
    if (!exceptions)
        return 0;
    series->zone = strcmp(zone, "UTC") == 0 ? icaltimezone_get_utc_timezone() : icaltimezone_get_builtin_timezone(zone);
    series->start = icaltime_from_string(start);
    series->rule = icalrecurrencetype_from_string(rule);
    series->first = atoll(first);
    series->end = atoll(end);
    series->near = icaltime_from_timet_with_zone(series->first - 2 * 86400, 0, NULL);
    series->exceptions = calloc(strlen(exceptions) / 15 + 1, sizeof *series->exceptions);
    series->exception_count = 0;
    for (char *save = NULL, *text = strtok_r(exceptions, " ", &save); text; text = strtok_r(NULL, " ", &save))
        series->exceptions[series->exception_count++] = icaltime_as_timet_with_zone(icaltime_from_string(text), series->zone);
    qsort(series->exceptions, series->exception_count, sizeof *series->exceptions, in_order);
    return series->zone && series->rule.freq != ICAL_NO_RECURRENCE;
}

/* The iterator runs on the clock, which spares it the zone at each comparison. */
static void expand(struct series *series)
{
    series->found = 0;
    icalrecur_iterator *iterator = icalrecur_iterator_new(series->rule, series->start);
    if (!iterator)
        return;
    /* What comes before the window is passed over where libical can: not with COUNT, and not where it loses the interval by that. */
    int keeps_interval = series->rule.interval == 1 || series->rule.freq >= ICAL_DAILY_RECURRENCE;
    if (series->rule.count == 0 && keeps_interval && icaltime_compare(series->near, series->start) > 0)
        icalrecur_iterator_set_start(iterator, series->near);
    for (;;) {
        struct icaltimetype time = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(time))
            break;
        if (icaltime_compare(time, series->near) < 0)
            continue;
        time_t instant = icaltime_as_timet_with_zone(time, series->zone);
        if (instant >= series->end)
            break;
        if (instant >= series->first
            && !bsearch(&instant, series->exceptions, series->exception_count, sizeof instant, in_order))
            series->found++;
    }
    icalrecur_iterator_free(iterator);
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fprintf(stderr, "usage: rules_libical RUNS < LINES\n");
        return 2;
    }
    struct series *all = NULL;
    size_t number = 0, capacity = 0;
    char *line = NULL;
    while (getline(&line, &capacity, stdin) > 0) {
        all = realloc(all, (number + 1) * sizeof *all);
        if (!all || !read_series(line, &all[number])) {
            fprintf(stderr, "line %zu is not understood\n", number + 1);
            return 2;
        }
        number++;
    }
    double best = 1e9;
    for (int run = 0; run < atoi(arguments[1]); run++) {
        double start = milliseconds();
        for (size_t index = 0; index < number; index++)
            expand(&all[index]);
        double taken = milliseconds() - start;
        if (taken < best)
            best = taken;
    }
    for (size_t index = 0; index < number; index++)
        printf("%ld\n", all[index].found);
    printf("%f\n", best);
    return 0;
}
