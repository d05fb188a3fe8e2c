/* EDF and, when the first byte is 255, BDF. */
#include "fuzz/fuzz.h"
#include "fuzz/read_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *name = size && data[0] == 255 ? "e.bdf" : "e.edf";
    fuzz_write(name, data, size);
    fuzz_read_record(name, 0);
    return 0;
}
