#include "record/find_names.h"

#include "core/buffer.h"
#include "record/beside.h"
#include "record/lead_name.h"
#include "record/text.h"

#include <string.h>

const char *ecg_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum ecg_file_kind ecg_file_kind(const char *path)
{
    static const struct {
        const char *extension;
        enum ecg_file_kind kind;
    } table[] = { { ".hea", ECG_FILE_HEADER }, { ".csv", ECG_FILE_TABLE },
        { ".tsv", ECG_FILE_TABLE }, { ".edf", ECG_FILE_EDF }, { ".bdf", ECG_FILE_EDF },
        { ".mat", ECG_FILE_SIGNAL }, { ".dat", ECG_FILE_SIGNAL }, { ".txt", ECG_FILE_LIST },
        { ".list", ECG_FILE_LIST } };
    const char *name = ecg_base_name(path);
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && dot != name && i < sizeof table / sizeof *table; i++)
        if (ecg_text_same(dot, table[i].extension))
            return table[i].kind;
    return strncmp(name, "RECORDS", 7) == 0 ? ECG_FILE_LIST : ECG_FILE_OTHER;
}

static int read_head(struct ecg_buffer *buffer, const char *path)
{
    size_t size;
    return ecg_read_part(buffer, path, 0, 8192, &size, NULL);
}

/* The first line that holds something and is no comment, cut out of a file's first bytes; NULL
 * when there is none. */
static char *first_line(struct ecg_buffer *buffer)
{
    char *line = (char *)buffer->data;
    if (!line)
        return NULL;
    if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3;
    while (*line) {
        size_t n = strcspn(line, "\r\n");
        char end = line[n];
        if (n && *line != '#') {
            line[n] = 0;
            return line;
        }
        line += n + (end != 0);
    }
    return NULL;
}

static int names_lead(const char *cell, size_t length)
{
    char name[64], known[24];
    while (length && strchr("\"' ", cell[0])) {
        cell++;
        length--;
    }
    length = strcspn(cell, "\"'([/,;\t") < length ? strcspn(cell, "\"'([/,;\t") : length;
    ecg_text_clean(name, sizeof name, cell, length);
    const char *after = ecg_text_after(name, "ecg");
    return ecg_lead_name(known, name) || (after && (!*after || strchr(" _0123456789", *after)));
}

int ecg_table_has_leads(const char *path)
{
    struct ecg_buffer buffer = { 0 };
    int code = read_head(&buffer, path), found = code < 0;
    /* After a failure the buffer need not end with a 0. */
    for (const char *cell = code == 0 ? first_line(&buffer) : NULL; cell && !found;) {
        size_t n = strcspn(cell, ",;\t");
        found = names_lead(cell, n);
        cell = cell[n] ? cell + n + 1 : NULL;
    }
    ecg_buffer_free(&buffer);
    return found;
}

int ecg_header_has_segments(const char *path)
{
    struct ecg_buffer buffer = { 0 };
    int found = 0;
    const char *line = read_head(&buffer, path) == 0 ? first_line(&buffer) : NULL;
    if (line) {
        line += strspn(line, " \t");
        const char *slash = strchr(line, '/');
        found = slash && slash < line + strcspn(line, " \t");
    }
    ecg_buffer_free(&buffer);
    return found;
}
