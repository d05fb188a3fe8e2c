#include "kit_options.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
    FLAG,   /* int: set to 1 */
    WHOLE,  /* int */
    LONG,   /* long long */
    START,  /* the same, and has_start */
    REAL,   /* double */
    TEXT,   /* const char * */
    CONFIG, /* int: 1 without a value */
};

struct flag {
    const char *names; /* blank-separated; NULL ends the table, "" starts a group */
    enum kind kind;
    size_t offset; /* in struct kit_options */
    const char *argument, *doc;
};

#define OWN(field) offsetof(struct kit_options, field)
#define KIT(field) offsetof(struct kit_options, kit.field)

static const struct flag flags[] = {
    { "", FLAG, 0, NULL, "input and output" },
    { "-i --input_directory --input_file", TEXT, OWN(input), "PATH",
        "folder of WFDB records; with -hea one record's signal file" },
    { "-o --output_directory", TEXT, OWN(output), "DIR", "where the images go (required)" },
    { "-hea --header_file", TEXT, OWN(header), "FILE", "one record's header" },
    { "-st --start_index", START, KIT(start_sample), "N",
        "first sample of the one page of -hea; -1: all pages" },
    { "-se --seed", LONG, OWN(seed), "N", "fixes every draw (default -1)" },
    { "--max_num_images", WHOLE, KIT(max_images), "N", "at most N images (default -1: all)" },
    { "--config_file", TEXT, KIT(config_file), "FILE",
        "the kit's YAML: paper_len, abs_lead_step, leadNames_12, ..." },
    { "--num_leads", TEXT, OWN(ignored), "WORD", "accepted; the record itself tells" },
    { "-store_config --store_config", CONFIG, KIT(store_config), "[1|2]",
        "JSON beside each image: 1 positions, 2 how it was made too" },
    { "--lead_name_bbox", FLAG, KIT(with_lead_names_box), NULL,
        "boxes of lead names in the JSON" },
    { "--lead_bbox", FLAG, KIT(with_leads_box), NULL, "boxes of leads in the JSON" },
    { "--mask_unplotted_samples", FLAG, KIT(mask_unplotted), NULL,
        "samples outside the picture are missing in the WFDB" },

    { "", FLAG, 0, NULL, "page" },
    { "-r --resolution", WHOLE, KIT(resolution_dpi), "DPI", "pixels per inch (default 200)" },
    { "--random_resolution", FLAG, KIT(resolution_is_random), NULL, "drawn from 50 to that" },
    { "--pad_inches", WHOLE, KIT(pad_inches), "N", "white border (default 0)" },
    { "--random_padding", FLAG, KIT(padding_is_random), NULL, "drawn from 0 to that" },
    { "--num_columns", WHOLE, KIT(columns), "N", "columns (default -1: 1 for two leads, else 4)" },
    { "--full_mode", TEXT, KIT(strip), "LEAD", "lead of the long row (default II; None: no row)" },
    { "--remove_lead_names", FLAG, KIT(without_lead_names), NULL, "no lead names" },
    { "--calibration_pulse", REAL, KIT(pulse_chance), "P", "share with a pulse (default 1)" },
    { "--random_grid_present", REAL, KIT(grid_chance), "P", "share with a grid (default 1)" },
    { "--standard_grid_color", WHOLE, KIT(grid_color), "1-5",
        "brown, pink, blue, green, red (default 5)" },
    { "--random_grid_color", FLAG, KIT(grid_color_is_random), NULL, "any colour" },
    { "--random_bw", REAL, KIT(bw_chance), "P", "share in black and white (default 0)" },
    { "-ph --print_header", FLAG, OWN(prints_header), NULL, "the record's header above the rows" },
    { "--random_print_header", REAL, KIT(header_chance), "P",
        "share with that header (default 0)" },
    { "--add_qr_code", FLAG, KIT(with_qr_code), NULL, "the record's name as a QR code" },

    { "", FLAG, 0, NULL, "handwriting" },
    { "--hw_text", FLAG, KIT(with_handwriting), NULL, "write words" },
    { "-l --link", TEXT, KIT(words_file), "FILE",
        "any text file: its phrases are written (default: clinical notes)" },
    { "-n --num_words", WHOLE, KIT(words), "N", "words, up to (default 5)" },
    { "--x_offset", WHOLE, KIT(x_offset_px), "PX", "from the left edge, up to (default 30)" },
    { "--y_offset", WHOLE, KIT(y_offset_px), "PX", "from the top edge, up to (default 30)" },
    { "--hws", REAL, KIT(handwriting_size), "F",
        "size of the block over the page's, up to (default 0.2)" },
    { "--deterministic_num_words", FLAG, KIT(words_is_fixed), NULL, "exactly -n" },
    { "--deterministic_offset", FLAG, KIT(offset_is_fixed), NULL, "exactly the offsets" },
    { "--deterministic_hw_size", FLAG, KIT(handwriting_size_is_fixed), NULL, "exactly --hws" },

    { "", FLAG, 0, NULL, "wrinkles and creases" },
    { "--wrinkles", FLAG, KIT(with_wrinkles), NULL, "fold and wrinkle the sheet" },
    { "-ca --crease_angle", WHOLE, KIT(crease_angle_deg), "DEG",
        "angle of the creases, up to (default 90: upright)" },
    { "-nv --num_creases_vertically", WHOLE, KIT(creases_vertically), "N",
        "creases down the sheet, up to (default 10)" },
    { "-nh --num_creases_horizontally", WHOLE, KIT(creases_horizontally), "N",
        "creases along the sheet, up to (default 10)" },
    { "--deterministic_angle", FLAG, KIT(crease_angle_is_fixed), NULL, "exactly -ca" },
    { "--deterministic_vertical", FLAG, KIT(vertically_is_fixed), NULL, "exactly -nv" },
    { "--deterministic_horizontal", FLAG, KIT(horizontally_is_fixed), NULL, "exactly -nh" },

    { "", FLAG, 0, NULL, "augmentation" },
    { "--augment", FLAG, KIT(with_augment), NULL, "rotate, crop, add noise, tint" },
    { "-rot --rotate", WHOLE, KIT(rotate_deg), "DEG", "either way, up to (default 0)" },
    { "-noise --noise", WHOLE, KIT(noise), "N",
        "standard deviation in 255ths, up to (default 50)" },
    { "-c --crop", REAL, KIT(crop), "F", "share of each side, up to (default 0.01)" },
    { "-t --temperature", WHOLE, KIT(temperature_k), "K", "up to (default 40000)" },
    { "--deterministic_rot", FLAG, KIT(rotate_is_fixed), NULL, "exactly -rot" },
    { "--deterministic_noise", FLAG, KIT(noise_is_fixed), NULL, "exactly -noise" },
    { "--deterministic_crop", FLAG, KIT(crop_is_fixed), NULL, "exactly -c" },
    { "--deterministic_temp", FLAG, KIT(temperature_is_fixed), NULL, "exactly -t" },
    { "--fully_random", FLAG, KIT(is_fully_random), NULL,
        "each of the three effects in every second image" },

    { "", FLAG, 0, NULL, "not in the kit" },
    { "-j --jobs", WHOLE, OWN(jobs), "N", "worker threads (default: one a core)" },
    { "--device", TEXT, OWN(device), "D", "auto (default), software, or a number" },
    { "--progress", TEXT, OWN(progress), "P", "bar (default on a terminal), json or none" },
    { NULL, FLAG, 0, NULL, NULL },
};

