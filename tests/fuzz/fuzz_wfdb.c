/* WFDB records: headers, every signal format, multi-segment, FLAC, Challenge .mat. The input is
 * some files (see fuzz_unpack), r.hea among them. */
#include "fuzz/fuzz.h"
#include "fuzz/read_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unpack(data, size);
    fuzz_read_record("r.hea", 0);
    fuzz_clear();
    return 0;
}
