/* A scripted session: a command a line, '#' for comments. docs/preview.md lists the commands. */
#ifndef PREVIEW_SCRIPT_H
#define PREVIEW_SCRIPT_H

#include "core/error.h"

enum script_op {
    SCRIPT_SET,
    SCRIPT_RESET,
    SCRIPT_LOCK,
    SCRIPT_UNLOCK,
    SCRIPT_REROLL,
    SCRIPT_SEED,
    SCRIPT_RECORD,
    SCRIPT_VARIANT,
    SCRIPT_RECIPE,
    SCRIPT_OPEN,
    SCRIPT_UNDO,
    SCRIPT_REDO,
    SCRIPT_STAGES,
    SCRIPT_COMPARE,
    SCRIPT_OVERLAY,
    SCRIPT_ZOOM,
    SCRIPT_LOOK,
    SCRIPT_POINT,
    SCRIPT_SEARCH,
    SCRIPT_SHOW,
    SCRIPT_SIZE,
    SCRIPT_DRAG,
    SCRIPT_MOUSE,
    SCRIPT_KEY,
    SCRIPT_WAIT,
    SCRIPT_EXPECT,
    SCRIPT_SCREENSHOT,
    SCRIPT_SAVE_RECIPE,
    SCRIPT_SAVE_IMAGE,
    SCRIPT_OPS
};

enum { SCRIPT_MAX_WORDS = 4 };

struct script_line {
    enum script_op op;
    int line;                      /* in the file, from 1 */
    int n_words;                   /* after the command */
    char *words[SCRIPT_MAX_WORDS]; /* the last one holds the rest of the line */
};

struct script {
    struct script_line *lines;
    size_t n_lines, cap_lines;
};

/* ECG_E_ARGUMENT reads "script NAME:LINE: ..." and says what was expected. Free in either case. */
int script_parse(struct script *script, const char *name, const char *text, size_t size,
    struct ecg_error *error);
int script_read(struct script *script, const char *path, struct ecg_error *error);
void script_free(struct script *script);

/* The command's word: "save-recipe". */
const char *script_op_name(enum script_op op);
/* 1 when the command waits until the picture is finished before it runs. */
int script_op_waits(enum script_op op);

#endif
