/* Tables of numbers. */
#include "fuzz/fuzz.h"
#include "fuzz/read_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_write("t.csv", data, size);
    fuzz_read_record("t.csv", 0);
    fuzz_read_record("t.csv", 250);
    return 0;
}
