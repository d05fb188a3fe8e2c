/* Golden images: pictures kept in tests/golden/, compared with a tolerance, because CPUs and GPUs
 * differ in the last bit. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include "core/image.h"

#include <stdbool.h>

/*
 * Checks an RGBA picture against tests/golden/NAME.png: at most `share` of the pixels may differ
 * by more than `most` 8-bit steps in a channel. On failure NAME-out.png and NAME-diff.png (the
 * differences, eightfold) are written to the current folder. With ECGPRESS_UPDATE_GOLDEN set, the
 * picture becomes the golden one instead: look at it before it is committed.
 */
bool golden_check(const struct ecg_image *image, const char *name, int most, double share);

#endif
