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

int ecg_picture_decode(struct ecg_image *image, const char *name, const void *bytes, size_t size,
    struct ecg_error *error)
{
    int width = 0, height = 0, channels = 0;
    if (size > MAX_FILE_BYTES ||
        !stbi_info_from_memory(bytes, (int)size, &width, &height, &channels))
        return ecg_fail(error, ECG_E_FORMAT, "%s: expected a PNG or JPEG file", name);
    if ((size_t)width * (size_t)height > MAX_PIXELS)
        return ecg_fail(error, ECG_E_LIMIT, "%s: more than %zu pixels", name, MAX_PIXELS);
    uint8_t *pixels = stbi_load_from_memory(bytes, (int)size, &width, &height, &channels, 3);
    if (!pixels)
        return ecg_fail(error, ECG_E_FORMAT, "%s: damaged: %s", name, stbi_failure_reason());
    *image = (struct ecg_image){ width, height, 3, pixels };
    return 0;
}

int ecg_picture_read(struct ecg_image *image, const char *path, struct ecg_error *error)
{
    struct ecg_buffer file = { 0 };
    int code = ecg_file_read(&file, path, MAX_FILE_BYTES, error);
    if (code == 0)
        code = ecg_picture_decode(image, path, file.data, file.size, error);
    ecg_buffer_free(&file);
    return code;
}