/* What earlier releases of the kit, and its README, call them. Only taken where no other flag is
 * meant. */
static const struct {
    const char *older, *name;
} older_names[] = {
    { "--num_images", "--max_num_images" },
    { "--deterministic_lead", "--remove_lead_names" },
    { "--random_dc", "--calibration_pulse" },
    { "--random_add_header", "--random_print_header" },
    { "--store_text_bounding_box", "--lead_name_bbox" },
    { "--bbox", "--lead_bbox" },
    { "--wrinkes", "--wrinkles" },
};

enum { N_OLDER = sizeof older_names / sizeof older_names[0] };

/* ---- help ---- */

static void print_flag(const struct flag *flag)
{
    char left[96];
    snprintf(left, sizeof left, "%s%s%s", flag->names, flag->argument ? " " : "",
        flag->argument ? flag->argument : "");
    for (char *c = left; c < left + strlen(flag->names); c++)
        if (*c == ' ')
            *c = '|';
    if (strlen(left) > 38)
        printf("  %s\n  %38s %s\n", left, "", flag->doc);
    else
        printf("  %-38s %s\n", left, flag->doc);
}

static void print_help(const struct command *command)
{
    printf("usage: ecgpress %s %s\n\n%s\n", command->name, command->usage, command->summary);
    for (const struct flag *flag = flags; flag->names; flag++) {
        if (*flag->names)
            print_flag(flag);
        else
            printf("\n%s:\n", flag->doc);
    }
    printf("\nolder spellings, taken as well:\n");
    for (int i = 0; i < N_OLDER; i++)
        printf("  %-38s %s\n", older_names[i].older, older_names[i].name);
    printf("\n%s", command->epilogue);
}

/* ---- parsing ---- */

