/* The whole test framework: a check that fails prints where and what, and the program exits 1. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_INT(actual, expected)                                                               \
    check_int((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
#define CHECK_NEAR(actual, expected, tolerance)                                                   \
    check_near((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
#define CHECK_STR(actual, expected) check_str((actual), (expected), #actual, __FILE__, __LINE__)
/* The text contains the part: for one-line error messages. */
#define CHECK_HAS(text, part) check_has((text), (part), #text, __FILE__, __LINE__)

bool check_that(bool ok, const char *what, const char *file, int line);
bool check_int(long long actual, long long expected, const char *what, const char *file, int line);
bool check_near(double actual, double expected, double tolerance, const char *what,
    const char *file, int line);
bool check_str(
    const char *actual, const char *expected, const char *what, const char *file, int line);
bool check_has(const char *text, const char *part, const char *what, const char *file, int line);

/* Prints the tally; to be returned from main: 0 when at least one check ran and all held. */
int check_done(void);

/* Memory and time mean little under sanitizers. Clang has no such macros: there it is false. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

#endif
