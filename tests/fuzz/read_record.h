/* What every target does that reads recordings. */
#ifndef TESTS_FUZZ_READ_RECORD_H
#define TESTS_FUZZ_READ_RECORD_H

/* Reads the file; what comes of it is a sound record or one clear line. */
void fuzz_read_record(const char *path, double fs_hz);

#endif
