/* ECG-Image-Kit's flags, read as Python's argparse reads them: "-rot 5", "--rotate=5", "-r300",
 * and any beginning of a long name that only one has. */
#ifndef CLI_KIT_OPTIONS_H
#define CLI_KIT_OPTIONS_H

#include "ecgpress.h"
#include "options.h"

struct kit_options {
    struct ecg_kit_params kit;
    const char *input, *header, *output; /* NULL: not given */
    long long seed;
    int prints_header, has_start;
    const char *device, *progress, *ignored;
    int jobs;
};

/* As options_parse. */
int kit_options_parse(
    const struct command *command, struct kit_options *options, int argc, char **argv);

#endif
