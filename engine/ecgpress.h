/*
 * ecgpress: prints ECG recordings on virtual paper, ages and photographs that paper on the GPU,
 * and says where every sample ended up in the picture.
 *
 * The one public header. Functions return 0 or a negative enum ecg_code and then fill *error
 * (which may be NULL) with one line naming the file, the field and what was expected. The library
 * never prints and never exits. Strings are UTF-8. Handles are opaque; x_destroy(&x) frees and
 * writes NULL, and accepts NULL.
 */
#ifndef ECGPRESS_H
#define ECGPRESS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ECG_API __attribute__((visibility("default")))

enum ecg_code {
    ECG_OK = 0,
    ECG_E_ARGUMENT = -1,    /* a caller's or user's value is wrong */
    ECG_E_IO = -2,          /* a file or folder could not be read or written */
    ECG_E_FORMAT = -3,      /* a file's content breaks its format */
    ECG_E_UNSUPPORTED = -4, /* valid, but not something ecgpress handles */
    ECG_E_MEMORY = -5,      /* out of memory */
    ECG_E_LIMIT = -6,       /* a stated limit would be exceeded */
    ECG_E_GPU = -7,         /* no usable OpenGL, or it failed */
    ECG_E_MISMATCH = -8,    /* truth and pixels, or arguments and earlier output, disagree */
};

struct ecg_error {
    int code;          /* enum ecg_code */
    char message[512]; /* one line, no newline at its end */
};

/* "0.1.0" */
ECG_API const char *ecg_version(void);

#ifdef __cplusplus
}
#endif

#endif
