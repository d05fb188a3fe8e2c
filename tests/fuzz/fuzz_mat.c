/* A Challenge .mat beside a header that gives it two leads. */
#include "fuzz/fuzz.h"
#include "fuzz/read_record.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char header[] = "m 2 500 60\nm.mat 16+24 1000/mV 16 0 0 0 0 I\n"
                                 "m.mat 16+24 1000/mV 16 0 0 0 0 II\n";
    fuzz_write("m.hea", header, strlen(header));
    fuzz_write("m.mat", data, size);
    fuzz_read_record("m.mat", 0);
    return 0;
}
