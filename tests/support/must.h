/* For what a test needs and does not test: the program ends when it fails. To be included by the
 * test itself, which has one file. */
#ifndef TESTS_SUPPORT_MUST_H
#define TESTS_SUPPORT_MUST_H

#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>

static struct ecg_error error; /* of the last call that was given it */

static inline void must(int code)
{
    if (code == 0)
        return;
    printf("FAILED: %s\n", error.message);
    exit(1);
}

#endif
