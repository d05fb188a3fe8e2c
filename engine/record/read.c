#include "core/alloc.h"
#include "record/readers.h"
#include "record/text.h"
#include "record/wfdb.h"

#include <string.h>
#include <sys/stat.h>

static int has_extension(const char *path, const char *extension)
{
    size_t n = strlen(path), k = strlen(extension);
    return n > k && ecg_text_same(path + n - k, extension);
}

static int is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The header of a record named by itself ("100"), by its header, or by a signal file ("100.mat").
 * NULL when out of memory. */
static char *header_path(const char *path)
{
    size_t n = strlen(path);
    char *header = ecg_calloc(n + 5, 1);
    if (!header)
        return NULL;
    memcpy(header, path, n);
    if (has_extension(path, ".hea"))
        return header;
    if (has_extension(path, ".mat") || has_extension(path, ".dat"))
        n -= 4;
    memcpy(header + n, ".hea", 5);
    return header;
}

static int read_wfdb(struct ecg_record **record, const char *path, struct ecg_error *error)
{
    char *header = header_path(path);
    if (!header)
        return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    int code;
    if (is_file(header) || has_extension(path, ".hea"))
        code = ecg_wfdb_read(record, header, error);
    else if (is_file(path) && (has_extension(path, ".mat") || has_extension(path, ".dat")))
        code = ecg_fail(
            error, ECG_E_UNSUPPORTED, "%s: expected its header %s beside it", path, header);
    else if (is_file(path))
        code = ecg_fail(error, ECG_E_UNSUPPORTED,
            "%s: not a kind of file that is read: expected .hea, .mat, .csv, .edf or .bdf", path);
    else
        code = ecg_fail(error, ECG_E_IO, "%s: no such file, nor %s", path, header);
    ecg_free(header);
    return code;
}

int ecg_record_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error)
{
    *record = NULL;
    if (has_extension(path, ".csv") || has_extension(path, ".tsv"))
        return ecg_csv_read(record, path, fs_hz, error);
    if (has_extension(path, ".edf") || has_extension(path, ".bdf"))
        return ecg_edf_read(record, path, error);
    return read_wfdb(record, path, error);
}
