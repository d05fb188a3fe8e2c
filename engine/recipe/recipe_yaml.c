/* What a recipe's YAML says: parameters, base, mix, about. */
#include "core/alloc.h"
#include "core/plain.h"
#include "recipe/recipe_source.h"
#include "recipe/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int read_body(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *node);

static int line_of(const yaml_node_t *node)
{
    return node ? (int)node->start_mark.line + 1 : 1;
}

/* The end of a path, so that what is wrong still fits into the message. */
static const char *short_name(const struct ecg_recipe_source *source)
{
    size_t n = strlen(source->shown);
    return source->shown + (n > 200 ? n - 200 : 0);
}

int ecg_recipe_fail_at(const struct ecg_recipe_source *source, const yaml_node_t *node, int code,
    const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    ecg_plain_vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return ecg_fail(
        source->error, code, "recipe %s:%d: %s", short_name(source), line_of(node), message);
}

int ecg_recipe_place(const struct ecg_recipe_source *source, const yaml_node_t *node, int code)
{
    char place[256];
    snprintf(place, sizeof place, "recipe %s:%d", short_name(source), line_of(node));
    ecg_fail_in(source->error, place);
    return code;
}

static yaml_node_t *node_at(const struct ecg_recipe_source *source, int id)
{
    return yaml_document_get_node(source->document, id);
}

static int visit(const struct ecg_recipe_source *source, const yaml_node_t *node, int depth)
{
    if (--source->budget->nodes < 0)
        return ecg_recipe_fail_at(
            source, node, ECG_E_LIMIT, "expected at most %d YAML nodes", ECG_RECIPE_MAX_NODES);
    if (depth > ECG_RECIPE_MAX_MAPS_DEEP)
        return ecg_recipe_fail_at(source, node, ECG_E_LIMIT,
            "expected maps nested at most %d deep", ECG_RECIPE_MAX_MAPS_DEEP);
    return 0;
}

/* The text of a scalar, NULL for another node and for one that holds a 0 byte. */
static const char *scalar_of(const yaml_node_t *node)
{
    if (!node || node->type != YAML_SCALAR_NODE)
        return NULL;
    const char *text = (const char *)node->data.scalar.value;
    return strlen(text) == node->data.scalar.length ? text : NULL;
}

static yaml_node_t *member(
    const struct ecg_recipe_source *source, const yaml_node_t *map, const char *key)
{
    for (const yaml_node_pair_t *p = map->data.mapping.pairs.start;
         p < map->data.mapping.pairs.top; p++) {
        const char *name = scalar_of(node_at(source, p->key));
        if (name && strcmp(name, key) == 0)
            return node_at(source, p->value);
    }
    return NULL;
}

/* ---- Parameters ---- */

struct setter {
    struct ecg_recipe *recipe;
    const struct ecg_recipe_source *source;
    int *lines; /* one a parameter: where this map set it, 0: not yet */
};

/* YAML ends an unquoted value at " #" and refuses ": " in it: the usual slips with colours and
 * choices, and hard to see. */
static const char *quoting_hint(const yaml_node_t *value, const char *text)
{
    int open = 0;
    for (const char *c = text; *c; c++)
        open += (*c == '(') - (*c == ')');
    if (value->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || (*text && open <= 0))
        return "";
    return " (in YAML a value with ' #' or ': ' in it, such as a colour, needs quotes)";
}

static int set_value(struct setter *s, int param, const yaml_node_t *key, const yaml_node_t *value)
{
    const char *name = ecg_params[param].name, *text = scalar_of(value);
    if (!text)
        return ecg_recipe_fail_at(s->source, value ? value : key, ECG_E_FORMAT,
            "%s: expected one value or distribution, not a map or a list", name);
    if (s->lines[param])
        return ecg_recipe_fail_at(
            s->source, key, ECG_E_FORMAT, "%s: already set in line %d", name, s->lines[param]);
    s->lines[param] = line_of(key);
    const char *hint = quoting_hint(value, text);
    if (!*text && *hint)
        return ecg_recipe_fail_at(
            s->source, key, ECG_E_FORMAT, "%s: expected a value%s", name, hint);
    struct ecg_dist *dist;
    int code = ecg_dist_parse(&dist, &ecg_params[param], text, s->source->error);
    if (code < 0) {
        char message[sizeof s->source->error->message] = "";
        if (s->source->error)
            memcpy(message, s->source->error->message, sizeof message);
        return ecg_recipe_fail_at(s->source, value, code, "%s%s", message, hint);
    }
    ecg_recipe_put(s->recipe, param, dist);
    ecg_dist_unref(&dist);
    return 0;
}

/* "page.grid" for "page.grid.color": the start of a parameter's name up to one of its dots. */
static int is_group(const char *name)
{
    size_t n = strlen(name);
    for (const struct ecg_param *p = ecg_params; p->name; p++)
        if (strncmp(p->name, name, n) == 0 && p->name[n] == '.')
            return 1;
    return 0;
}

