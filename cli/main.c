/* ecgpress COMMAND ...: finds the command and runs it. */
#include "ecgpress.h"
#include "options.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
    &command_generate,
    &command_kit,
    &command_preview,
    &command_merge,
    &command_verify,
    &command_inspect,
    &command_params,
    &command_recipes,
    &command_devices,
    &command_bench,
};

enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static void print_commands(void)
{
    printf("usage: ecgpress COMMAND [OPTION...]\n\n"
           "Prints ECG recordings on virtual paper and says where every sample ended up.\n\n"
           "commands:\n");
    for (int i = 0; i < N_COMMANDS; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n`ecgpress COMMAND --help` tells its options. Try:\n"
           "  ecgpress generate --synthetic 4 -o out --recipe clean\n");
}

/* Pictures of many megabytes come and go all the time. The system would clear their pages anew for
 * each, which takes longer than some of what is drawn on them: freed memory is kept instead. Not
 * so of the largest, between which the heap would be left in pieces. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 20 << 20); /* a picture of 2200 x 1700 px is below it */
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    mallopt(M_ARENA_MAX, cores > 4 ? (int)cores / 2 : 2); /* each keeps what was freed in it */
}

int main(int argc, char **argv)
{
    keep_memory();
    const char *name = argc > 1 ? argv[1] : "--help";
    if (strcmp(name, "--version") == 0) {
        printf("ecgpress %s\n", ecg_version());
        return EXIT_OK;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_commands();
        return EXIT_OK;
    }
    for (int i = 0; i < N_COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i]->run(argc - 1, argv + 1);
    fprintf(stderr, "ecgpress: no command \"%s\" (see ecgpress --help)\n", name);
    return EXIT_USAGE;
}
