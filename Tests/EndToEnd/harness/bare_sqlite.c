/* The raw limit of SQLite on this disk: commits rows that were recorded beforehand, each booking's in one transaction, by prepared statements.

   bare_sqlite DATABASE ROWS

   DATABASE was made by Kalends, with its indexes, foreign keys, triggers and journal; every commit is forced to the disk, as Kalends does it.
   ROWS: the number of statements and each statement's text; then the number of bookings, and of each booking the number of its rows, each the
   number of its statement, of its values, and the values: 'i' and 8 bytes, 't' or 'b' with a length and bytes, 'n'. Numbers are 4 bytes, little
   endian. Prints "seconds S". */

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *database;
static char *at;

static void check(int outcome, int wanted) {
    if (outcome != wanted) { fprintf(stderr, "bare_sqlite: %s\n", sqlite3_errmsg(database)); exit(1); }
}

static void run(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK); }

static sqlite3_stmt *prepared(const char *sql, int length) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v3(database, sql, length, SQLITE_PREPARE_PERSISTENT, &statement, NULL), SQLITE_OK);
    return statement;
}

static void step(sqlite3_stmt *statement) {
    check(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
}

static uint32_t number(void) { uint32_t value; memcpy(&value, at, 4); at += 4; return value; }

static void bind(sqlite3_stmt *statement, int index) {
    char kind = *at++;
    if (kind == 'n') { check(sqlite3_bind_null(statement, index), SQLITE_OK); return; }
    if (kind == 'i') {
        int64_t value;
        memcpy(&value, at, 8);
        at += 8;
        check(sqlite3_bind_int64(statement, index, value), SQLITE_OK);
        return;
    }
    int length = (int)number();
    if (kind == 't') check(sqlite3_bind_text(statement, index, at, length, SQLITE_STATIC), SQLITE_OK);
    else check(sqlite3_bind_blob(statement, index, at, length, SQLITE_STATIC), SQLITE_OK);
    at += length;
}

static char *contents(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) { perror(path); exit(1); }
    size_t length = (size_t)ftell(file);
    char *bytes = malloc(length);
    rewind(file);
    if (fread(bytes, 1, length, file) != length) { perror(path); exit(1); }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: bare_sqlite DATABASE ROWS\n"); return 64; }
    at = contents(argv[2]);
    check(sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");
    sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE", -1), *commit = prepared("COMMIT", -1);
    uint32_t kinds = number();
    sqlite3_stmt **statements = malloc(kinds * sizeof *statements);
    for (uint32_t n = 0; n < kinds; n++) {
        int length = (int)number();
        statements[n] = prepared(at, length);
        at += length;
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (uint32_t bookings = number(); bookings > 0; bookings--) {
        step(begin);
        for (uint32_t rows = number(); rows > 0; rows--) {
            sqlite3_stmt *statement = statements[number()];
            int values = (int)number();
            for (int index = 1; index <= values; index++) bind(statement, index);
            step(statement);
        }
        step(commit);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("seconds %.6f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    check(sqlite3_close(database) == SQLITE_BUSY ? SQLITE_OK : SQLITE_OK, SQLITE_OK);
    return 0;
}