enum match { NONE, BEGINNING, EXACT };

static enum match match_name(const char *names, const char *word, size_t length)
{
    enum match best = NONE;
    for (const char *name = names; *name;) {
        size_t n = strcspn(name, " ");
        if (n == length && strncmp(name, word, n) == 0)
            return EXACT;
        if (n > length && length > 2 && word[1] == '-' && strncmp(name, word, length) == 0)
            best = BEGINNING;
        name += n + (name[n] == ' ');
    }
    return best;
}

static const struct flag *find_older(const char *word, size_t length);

/* NULL when none has it, or, without an exact one, several. */
static const struct flag *find_flag(const char *word, size_t length)
{
    const struct flag *found = NULL;
    int count = 0;
    for (const struct flag *flag = flags; flag->names; flag++) {
        enum match match = match_name(flag->names, word, length);
        if (match == EXACT)
            return flag;
        if (match == BEGINNING) {
            found = flag;
            count++;
        }
    }
    return count == 0 ? find_older(word, length) : count == 1 ? found : NULL;
}

/* Of an older name, or the beginning of one. */
static const struct flag *find_older(const char *word, size_t length)
{
    int found = -1, count = 0;
    for (int i = 0; i < N_OLDER; i++) {
        enum match match = match_name(older_names[i].older, word, length);
        if (match == NONE)
            continue;
        found = i;
        count++;
        if (match == EXACT) {
            count = 1;
            break;
        }
    }
    const char *name = count == 1 ? older_names[found].name : NULL;
    return name ? find_flag(name, strlen(name)) : NULL;
}

static int bad_value(
    const struct command *command, const struct flag *flag, const char *expected, const char *text)
{
    const char *name = strrchr(flag->names, ' ');
    complain(
        command, "%s: expected %s, got \"%s\"", name ? name + 1 : flag->names, expected, text);
    return -1;
}

static int store(const struct command *command, const struct flag *flag,
    struct kit_options *options, const char *text)
{
    void *to = (char *)options + flag->offset;
    char *end = NULL;
    errno = 0;
    if (flag->kind == FLAG) {
        *(int *)to = 1;
    } else if (flag->kind == TEXT) {
        *(const char **)to = text;
    } else if (flag->kind == REAL) {
        *(double *)to = strtod(text, &end);
        if (end == text || *end || errno || !isfinite(*(double *)to))
            return bad_value(command, flag, "a number", text);
    } else {
        long long value = strtoll(text, &end, 10);
        int is_long = flag->kind == LONG || flag->kind == START;
        if (end == text || *end || errno || (!is_long && (value < INT_MIN || value > INT_MAX)))
            return bad_value(command, flag, "a whole number", text);
        if (is_long)
            *(long long *)to = value;
        else
            *(int *)to = (int)value;
        options->has_start |= flag->kind == START;
    }
    return 0;
}

/* A word that is a value, though it may be a negative number. */
static int is_value(const char *word)
{
    char *end;
    if (word[0] != '-' || !word[1])
        return 1;
    strtod(word, &end);
    return !*end;
}

/* The flag that argv[*i] names and its value: after '=', glued to a letter, or the next word. */
static int parse_flag(
    const struct command *command, struct kit_options *options, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *equals = strchr(word, '='), *glued = equals ? equals + 1 : NULL;
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    const struct flag *flag = find_flag(word, length);
    if (!flag && word[1] != '-' && length > 2) {
        flag = find_flag(word, 2);
        glued = word + 2;
    }
    if (!flag || (flag->kind == FLAG && glued)) {
        complain(command, flag ? "%s takes no value" : "unknown flag %s (see ecgpress kit --help)",
            word);
        return -1;
    }
    if (flag->kind == FLAG)
        return store(command, flag, options, NULL);
    if (!glued && *i + 1 < argc && is_value(argv[*i + 1]))
        glued = argv[++*i];
    if (!glued && flag->kind == CONFIG)
        glued = "1";
    if (!glued) {
        complain(command, "%s: expected a value (%s)", word, flag->argument);
        return -1;
    }
    return store(command, flag, options, glued);
}

int kit_options_parse(
    const struct command *command, struct kit_options *options, int argc, char **argv)
{
    *options = (struct kit_options){ .seed = -1 };
    ecg_kit_defaults(&options->kit);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(command);
            return EXIT_OK;
        }
        if (argv[i][0] != '-') {
            complain(command, "unexpected word \"%s\"", argv[i]);
            return EXIT_USAGE;
        }
        if (parse_flag(command, options, argc, argv, &i) < 0)
            return EXIT_USAGE;
    }
    if (options->prints_header)
        options->kit.header_chance = 1;
    return -1;
}
