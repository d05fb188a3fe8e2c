/* Finding and opening recipes: built-in ones, files, and what those lead to. */
#include "core/alloc.h"
#include "core/asset.h"
#include "core/file.h"
#include "recipe/recipe_source.h"

#include <stdio.h>
#include <string.h>

static int parse_document(
    const struct ecg_recipe_source *source, yaml_parser_t *parser, yaml_document_t *document)
{
    if (yaml_parser_load(parser, document))
        return 0;
    yaml_node_t at = { .start_mark = parser->problem_mark };
    if (parser->error == YAML_MEMORY_ERROR)
        return ecg_recipe_fail_at(source, &at, ECG_E_MEMORY, "out of memory");
    const char *problem = parser->problem ? parser->problem : "not YAML";
    return ecg_recipe_fail_at(source, &at, ECG_E_FORMAT, "%s%s", problem,
        strstr(problem, "mapping values") ? " (a value with ': ' in it needs quotes)" : "");
}

static int read_document(
    struct ecg_recipe *recipe, struct ecg_recipe_source *source, yaml_parser_t *parser)
{
    yaml_document_t document, more;
    int code = parse_document(source, parser, &document);
    if (code < 0)
        return code;
    source->document = &document;
    yaml_node_t *root = yaml_document_get_root_node(&document);
    if (root)
        code = ecg_recipe_read_root(recipe, source, root);
    if (root && code == 0 && (code = parse_document(source, parser, &more)) == 0) {
        yaml_node_t *second = yaml_document_get_root_node(&more);
        if (second)
            code =
                ecg_recipe_fail_at(source, second, ECG_E_FORMAT, "expected one document, not two");
        yaml_document_delete(&more);
    }
    yaml_document_delete(&document);
    return code;
}

/* libyaml takes time that grows with the square of how deep brackets nest: refuse those that do
 * before the whole is read. Other errors are left for the reading itself to find. */
