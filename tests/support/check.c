#include "support/check.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* Threads check, too. */
static atomic_int n_checks;
static atomic_int n_failed;

static bool tally(bool ok)
{
    n_checks++;
    n_failed += ok ? 0 : 1;
    return ok;
}

bool check_that(bool ok, const char *what, const char *file, int line)
{
    if (!ok)
        fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    return tally(ok);
}

bool check_int(long long actual, long long expected, const char *what, const char *file, int line)
{
    if (actual != expected)
        fprintf(stderr, "%s:%d: %s is %lld, expected %lld\n", file, line, what, actual, expected);
    return tally(actual == expected);
}

bool check_near(
    double actual, double expected, double tolerance, const char *what, const char *file, int line)
{
    bool ok = fabs(actual - expected) <= tolerance;
    if (!ok)
        fprintf(stderr, "%s:%d: %s is %.9g, expected %.9g within %.3g\n", file, line, what, actual,
            expected, tolerance);
    return tally(ok);
}

bool check_str(
    const char *actual, const char *expected, const char *what, const char *file, int line)
{
    bool ok = actual && strcmp(actual, expected) == 0;
    if (!ok)
        fprintf(stderr, "%s:%d: %s is \"%s\", expected \"%s\"\n", file, line, what,
            actual ? actual : "(null)", expected);
    return tally(ok);
}

bool check_has(const char *text, const char *part, const char *what, const char *file, int line)
{
    bool ok = text && strstr(text, part);
    if (!ok)
        fprintf(stderr, "%s:%d: %s is \"%s\", expected it to contain \"%s\"\n", file, line, what,
            text ? text : "(null)", part);
    return tally(ok);
}

int check_done(void)
{
    printf("%d checks, %d failed\n", atomic_load(&n_checks), atomic_load(&n_failed));
    return n_checks > 0 && n_failed == 0 ? 0 : 1;
}
