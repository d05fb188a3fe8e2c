#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void complain(const struct command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "ecgpress %s: ", command->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

static int text_list_add(struct text_list *list, const char *text)
{
    const char **items = realloc(list->items, (list->count + 1) * sizeof *items);
    if (!items)
        return -1;
    items[list->count++] = text;
    list->items = items;
    return 0;
}

void text_list_free(struct text_list *list)
{
    free(list->items);
    *list = (struct text_list){ 0 };
}

static void print_help(const struct command *command, const struct option_entry *table)
{
    printf("usage: ecgpress %s %s\n\n%s\n\noptions:\n", command->name, command->usage,
        command->summary);
    for (const struct option_entry *o = table; o->name; o++) {
        char left[64];
        char letter[5] = "    ";
        if (o->letter)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->argument ? " " : "",
            o->argument ? o->argument : "");
        printf("  %-28s %s\n", left, o->doc);
    }
    printf("  %-28s %s\n", "-h, --help", "show this");
    if (command->epilogue)
        printf("\n%s", command->epilogue);
}

static const struct option_entry *find_long(
    const struct option_entry *table, const char *name, size_t length)
{
    for (const struct option_entry *o = table; o->name; o++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

static const struct option_entry *find_letter(const struct option_entry *table, char letter)
{
    for (const struct option_entry *o = table; o->name; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

static int store(
    const struct command *command, const struct option_entry *option, const char *text)
{
    char *end = NULL;
    errno = 0;
    switch (option->kind) {
    case OPTION_FLAG:
        *(int *)option->value = 1;
        return 0;
    case OPTION_TEXT:
        *(const char **)option->value = text;
        return 0;
    case OPTION_LIST:
        return text_list_add(option->value, text);
    case OPTION_UINT:
        *(uint64_t *)option->value = strtoull(text, &end, 10);
        if (*text < '0' || *text > '9' || *end || errno) {
            complain(
                command, "--%s: expected a whole number from 0, got \"%s\"", option->name, text);
            return -1;
        }
        return 0;
    case OPTION_REAL:
        *(double *)option->value = strtod(text, &end);
        if (end == text || *end || errno || !isfinite(*(double *)option->value)) {
            complain(command, "--%s: expected a number, got \"%s\"", option->name, text);
            return -1;
        }
        return 0;
    }
    return -1;
}

/* The value of the option at argv[*i]: after '=', glued to the letter, or the next word. */
static int take_value(const struct command *command, const struct option_entry *option,
    const char *glued, int argc, char **argv, int *i)
{
    if (option->kind == OPTION_FLAG) {
        if (!glued)
            return store(command, option, NULL);
        complain(command, "--%s takes no value", option->name);
        return -1;
    }
    if (glued)
        return store(command, option, glued);
    if (*i + 1 >= argc) {
        complain(command, "--%s: expected a value (%s)", option->name, option->argument);
        return -1;
    }
    int code = store(command, option, argv[++*i]);
    while (option->greedy && code == 0 && *i + 1 < argc && argv[*i + 1][0] != '-')
        code = store(command, option, argv[++*i]);
    return code;
}

static int parse_option(
    const struct command *command, const struct option_entry *table, int argc, char **argv, int *i)
{
    const char *word = argv[*i];
    const struct option_entry *option;
    const char *glued = NULL;
    if (word[1] == '-') {
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
        option = find_long(table, word + 2, length);
        glued = equals ? equals + 1 : NULL;
    } else {
        option = find_letter(table, word[1]);
        glued = word[2] ? word + 2 : NULL;
    }
    if (!option) {
        complain(command, "unknown option %s (see ecgpress %s --help)", word, command->name);
        return -1;
    }
    return take_value(command, option, glued, argc, argv, i);
}

int options_parse(const struct command *command, const struct option_entry *table, int argc,
    char **argv, struct text_list *rest)
{
    int only_words = 0;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!only_words && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
            print_help(command, table);
            return EXIT_OK;
        }
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = 1;
        } else if (!only_words && word[0] == '-' && word[1]) {
            if (parse_option(command, table, argc, argv, &i) < 0)
                return EXIT_USAGE;
        } else if (!rest) {
            complain(command, "unexpected word \"%s\"", word);
            return EXIT_USAGE;
        } else if (text_list_add(rest, word) < 0) {
            return EXIT_FAILED;
        }
    }
    return -1;
}