static int fail_unknown(
    const struct ecg_recipe_source *source, const yaml_node_t *key, const char *name, int is_map)
{
    size_t n;
    const char *group = ecg_param_nearest_group(name, &n);
    if (is_map)
        return ecg_recipe_fail_at(source, key, ECG_E_ARGUMENT,
            "%s: no such group; did you mean %.*s?", name, (int)n, group);
    return ecg_recipe_fail_at(source, key, ECG_E_ARGUMENT,
        "%s: no such parameter; did you mean %s?", name, ecg_params[ecg_param_nearest(name)].name);
}

static int set_map(struct setter *s, const yaml_node_t *map, const char *prefix, int depth);

static int set_pair(struct setter *s, const yaml_node_t *key, const yaml_node_t *value,
    const char *prefix, int depth)
{
    char name[ECG_RECIPE_MAX_NAME];
    const char *part = scalar_of(key);
    int code = visit(s->source, key, depth);
    if (code < 0)
        return code;
    if (!part || !*part)
        return ecg_recipe_fail_at(s->source, key, ECG_E_FORMAT, "expected a parameter's name");
    int n = snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "." : "", part);
    int param = n < (int)sizeof name ? ecg_param_find(name) : -1;
    if (param >= 0)
        return set_value(s, param, key, value);
    if (n >= (int)sizeof name || !is_group(name))
        return fail_unknown(s->source, key, name, value && value->type == YAML_MAPPING_NODE);
    if (!value || value->type != YAML_MAPPING_NODE)
        return ecg_recipe_fail_at(s->source, key, ECG_E_FORMAT,
            "%s: expected a map of parameters, as this is a group", name);
    return set_map(s, value, name, depth + 1);
}

static int is_directive(const char *key, int in_mix)
{
    return strcmp(key, "about") == 0 || strcmp(key, "base") == 0 || strcmp(key, "mix") == 0 ||
           (in_mix && (strcmp(key, "name") == 0 || strcmp(key, "weight") == 0));
}

static int set_map(struct setter *s, const yaml_node_t *map, const char *prefix, int depth)
{
    int code = 0;
    for (const yaml_node_pair_t *p = map->data.mapping.pairs.start;
         code == 0 && p < map->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = node_at(s->source, p->key);
        const char *name = scalar_of(key);
        if (depth > 0 || !name || !is_directive(name, s->source->mixes_deep > 0))
            code = set_pair(s, key, node_at(s->source, p->value), prefix, depth);
    }
    return code;
}

/* ---- base and mix ---- */

static int add_base(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    const char *name = scalar_of(node);
    int code = visit(source, node, 0);
    if (code < 0)
        return code;
    if (!name || !*name)
        return ecg_recipe_fail_at(
            source, node, ECG_E_FORMAT, "base: expected a recipe's name or file");
    struct ecg_recipe *base;
    code = ecg_recipe_load_named(&base, name, source, node);
    if (code < 0)
        return code;
    code = ecg_recipe_lay_over(recipe, base, source->error);
    ecg_recipe_destroy(&base);
    return code < 0 ? ecg_recipe_place(source, node, code) : 0;
}

static int add_bases(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return add_base(recipe, source, node);
    int code = 0;
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         code == 0 && item < node->data.sequence.items.top; item++)
        code = add_base(recipe, source, node_at(source, *item));
    return code;
}

static int read_weight(
    const struct ecg_recipe_source *source, const yaml_node_t *node, double *weight)
{
    const char *text = scalar_of(node);
    if (!text || !ecg_number_parse(text, strlen(text), weight) || *weight < 0 || *weight > 1e9)
        return ecg_recipe_fail_at(source, node, ECG_E_FORMAT, "expected a weight of 0 to 1e9");
    return 0;
}

/* What an item of a mix holds beside its name and weight. */
static int read_item(
    struct ecg_recipe *item, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    struct ecg_recipe_source inner = *source;
    if (++inner.mixes_deep > ECG_RECIPE_MAX_MIXES_DEEP)
        return ecg_recipe_fail_at(source, node, ECG_E_LIMIT,
            "mix: expected mixes nested at most %d deep", ECG_RECIPE_MAX_MIXES_DEEP);
    return read_body(item, &inner, node);
}

