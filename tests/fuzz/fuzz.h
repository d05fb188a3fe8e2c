/*
 * Fuzz targets: one file each, fuzz_NAME.c, with one entry point. Built with clang and
 * -DECGPRESS_FUZZ=ON they are libFuzzer programs (sh tests/run.sh --fuzz); in every other build
 * replay.c is their main, which runs the corpus and some thousand fixed edits of it.
 *
 * Targets write files with fixed names into the working folder and nowhere else.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

/* Reads the bytes as the target's kind of input. Ends the program by FUZZ_ASSERT when what came
 * of it breaks a promise; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_ASSERT(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *what, const char *file, int line);

/* A refusal is a negative code, said in one printable line. */
void fuzz_check_refusal(int code, const struct ecg_error *error);

/* One file of that name. */
void fuzz_write(const char *name, const void *data, size_t size);

/* An input of several files: "@@NAME\n" and bytes up to the next "@@". Names have 1 to 31 letters,
 * digits, '.', '_', '-' and do not begin with '.'; other parts are passed over. At most 8. */
void fuzz_unpack(const uint8_t *data, size_t size);
/* Removes what fuzz_unpack wrote last. */
void fuzz_clear(void);

#endif
