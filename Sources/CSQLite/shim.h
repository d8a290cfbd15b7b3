#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer, which Swift cannot spell. It makes SQLite
// copy the bytes before these calls return. A null pointer would bind NULL instead of nothing long.

static inline int weighpost_bind_text(
    sqlite3_stmt *statement, int place, const char *text, sqlite3_uint64 length) {
    return sqlite3_bind_text64(
        statement, place, text ? text : "", length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int weighpost_bind_blob(
    sqlite3_stmt *statement, int place, const void *bytes, sqlite3_uint64 length) {
    return sqlite3_bind_blob64(statement, place, bytes ? bytes : "", length, SQLITE_TRANSIENT);
}
