#include "script.h"

#include "core/alloc.h"
#include "core/file.h"

#include <string.h>

enum { MAX_BYTES = 1 << 20 };

static const struct {
    const char *name;
    int n_words;       /* the last one takes the rest of the line */
    const char *usage; /* what follows the name */
    int waits;
} ops[SCRIPT_OPS] = {
    [SCRIPT_SET] = { "set", 1, "NAME=VALUE", 0 },
    [SCRIPT_RESET] = { "reset", 1, "NAME or all", 0 },
    [SCRIPT_LOCK] = { "lock", 1, "NAME", 0 },
    [SCRIPT_UNLOCK] = { "unlock", 1, "NAME", 0 },
    [SCRIPT_REROLL] = { "reroll", 0, "nothing", 0 },
    [SCRIPT_SEED] = { "seed", 1, "NUMBER", 0 },
    [SCRIPT_RECORD] = { "record", 1, "NUMBER, next or previous", 0 },
    [SCRIPT_VARIANT] = { "variant", 1, "NUMBER, next or previous", 0 },
    [SCRIPT_RECIPE] = { "recipe", 1, "NAME or FILE", 0 },
    [SCRIPT_OPEN] = { "open", 1, "PATH", 0 },
    [SCRIPT_UNDO] = { "undo", 0, "nothing", 0 },
    [SCRIPT_REDO] = { "redo", 0, "nothing", 0 },
    [SCRIPT_STAGES] = { "stages", 1, "all, or stages such as: sheet light", 0 },
    [SCRIPT_COMPARE] = { "compare", 1, "off, split or side", 0 },
    [SCRIPT_OVERLAY] = { "overlay", 1, "off, or overlays such as: points boxes", 0 },
    [SCRIPT_ZOOM] = { "zoom", 1, "fit or PERCENT", 0 },
    [SCRIPT_LOOK] = { "look", 2, "X Y", 0 },
    [SCRIPT_POINT] = { "point", 2, "X Y", 0 },
    [SCRIPT_SEARCH] = { "search", 1, "WORDS or nothing", 0 },
    [SCRIPT_SHOW] = { "show", 1, "panels such as: help passes changed, or none", 0 },
    [SCRIPT_SIZE] = { "size", 2, "WIDTH HEIGHT", 0 },
    [SCRIPT_DRAG] = { "drag", 4, "NAME FROM TO SECONDS", 1 },
    [SCRIPT_MOUSE] = { "mouse", 3, "X Y and up or down", 0 },
    [SCRIPT_KEY] = { "key", 1, "a letter or digit", 0 },
    [SCRIPT_WAIT] = { "wait", 0, "nothing", 1 },
    [SCRIPT_EXPECT] = { "expect", 1, "TEXT", 0 },
    [SCRIPT_SCREENSHOT] = { "screenshot", 1, "FILE", 1 },
    [SCRIPT_SAVE_RECIPE] = { "save-recipe", 1, "FILE", 0 },
    [SCRIPT_SAVE_IMAGE] = { "save-image", 1, "FOLDER", 1 },
};

const char *script_op_name(enum script_op op)
{
    return ops[op].name;
}

int script_op_waits(enum script_op op)
{
    return ops[op].waits;
}

static int find_op(const char *word, size_t n)
{
    for (int i = 0; i < SCRIPT_OPS; i++)
        if (strlen(ops[i].name) == n && strncmp(ops[i].name, word, n) == 0)
            return i;
    return -1;
}

static char *copy(const char *text, size_t n)
{
    char *word = ecg_calloc(n + 1, 1);
    if (word)
        memcpy(word, text, n);
    return word;
}

/* Blanks are around words; `n` bytes without the line's end. */
static int parse_line(
    struct script_line *line, const char *name, const char *s, size_t n, struct ecg_error *error)
{
    static const char blanks[] = " \t\r";
    const char *end = s + n;
    while (end > s && strchr(blanks, end[-1]))
        end--;
    size_t length = strcspn(s, blanks);
    length = length < (size_t)(end - s) ? length : (size_t)(end - s);
    int op = find_op(s, length);
    if (op < 0)
        return ecg_fail(error, ECG_E_ARGUMENT, "script %s:%d: no command \"%.*s\"", name,
            line->line, (int)(length < 40 ? length : 40), s);
    line->op = (enum script_op)op;
    s += length;
    while (line->n_words < ops[op].n_words) {
        while (s < end && strchr(blanks, *s))
            s++;
        if (s == end)
            break;
        int is_last = line->n_words + 1 == ops[op].n_words;
        length = 0;
        while (s + length < end && (is_last || !strchr(blanks, s[length])))
            length++;
        if (!(line->words[line->n_words++] = copy(s, length)))
            return ecg_fail(error, ECG_E_MEMORY, "script: out of memory");
        s += length;
    }
    int may_be_empty = op == SCRIPT_SEARCH;
    if ((line->n_words < ops[op].n_words && !may_be_empty) || s < end)
        return ecg_fail(error, ECG_E_ARGUMENT, "script %s:%d: %s: expected %s", name, line->line,
            ops[op].name, ops[op].usage);
    return 0;
}

int script_parse(struct script *script, const char *name, const char *text, size_t size,
    struct ecg_error *error)
{
    *script = (struct script){ 0 };
    const char *end = text + size;
    for (int number = 1; text < end; number++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        const char *next = stop ? stop + 1 : end;
        const char *s = text;
        stop = stop ? stop : end;
        while (s < stop && strchr(" \t\r", *s))
            s++;
        text = next;
        if (s == stop || *s == '#')
            continue;
        if (ecg_grow(&script->lines, &script->cap_lines, script->n_lines + 1,
                sizeof *script->lines) < 0)
            return ecg_fail(error, ECG_E_MEMORY, "script: out of memory");
        struct script_line *line = &script->lines[script->n_lines++];
        *line = (struct script_line){ .line = number };
        int code = parse_line(line, name, s, (size_t)(stop - s), error);
        if (code < 0)
            return code;
    }
    return 0;
}

int script_read(struct script *script, const char *path, struct ecg_error *error)
{
    struct ecg_buffer text = { 0 };
    *script = (struct script){ 0 };
    int code = ecg_file_read(&text, path, MAX_BYTES, error);
    if (code == 0)
        code = script_parse(script, path, (const char *)text.data, text.size, error);
    ecg_buffer_free(&text);
    return code;
}

void script_free(struct script *script)
{
    for (size_t i = 0; i < script->n_lines; i++)
        for (int k = 0; k < script->lines[i].n_words; k++)
            ecg_free(script->lines[i].words[k]);
    ecg_free(script->lines);
    *script = (struct script){ 0 };
}
