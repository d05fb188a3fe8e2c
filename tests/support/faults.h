/* How many of a sweep's faults are tried: one in so many. ECGPRESS_FAULTS in the environment says
 * "all", or "few" as the sanitizers' builds do, which are slow. */
#ifndef TESTS_SUPPORT_FAULTS_H
#define TESTS_SUPPORT_FAULTS_H

#include <stdlib.h>
#include <string.h>

static inline int fault_stride(int usual)
{
    const char *wish = getenv("ECGPRESS_FAULTS");
    if (wish && strcmp(wish, "all") == 0)
        return 1;
    return wish && strcmp(wish, "few") == 0 ? 4 * usual + 1 : usual;
}

#endif
