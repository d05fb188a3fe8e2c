#include "core/alloc.h"
#include "recipe/recipe_internal.h"
#include "recipe/value.h"

#include <ctype.h>
#include <string.h>

/* 1 when YAML reads the text back as it is without quotes. */
static int is_plain(const char *text, size_t n)
{
    if (n == 0 || text[n - 1] == ' ' || text[n - 1] == ':')
        return 0;
    int number = text[0] == '-' && n > 1 && (isdigit((unsigned char)text[1]) || text[1] == '.');
    if (!isalnum((unsigned char)text[0]) && !number)
        return 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isalnum(c) && !strchr(" _.+-(),:/%", c))
            return 0;
        if (c == ':' && text[i + 1] == ' ')
            return 0;
    }
    return 1;
}

void ecg_recipe_print_scalar(const char *text, size_t n, int in_flow, struct ecg_buffer *out)
{
    if (is_plain(text, n) && !(in_flow && memchr(text, ',', n))) {
        ecg_buffer_bytes(out, text, n);
        return;
    }
    ecg_buffer_text(out, "'");
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'')
            ecg_buffer_text(out, "'");
        ecg_buffer_bytes(out, text + i, 1);
    }
    ecg_buffer_text(out, "'");
}

static void print_indent(int columns, struct ecg_buffer *out)
{
    ecg_buffer_format(out, "%*s", columns, "");
}

void ecg_recipe_print_dist(const struct ecg_dist *dist, const struct ecg_param *param, int in_flow,
    struct ecg_buffer *out)
{
    struct ecg_buffer text = { 0 };
    ecg_dist_print(dist, param, &text);
    if (text.failed || !text.data)
        out->failed = 1;
    else
        ecg_recipe_print_scalar((const char *)text.data, text.size, in_flow, out);
    ecg_buffer_free(&text);
}

/* The parameters in `dists` (NULL: not printed) whose names begin with the first `n` bytes of
 * `prefix`, as nested maps. A group is printed whole where its first member stands. */
static void print_group(const struct ecg_dist *const *dists, const char *prefix, size_t n,
    int indent, struct ecg_buffer *out)
{
    for (int i = 0; i < ecg_param_count(); i++) {
        const char *name = ecg_params[i].name;
        if (!dists[i] || strncmp(name, prefix, n) != 0)
            continue;
        const char *dot = strchr(name + n, '.');
        if (!dot) {
            print_indent(indent, out);
            ecg_buffer_format(out, "%s: ", name + n);
            ecg_recipe_print_dist(dists[i], &ecg_params[i], 0, out);
            ecg_buffer_text(out, "\n");
            continue;
        }
        size_t group = (size_t)(dot - name) + 1;
        int first = 1;
        for (int k = 0; k < i && first; k++)
            first = !(dists[k] && strncmp(ecg_params[k].name, name, group) == 0);
        if (!first)
            continue;
        print_indent(indent, out);
        ecg_buffer_format(out, "%.*s:\n", (int)(dot - name - (ptrdiff_t)n), name + n);
        print_group(dists, name, group, indent + 2, out);
    }
}

static void print_text_key(int indent, const char *key, const char *text, struct ecg_buffer *out)
{
    print_indent(indent, out);
    ecg_buffer_format(out, "%s: ", key);
    ecg_recipe_print_scalar(text, strlen(text), 0, out);
    ecg_buffer_text(out, "\n");
}

/* The ways of a mix, with what they do not share. */
static void print_mix(
    const struct ecg_recipe *recipe, const struct ecg_dist **dists, struct ecg_buffer *out)
{
    ecg_buffer_text(out, "mix:\n");
    for (size_t w = 0; w < recipe->n_ways; w++) {
        const struct ecg_way *way = &recipe->ways[w];
        ecg_buffer_text(out, "  - name: ");
        ecg_recipe_print_scalar(way->name, strlen(way->name), 0, out);
        ecg_buffer_text(out, "\n    weight: ");
        ecg_number_print(way->weight, out);
        ecg_buffer_text(out, "\n");
        for (int i = 0; i < ecg_param_count(); i++) {
            dists[i] = ecg_recipe_way_dist(recipe, w, i);
            if (ecg_recipe_agrees(recipe, i) || ecg_dist_equal(dists[i], recipe->defaults[i]))
                dists[i] = NULL;
        }
        print_group(dists, "", 0, 4, out);
    }
}

