#include "record/mat.h"

#include "record/beside.h"

#include <stdint.h>
#include <string.h>

enum { HEADER_BYTES = 20 };

static uint32_t word(const unsigned char *bytes, int index)
{
    const unsigned char *p = bytes + 4 * index;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The type word is MOPT in decimal digits: machine, 0, precision, kind of matrix. */
static int read_type(struct ecg_mat *mat, uint32_t type)
{
    static const struct {
        const char *name;
        int wfdb_format;
    } precisions[] = { { "double", 0 }, { "float", 0 }, { "int32", 32 }, { "int16", 16 },
        { "uint16", 0 }, { "uint8", 0 } };
    uint32_t precision = type / 10 % 10;
    if (type >= 60 || type % 10 != 0 || precision >= sizeof precisions / sizeof *precisions)
        return -1;
    mat->wfdb_format = precisions[precision].wfdb_format;
    mat->type_name = precisions[precision].name;
    return 0;
}

int ecg_mat_open(struct ecg_mat *mat, const char *path, struct ecg_error *error)
{
    *mat = (struct ecg_mat){ 0 };
    struct ecg_buffer head = { 0 };
    size_t file_size;
    int code = ecg_read_part(&head, path, 0, 128, &file_size, error);
    if (code == 0 && head.size >= 6 && memcmp(head.data, "MATLAB", 6) == 0)
        code = ecg_fail(error, ECG_E_UNSUPPORTED,
            "%s: MATLAB file of level 5 or later: expected level 4 (save -v4)", path);
    else if (code == 0 && head.size < HEADER_BYTES)
        code = ecg_fail(
            error, ECG_E_FORMAT, "%s: %zu bytes: expected a MATLAB file", path, head.size);
    if (code == 0) {
        uint32_t name_length = word(head.data, 4);
        mat->rows = word(head.data, 1);
        mat->columns = word(head.data, 2);
        if (read_type(mat, word(head.data, 0)) < 0 || word(head.data, 3) != 0 ||
            name_length == 0 || name_length > 64 || mat->rows == 0 || mat->columns == 0)
            code = ecg_fail(
                error, ECG_E_FORMAT, "%s: expected a real matrix in a MATLAB level 4 file", path);
        mat->data_offset = HEADER_BYTES + name_length;
    }
    ecg_buffer_free(&head);
    return code;
}
