/* params, recipes, devices: what there is to choose from. */
#include "ecgpress.h"
#include "options.h"

#include <stdio.h>

/* Prints what a listing made, or its error. */
static int show(const struct command *command, int code, struct ecg_string *text,
    const struct ecg_error *error)
{
    if (code < 0)
        complain(command, "%s", error->message);
    else
        fwrite(text->data, 1, text->size, stdout);
    ecg_string_free(text);
    return code < 0 ? EXIT_FAILED : EXIT_OK;
}

static int run_params(int argc, char **argv)
{
    int as_json = 0, as_markdown = 0;
    const struct option_entry table[] = {
        { "json", 0, OPTION_FLAG, &as_json, NULL, "as a JSON array", 0 },
        { "markdown", 0, OPTION_FLAG, &as_markdown, NULL, "as a Markdown table", 0 },
        { 0 },
    };
    struct text_list words = { 0 };
    int status = options_parse(&command_params, table, argc, argv, &words);
    if (status < 0 && words.count > 1) {
        complain(&command_params, "expected one word to look for");
        status = EXIT_USAGE;
    }
    if (status < 0) {
        struct ecg_string text = { 0 };
        struct ecg_error error = { 0 };
        enum ecg_list_form form = as_json       ? ECG_LIST_JSON
                                  : as_markdown ? ECG_LIST_MARKDOWN
                                                : ECG_LIST_TEXT;
        int code = ecg_list_params(words.count ? words.items[0] : NULL, form, &text, &error);
        status = show(&command_params, code, &text, &error);
    }
    text_list_free(&words);
    return status;
}

static int run_recipes(int argc, char **argv)
{
    struct text_list sets = { 0 }, words = { 0 };
    const struct option_entry table[] = {
        { "set", 's', OPTION_LIST, &sets, "NAME=VALUE", "assign before showing; may be repeated",
            0 },
        { 0 },
    };
    int status = options_parse(&command_recipes, table, argc, argv, &words);
    if (status < 0 && words.count > 1) {
        complain(&command_recipes, "expected one recipe to show");
        status = EXIT_USAGE;
    }
    if (status < 0) {
        struct ecg_string text = { 0 };
        struct ecg_error error = { 0 };
        int code = words.count
                       ? ecg_show_recipe(words.items[0], sets.items, sets.count, &text, &error)
                       : ecg_list_recipes(&text, &error);
        status = show(&command_recipes, code, &text, &error);
    }
    text_list_free(&sets);
    text_list_free(&words);
    return status;
}

static int run_devices(int argc, char **argv)
{
    const struct option_entry table[] = { { 0 } };
    int status = options_parse(&command_devices, table, argc, argv, NULL);
    if (status >= 0)
        return status;
    struct ecg_string text = { 0 };
    struct ecg_error error = { 0 };
    return show(&command_devices, ecg_list_devices(&text, &error), &text, &error);
}

const struct command command_params = {
    "params",
    "lists the parameters: name, unit, range, default, meaning",
    "[WORD] [--json | --markdown]",
    "WORD shows only parameters whose name contains it: ecgpress params grid\n",
    run_params,
};

const struct command command_recipes = {
    "recipes",
    "lists the recipes, or shows one in full",
    "[NAME|FILE [--set NAME=VALUE]...]",
    "What is shown is a recipe itself: save it to a file, edit it, and pass it to --recipe.\n",
    run_recipes,
};

const struct command command_devices = {
    "devices",
    "lists the OpenGL devices that --device can name",
    "",
    NULL,
    run_devices,
};
