/* Reads a calendar with libical and prints its number of events, a tab, and the best processor time of so many runs in milliseconds.
 *
 *     cc -O2 calendars_libical.c -lical -o calendars_libical
 *     calendars_libical FILE RUNS
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static char *text_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    long size = ftell(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    rewind(file);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size)
        return NULL;
    text[size] = 0;
    fclose(file);
    return text;
}

int main(int count, char **arguments)
{
    char *text = count == 3 ? text_of(arguments[1]) : NULL;
    if (!text) {
        fprintf(stderr, "usage: calendars_libical FILE RUNS\n");
        return 2;
    }
    double best = 1e9;
    int events = 0;
    for (int run = 0; run < atoi(arguments[2]); run++) {
        double start = milliseconds();
        icalcomponent *calendar = icalparser_parse_string(text);
        double taken = milliseconds() - start;
        if (taken < best)
            best = taken;
        events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
        icalcomponent_free(calendar);
    }
    printf("%d\t%f\n", events, best);
    return 0;
}