static int check_nesting(const struct ecg_recipe_source *source, const char *text, size_t size)
{
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser))
        return ecg_recipe_fail_at(source, NULL, ECG_E_MEMORY, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    int depth = 0, at_end = 0, code = 0;
    while (!at_end && code == 0 && yaml_parser_parse(&parser, &event)) {
        depth += event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT;
        depth -= event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT;
        at_end = event.type == YAML_STREAM_END_EVENT;
        if (depth > ECG_RECIPE_MAX_MAPS_DEEP) {
            yaml_node_t at = { .start_mark = event.start_mark };
            code = ecg_recipe_fail_at(source, &at, ECG_E_LIMIT,
                "expected maps and lists nested at most %d deep", ECG_RECIPE_MAX_MAPS_DEEP);
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return code;
}

static int read_text(
    struct ecg_recipe **recipe, struct ecg_recipe_source *source, const char *text, size_t size)
{
    *recipe = NULL;
    if (size > ECG_RECIPE_MAX_BYTES)
        return ecg_recipe_fail_at(
            source, NULL, ECG_E_LIMIT, "expected at most %d bytes", (int)ECG_RECIPE_MAX_BYTES);
    int code = check_nesting(source, text, size);
    if (code < 0)
        return code;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return ecg_recipe_fail_at(source, NULL, ECG_E_MEMORY, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    code = ecg_recipe_make(recipe, source->shown, source->budget->first, source->error);
    if (!source->budget->first)
        source->budget->first = *recipe;
    if (code == 0)
        code = read_document(*recipe, source, &parser);
    if (code < 0)
        ecg_recipe_destroy(recipe);
    yaml_parser_delete(&parser);
    return code;
}

static int is_path(const char *name)
{
    size_t n = strlen(name);
    return strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".yaml") == 0) ||
           (n > 4 && strcmp(name + n - 4, ".yml") == 0);
}

const char *ecg_recipe_asset_name(const char *asset_name, size_t *length)
{
    static const char folder[] = "assets/recipes/", ending[] = ".yaml";
    size_t n = strlen(asset_name), before = strlen(folder), after = strlen(ending);
    if (n <= before + after || strncmp(asset_name, folder, before) != 0 ||
        strcmp(asset_name + n - after, ending) != 0)
        return NULL;
    *length = n - before - after;
    return asset_name + before;
}

/* The kinds of the ECG-Image-Database go by their numbers: "0003" is 0003-scan-color. Returns
 * `full`, or the name itself when it is no such number. */
static const char *spell_out(const char *name, char full[64])
{
    size_t n, length = strlen(name);
    if (length != 4 || strspn(name, "0123456789") != 4)
        return name;
    for (const struct ecg_asset *a = ecg_assets; a->name; a++) {
        const char *stem = ecg_recipe_asset_name(a->name, &n);
        if (stem && n > 4 && n < 64 && strncmp(stem, name, 4) == 0 && stem[4] == '-') {
            memcpy(full, stem, n);
            full[n] = 0;
            return full;
        }
    }
    return name;
}

static int fail_no_recipe(const char *name, struct ecg_error *error)
{
    char names[300] = "";
    size_t used = 0, n;
    for (const struct ecg_asset *a = ecg_assets; a->name; a++) {
        const char *stem = ecg_recipe_asset_name(a->name, &n);
        if (!stem || used + n + 3 > sizeof names)
            continue;
        used += (size_t)snprintf(
            names + used, sizeof names - used, "%s%.*s", used ? ", " : "", (int)n, stem);
    }
    return ecg_fail(error, ECG_E_ARGUMENT,
        "recipe %.64s: no such recipe; expected one of %s, or a path such as ./my.yaml", name,
        names);
}

static int load_builtin(
    struct ecg_recipe **recipe, struct ecg_recipe_source *source, const yaml_node_t *at)
{
    char asset_name[128];
    int n = snprintf(asset_name, sizeof asset_name, "assets/recipes/%s.yaml", source->shown);
    const struct ecg_asset *asset = n < (int)sizeof asset_name ? ecg_asset_find(asset_name) : NULL;
    if (!asset) {
        int code = fail_no_recipe(source->shown, source->error);
        return source->parent ? ecg_recipe_place(source->parent, at, code) : code;
    }
    return read_text(recipe, source, (const char *)asset->data, asset->size);
}

static int load_file(
    struct ecg_recipe **recipe, struct ecg_recipe_source *source, const yaml_node_t *at)
{
    struct ecg_buffer text = { 0 };
    int code = ecg_file_read(&text, source->shown, ECG_RECIPE_MAX_BYTES, source->error);
    if (code < 0 && source->parent)
        ecg_recipe_place(source->parent, at, code);
    else if (code < 0)
        ecg_fail_in(source->error, "recipe");
    else
        code = read_text(recipe, source, text.data ? (const char *)text.data : "", text.size);
    ecg_buffer_free(&text);
    return code;
}

/* Whether the file is being read already, further up. */
static int is_cycle(const struct ecg_recipe_source *source)
{
    for (const struct ecg_recipe_source *s = source->parent; s; s = s->parent)
        if (!s->folder == !source->folder && strcmp(s->shown, source->shown) == 0)
            return 1;
    return 0;
}

static int depth_of(const struct ecg_recipe_source *source)
{
    int depth = 0;
    for (; source; source = source->parent)
        depth++;
    return depth;
}

/* The path as seen from the file that names it, and its folder. */
static int join_path(char path[ECG_RECIPE_MAX_PATH], char folder[ECG_RECIPE_MAX_PATH],
    const char *name, const struct ecg_recipe_source *parent)
{
    const char *from = parent && name[0] != '/' ? parent->folder : "";
    int n = snprintf(path, ECG_RECIPE_MAX_PATH, "%s%s", from, name);
    if (n >= ECG_RECIPE_MAX_PATH)
        return -1;
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    memcpy(folder, path, length);
    folder[length] = 0;
    return 0;
}

static int load_source(
    struct ecg_recipe **recipe, struct ecg_recipe_source *source, const yaml_node_t *at)
{
    const struct ecg_recipe_source *parent = source->parent;
    if (parent && is_cycle(source))
        return ecg_recipe_fail_at(
            parent, at, ECG_E_FORMAT, "recipe %s leads back to itself", source->shown);
    if (parent && (--source->budget->files < 0 || depth_of(source) > ECG_RECIPE_MAX_FILES_DEEP))
        return ecg_recipe_fail_at(parent, at, ECG_E_LIMIT, "expected at most %d files, %d deep",
            ECG_RECIPE_MAX_FILES, ECG_RECIPE_MAX_FILES_DEEP);
    return source->folder ? load_file(recipe, source, at) : load_builtin(recipe, source, at);
}

static int load_named(struct ecg_recipe **recipe, const char *name_or_file,
    const struct ecg_recipe_source *parent, const yaml_node_t *at,
    struct ecg_recipe_budget *budget, struct ecg_error *error)
{
    *recipe = NULL;
    char full[64];
    struct ecg_recipe_source source = {
        .parent = parent, .shown = spell_out(name_or_file, full), .budget = budget, .error = error
    };
    if (!is_path(name_or_file))
        return load_source(recipe, &source, at);
    if (parent && !parent->folder)
        return ecg_recipe_fail_at(
            parent, at, ECG_E_ARGUMENT, "a built-in recipe cannot include %s", name_or_file);
    char *paths = ecg_calloc(2, ECG_RECIPE_MAX_PATH);
    if (!paths)
        return ecg_fail(error, ECG_E_MEMORY, "recipe %s: out of memory", name_or_file);
    source.shown = paths;
    source.folder = paths + ECG_RECIPE_MAX_PATH;
    int code = join_path(paths, paths + ECG_RECIPE_MAX_PATH, name_or_file, parent);
    if (code < 0)
        code = ecg_fail(error, ECG_E_LIMIT, "recipe %.64s...: path too long", name_or_file);
    else
        code = load_source(recipe, &source, at);
    ecg_free(paths);
    return code;
}

int ecg_recipe_load_named(struct ecg_recipe **recipe, const char *name_or_file,
    const struct ecg_recipe_source *parent, const yaml_node_t *at)
{
    return load_named(recipe, name_or_file, parent, at, parent->budget, parent->error);
}

int ecg_recipe_load(struct ecg_recipe **recipe, const char *name_or_file, struct ecg_error *error)
{
    struct ecg_recipe_budget budget = { ECG_RECIPE_MAX_FILES, ECG_RECIPE_MAX_NODES, NULL };
    return load_named(recipe, name_or_file, NULL, NULL, &budget, error);
}

int ecg_recipe_read(struct ecg_recipe **recipe, const char *name, const char *yaml, size_t size,
    struct ecg_error *error)
{
    *recipe = NULL;
    char *paths = ecg_calloc(2, ECG_RECIPE_MAX_PATH);
    if (!paths)
        return ecg_fail(error, ECG_E_MEMORY, "recipe %.64s: out of memory", name);
    char *folder = paths + ECG_RECIPE_MAX_PATH;
    struct ecg_recipe_budget budget = { ECG_RECIPE_MAX_FILES, ECG_RECIPE_MAX_NODES, NULL };
    struct ecg_recipe_source source = {
        .shown = paths, .folder = folder, .budget = &budget, .error = error
    };
    int code = join_path(paths, folder, name, NULL);
    if (code < 0)
        code = ecg_fail(error, ECG_E_LIMIT, "recipe %.64s...: path too long", name);
    else
        code = read_text(recipe, &source, yaml, size);
    ecg_free(paths);
    return code;
}
