#include "check/picture.h"

#include "core/alloc.h"
#include "core/file.h"

#include <limits.h>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 32768
#define STBI_MALLOC(size) ecg_realloc(NULL, (size), 1)
#define STBI_REALLOC(block, size) ecg_realloc((block), (size), 1)
#define STBI_FREE(block) ecg_free(block)
/* Not popped: that some of its functions are not used is said at the end of the file. */
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>

static const size_t MAX_FILE_BYTES = (size_t)512 << 20;
static const size_t MAX_PIXELS = (size_t)300 * 1000 * 1000;

int ecg_picture_read(struct ecg_image *image, const char *path, struct ecg_error *error)
{
    struct ecg_buffer file = { 0 };
    int width = 0, height = 0, channels = 0;
    int code = ecg_file_read(&file, path, MAX_FILE_BYTES, error);
    if (code < 0)
        goto done;
    if (!stbi_info_from_memory(file.data, (int)file.size, &width, &height, &channels)) {
        code = ecg_fail(error, ECG_E_FORMAT, "%s: expected a PNG or JPEG file", path);
        goto done;
    }
    if ((size_t)width * (size_t)height > MAX_PIXELS) {
        code = ecg_fail(error, ECG_E_LIMIT, "%s: more than %zu pixels", path, MAX_PIXELS);
        goto done;
    }
    uint8_t *pixels =
        stbi_load_from_memory(file.data, (int)file.size, &width, &height, &channels, 3);
    if (pixels)
        *image = (struct ecg_image){ width, height, 3, pixels };
    else
        code = ecg_fail(error, ECG_E_FORMAT, "%s: damaged: %s", path, stbi_failure_reason());
done:
    ecg_buffer_free(&file);
    return code;
}