static int finish(const struct ecg_dist **dists, struct ecg_buffer *out, struct ecg_error *error)
{
    int failed = !dists || out->failed;
    ecg_free(dists);
    return failed ? ecg_fail(error, ECG_E_MEMORY, "recipe: out of memory") : 0;
}

static const struct ecg_dist **new_list(void)
{
    return ecg_calloc((size_t)ecg_param_count(), sizeof(struct ecg_dist *));
}

int ecg_recipe_print(
    const struct ecg_recipe *recipe, struct ecg_buffer *out, struct ecg_error *error)
{
    const struct ecg_dist **dists = new_list();
    size_t before = out->size;
    if (!dists)
        return finish(dists, out, error);
    if (*recipe->about)
        print_text_key(0, "about", recipe->about, out);
    if (recipe->n_ways > 1 || *recipe->ways[0].name)
        print_mix(recipe, dists, out);
    for (int i = 0; i < ecg_param_count(); i++) {
        dists[i] = ecg_recipe_dist(recipe, i);
        if (dists[i] && ecg_dist_equal(dists[i], recipe->defaults[i]))
            dists[i] = NULL;
    }
    print_group(dists, "", 0, 0, out);
    if (out->size == before)
        ecg_buffer_text(out, "{}\n");
    return finish(dists, out, error);
}

/* 1 when both choose among ways of the same names and weights. */
int ecg_recipe_same_ways(const struct ecg_recipe *a, const struct ecg_recipe *b)
{
    if (a->n_ways != b->n_ways)
        return 0;
    for (size_t i = 0; i < a->n_ways; i++)
        if (strcmp(a->ways[i].name, b->ways[i].name) != 0 ||
            a->ways[i].weight != b->ways[i].weight)
            return 0;
    return 1;
}

int ecg_recipe_same_in(const struct ecg_recipe *a, const struct ecg_recipe *b, int param)
{
    for (size_t w = 0; w < a->n_ways; w++)
        if (!ecg_dist_equal(ecg_recipe_way_dist(a, w, param), ecg_recipe_way_dist(b, w, param)))
            return 0;
    return 1;
}

int ecg_recipe_equal(const struct ecg_recipe *a, const struct ecg_recipe *b)
{
    int same = ecg_recipe_same_ways(a, b);
    for (int i = 0; same && i < ecg_param_count(); i++)
        same = ecg_recipe_same_in(a, b, i);
    return same;
}

int ecg_recipe_print_over(const struct ecg_recipe *recipe, const struct ecg_recipe *base,
    const char *base_name, struct ecg_buffer *out, struct ecg_error *error)
{
    if (!ecg_recipe_same_ways(recipe, base))
        return ecg_recipe_print(recipe, out, error);
    const struct ecg_dist **dists = new_list();
    if (!dists)
        return finish(dists, out, error);
    for (int i = 0; i < ecg_param_count(); i++) {
        if (ecg_recipe_same_in(recipe, base, i))
            continue;
        dists[i] = ecg_recipe_dist(recipe, i);
        if (!dists[i]) {
            ecg_free(dists);
            return ecg_recipe_print(recipe, out, error);
        }
    }
    if (*recipe->about && strcmp(recipe->about, base->about) != 0)
        print_text_key(0, "about", recipe->about, out);
    print_text_key(0, "base", base_name, out);
    print_group(dists, "", 0, 0, out);
    return finish(dists, out, error);
}
