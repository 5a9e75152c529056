/*
 * The floor of the ingest benchmark: the same upsert on the same SQLite library, in C, with nothing around it.
 *
 * floor LIBRARY DATABASE < commands. "load FILE" reads rows into memory and answers "loaded"; "write" makes them durable, so many a transaction,
 * and answers "written". The first value of a file is the statement. A row has a value for each parameter: a type (0 null, 1 integer, 2 text, 3 blob),
 * for an integer 8 bytes, for text and blobs 4 bytes of length and the bytes; numbers are little-endian.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_TRANSACTION = 10000, OK = 0, DONE = 101 };

typedef struct { int type; int64_t number; int32_t length; const char *bytes; } value;

static int (*sql_open)(const char *, void **, int, const char *);
static int (*sql_exec)(void *, const char *, void *, void *, char **);
static int (*sql_prepare)(void *, const char *, int, unsigned, void **, const char **);
static int (*sql_step)(void *);
static int (*sql_reset)(void *);
static int (*sql_bind_null)(void *, int);
static int (*sql_bind_int64)(void *, int, int64_t);
static int (*sql_bind_text)(void *, int, const char *, int, void *);
static int (*sql_bind_blob)(void *, int, const void *, int, void *);
static const char *(*sql_message)(void *);

static void *database, *statement;
static value *values;
static size_t value_count;
static int columns;

static void fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, database ? sql_message(database) : "");
    exit(1);
}

static void run(const char *sql)
{
    if (sql_exec(database, sql, NULL, NULL, NULL) != OK)
        fail(sql);
}

static void *symbol(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found)
        fail(name);
    return found;
}

static void load(const char *path)
{
    static char *file;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        fail(path);
    fseek(stream, 0, SEEK_END);
    size_t size = (size_t)ftell(stream), at = 0;
    rewind(stream);
    free(file);
    file = malloc(size);
    if (!file || fread(file, 1, size, stream) != size)
        fail("read");
    fclose(stream);

    int32_t header[3];
    memcpy(header, file, sizeof header);
    at = sizeof header;
    columns = header[1];
    value_count = (size_t)header[2] * (size_t)columns;
    if (!statement && sql_prepare(database, file + at, header[0], 1, &statement, NULL) != OK)
        fail("prepare");
    at += (size_t)header[0];
    free(values);
    values = malloc(value_count * sizeof *values);
    for (size_t i = 0; i < value_count; i++) {
        value *next = &values[i];
        next->type = file[at++];
        if (next->type == 1) {
            memcpy(&next->number, file + at, 8);
            at += 8;
        } else if (next->type > 1) {
            memcpy(&next->length, file + at, 4);
            next->bytes = file + at + 4;
            at += 4 + (size_t)next->length;
        }
    }
}

static void write_rows(void)
{
    for (size_t row = 0; row * (size_t)columns < value_count; row++) {
        if (row % PER_TRANSACTION == 0)
            run(row ? "COMMIT; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE");
        for (int i = 0; i < columns; i++) {
            const value *v = &values[row * (size_t)columns + (size_t)i];
            switch (v->type) {
            case 0: sql_bind_null(statement, i + 1); break;
            case 1: sql_bind_int64(statement, i + 1, v->number); break;
            case 2: sql_bind_text(statement, i + 1, v->bytes, v->length, NULL); break;
            default: sql_bind_blob(statement, i + 1, v->bytes, v->length, NULL); break;
            }
        }
        if (sql_step(statement) != DONE)
            fail("step");
        sql_reset(statement);
    }
    run("COMMIT");
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;

    /* The bundled library takes its mathematics from whoever loads it. */
    dlopen("libm.so.6", RTLD_NOW | RTLD_GLOBAL);
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library)
        fail(dlerror());
    sql_open = symbol(library, "sqlite3_open_v2");
    sql_exec = symbol(library, "sqlite3_exec");
    sql_prepare = symbol(library, "sqlite3_prepare_v3");
    sql_step = symbol(library, "sqlite3_step");
    sql_reset = symbol(library, "sqlite3_reset");
    sql_bind_null = symbol(library, "sqlite3_bind_null");
    sql_bind_int64 = symbol(library, "sqlite3_bind_int64");
    sql_bind_text = symbol(library, "sqlite3_bind_text");
    sql_bind_blob = symbol(library, "sqlite3_bind_blob");
    sql_message = symbol(library, "sqlite3_errmsg");
    if (sql_open(arguments[2], &database, 2 | 0x8000, NULL) != OK)
        fail("open");
    run("PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 20000; PRAGMA foreign_keys = OFF");

    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "load ", 5) == 0) {
            load(line + 5);
            puts("loaded");
        } else {
            write_rows();
            puts("written");
        }
        fflush(stdout);
    }
    return 0;
}
