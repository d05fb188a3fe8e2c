/* Command-line options from a table: parsing, --help and error lines come from the same entries.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

enum option_kind {
    OPTION_FLAG, /* int *: set to 1 */
    OPTION_TEXT, /* const char ** */
    OPTION_LIST, /* struct text_list *: each occurrence adds */
    OPTION_UINT, /* uint64_t *: a whole number from 0 */
    OPTION_REAL, /* double *: finite */
};

/* Points into argv; `items` is from malloc. */
struct text_list {
    const char **items;
    size_t count;
};

struct option_entry {
    const char *name; /* without "--"; NULL ends the table */
    char letter;      /* 0: none */
    enum option_kind kind;
    void *value;
    const char *argument; /* "N", "PATH": shown in --help; NULL for flags */
    const char *doc;
    int greedy; /* OPTION_LIST: takes every word up to the next option */
};

struct command {
    const char *name;
    const char *summary;               /* one line for `ecgpress --help` */
    const char *usage;                 /* after "usage: ecgpress NAME " */
    const char *epilogue;              /* shown under the options; may be NULL */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; gives the exit status */
};

extern const struct command command_generate, command_verify, command_inspect, command_params,
    command_recipes, command_devices, command_bench, command_kit, command_preview, command_merge;

enum exit_status {
    EXIT_OK = 0,
    EXIT_FAILED = 1,    /* something could not be made, read or confirmed */
    EXIT_USAGE = 2,     /* the command line is wrong */
    EXIT_STOPPED = 130, /* interrupted; running again goes on */
};

/* Fills the table's values; words that are no options go to *rest (NULL: none are allowed).
 * Returns -1 to go on, or an exit status: EXIT_OK after --help was printed, EXIT_USAGE after one
 * line. */
int options_parse(const struct command *command, const struct option_entry *table, int argc,
    char **argv, struct text_list *rest);
void text_list_free(struct text_list *list);

/* "ecgpress NAME: message" on stderr. */
void complain(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