/* An item of a mix written in place: a recipe with a name and a weight. */
static int add_inline_item(
    struct ecg_recipe *mix, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    const yaml_node_t *name_node =
        node->type == YAML_MAPPING_NODE ? member(source, node, "name") : NULL;
    const char *name = scalar_of(name_node);
    int code = visit(source, node, 0);
    if (code < 0)
        return code;
    if (!name || !*name)
        return ecg_recipe_fail_at(source, node, ECG_E_FORMAT,
            "mix: expected NAME: weight, or a list of maps with name, weight and parameters");
    double weight = 1;
    const yaml_node_t *weight_node = member(source, node, "weight");
    code = weight_node ? read_weight(source, weight_node, &weight) : 0;
    if (code < 0)
        return code;
    struct ecg_recipe *item;
    code = ecg_recipe_make(&item, name, source->budget->first, source->error);
    if (code == 0) {
        ecg_recipe_rename(item, name);
        code = read_item(item, source, node);
    }
    if (code == 0 && (code = ecg_recipe_add_ways(mix, item, weight, source->error)) < 0)
        ecg_recipe_place(source, node, code);
    ecg_recipe_destroy(&item);
    return code;
}

static int add_named_item(struct ecg_recipe *mix, const struct ecg_recipe_source *source,
    const yaml_node_t *key, const yaml_node_t *value)
{
    const char *name = scalar_of(key);
    int code = visit(source, key, 0);
    if (code < 0)
        return code;
    if (!name || !*name)
        return ecg_recipe_fail_at(
            source, key, ECG_E_FORMAT, "mix: expected a recipe's name or file");
    double weight = 0;
    code = read_weight(source, value ? value : key, &weight);
    if (code < 0)
        return code;
    struct ecg_recipe *item;
    code = ecg_recipe_load_named(&item, name, source, key);
    if (code < 0)
        return code;
    code = ecg_recipe_add_ways(mix, item, weight, source->error);
    ecg_recipe_destroy(&item);
    return code < 0 ? ecg_recipe_place(source, key, code) : 0;
}

static int add_items(
    struct ecg_recipe *mix, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    int code = 0;
    if (node->type == YAML_MAPPING_NODE) {
        for (const yaml_node_pair_t *p = node->data.mapping.pairs.start;
             code == 0 && p < node->data.mapping.pairs.top; p++)
            code = add_named_item(mix, source, node_at(source, p->key), node_at(source, p->value));
    } else if (node->type == YAML_SEQUENCE_NODE) {
        for (const yaml_node_item_t *item = node->data.sequence.items.start;
             code == 0 && item < node->data.sequence.items.top; item++)
            code = add_inline_item(mix, source, node_at(source, *item));
    }
    double total = 0;
    for (size_t i = 0; i < mix->n_ways; i++)
        total += mix->ways[i].weight;
    if (code == 0 && !(total > 0))
        return ecg_recipe_fail_at(
            source, node, ECG_E_FORMAT, "mix: expected a map NAME: weight with a weight above 0");
    return code;
}

static int add_mix(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    struct ecg_recipe *mix;
    int code = ecg_recipe_make(&mix, recipe->name, recipe, source->error);
    if (code < 0)
        return code;
    ecg_recipe_clear_ways(mix);
    code = add_items(mix, source, node);
    if (code == 0 && (code = ecg_recipe_lay_over(recipe, mix, source->error)) < 0)
        ecg_recipe_place(source, node, code);
    ecg_recipe_destroy(&mix);
    return code;
}

static int read_about(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, const yaml_node_t *node)
{
    const char *text = scalar_of(node);
    size_t n = text ? strlen(text) : 0;
    if (!text || n >= sizeof recipe->about || !ecg_text_is_clean(text, n))
        return ecg_recipe_fail_at(source, node, ECG_E_FORMAT,
            "about: expected one line of at most %d bytes", ECG_RECIPE_ABOUT_SIZE - 1);
    memcpy(recipe->about, text, n + 1);
    return 0;
}

static int read_body(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *node)
{
    if (node->type == YAML_SCALAR_NODE && node->data.scalar.length == 0)
        return 0; /* a file of comments only */
    if (node->type != YAML_MAPPING_NODE)
        return ecg_recipe_fail_at(source, node, ECG_E_FORMAT, "expected a map of parameters");
    yaml_node_t *about = member(source, node, "about");
    yaml_node_t *base = member(source, node, "base");
    yaml_node_t *mix = member(source, node, "mix");
    int code = about ? read_about(recipe, source, about) : 0;
    if (code == 0 && base)
        code = add_bases(recipe, source, base);
    if (code == 0 && mix)
        code = add_mix(recipe, source, mix);
    if (code < 0)
        return code;
    int *lines = ecg_calloc((size_t)ecg_param_count(), sizeof *lines);
    if (!lines)
        return ecg_recipe_fail_at(source, node, ECG_E_MEMORY, "out of memory");
    struct setter setter = { recipe, source, lines };
    code = set_map(&setter, node, "", 0);
    ecg_free(lines);
    return code;
}

int ecg_recipe_read_root(
    struct ecg_recipe *recipe, const struct ecg_recipe_source *source, yaml_node_t *root)
{
    return read_body(recipe, source, root);
}
