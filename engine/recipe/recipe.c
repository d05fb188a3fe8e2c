#include "core/alloc.h"
#include "recipe/recipe_internal.h"
#include "recipe/value.h"

#include <stdio.h>
#include <string.h>

static void free_dists(struct ecg_dist **dists)
{
    for (int i = 0; dists && i < ecg_param_count(); i++)
        ecg_dist_unref(&dists[i]);
    ecg_free(dists);
}

static void free_ways(struct ecg_way *ways, size_t n)
{
    for (size_t i = 0; ways && i < n; i++)
        free_dists(ways[i].dists);
    ecg_free(ways);
}

void ecg_recipe_destroy(struct ecg_recipe **recipe)
{
    struct ecg_recipe *r = *recipe;
    *recipe = NULL;
    if (!r)
        return;
    free_ways(r->ways, r->n_ways);
    free_dists(r->defaults);
    ecg_free(r);
}

/* Only what JSON and a line of text can hold as it is, cut to fit. */
static void set_name(char name[ECG_RECIPE_NAME_SIZE], const char *text, size_t n)
{
    if (n >= ECG_RECIPE_NAME_SIZE)
        n = ECG_RECIPE_NAME_SIZE - 1;
    memset(name, 0, ECG_RECIPE_NAME_SIZE);
    memcpy(name, text, n);
    if (ecg_text_is_clean(name, n))
        return;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < 0x20 || (unsigned char)name[i] >= 0x7f)
            name[i] = '_';
}

/* "dir/my-photos.yaml" -> "my-photos" */
static void set_name_of_file(char name[ECG_RECIPE_NAME_SIZE], const char *name_or_file)
{
    const char *slash = strrchr(name_or_file, '/');
    const char *stem = slash ? slash + 1 : name_or_file;
    size_t n = strlen(stem);
    if (n > 5 && strcmp(stem + n - 5, ".yaml") == 0)
        n -= 5;
    else if (n > 4 && strcmp(stem + n - 4, ".yml") == 0)
        n -= 4;
    set_name(name, stem, n);
}

/* "a" and "b" give "a/b" (or another mark between them), either alone itself. */
static void join_names(
    char name[ECG_RECIPE_NAME_SIZE], const char *a, const char *mark, const char *b)
{
    char joined[2 * ECG_RECIPE_NAME_SIZE + 2];
    snprintf(joined, sizeof joined, "%s%s%s", a, *a && *b ? mark : "", b);
    set_name(name, joined, strlen(joined));
}

void ecg_recipe_rename(struct ecg_recipe *recipe, const char *name)
{
    set_name(recipe->name, name, strlen(name));
}

static struct ecg_dist **new_dists(void)
{
    return ecg_calloc((size_t)ecg_param_count(), sizeof(struct ecg_dist *));
}

static int fail_memory(struct ecg_error *error)
{
    return ecg_fail(error, ECG_E_MEMORY, "recipe: out of memory");
}

int ecg_recipe_make(struct ecg_recipe **recipe, const char *name_or_file,
    const struct ecg_recipe *like, struct ecg_error *error)
{
    *recipe = NULL;
    struct ecg_recipe *r = ecg_calloc(1, sizeof *r);
    if (!r)
        return fail_memory(error);
    set_name_of_file(r->name, name_or_file);
    r->defaults = new_dists();
    r->ways = ecg_calloc(1, sizeof *r->ways);
    r->n_ways = r->ways ? 1 : 0;
    if (r->ways) {
        r->ways[0].weight = 1;
        r->ways[0].dists = new_dists();
    }
    int code = r->defaults && r->ways && r->ways[0].dists ? 0 : fail_memory(error);
    for (int i = 0; code == 0 && i < ecg_param_count(); i++)
        if (like)
            r->defaults[i] = ecg_dist_ref(like->defaults[i]);
        else
            code = ecg_dist_parse(&r->defaults[i], &ecg_params[i], ecg_params[i].dflt, error);
    if (code < 0)
        ecg_recipe_destroy(&r);
    *recipe = r;
    return code;
}

void ecg_recipe_clear_ways(struct ecg_recipe *recipe)
{
    free_ways(recipe->ways, recipe->n_ways);
    recipe->ways = NULL;
    recipe->n_ways = 0;
}

int ecg_recipe_copy(
    struct ecg_recipe **copy, const struct ecg_recipe *recipe, struct ecg_error *error)
{
    int code = ecg_recipe_make(copy, recipe->name, recipe, error);
    if (code < 0)
        return code;
    memcpy((*copy)->about, recipe->about, sizeof recipe->about);
    code = ecg_recipe_lay_over(*copy, recipe, error);
    if (code < 0)
        ecg_recipe_destroy(copy);
    return code;
}

const char *ecg_recipe_name(const struct ecg_recipe *recipe)
{
    return recipe->name;
}

const char *ecg_recipe_about(const struct ecg_recipe *recipe)
{
    return recipe->about;
}

void ecg_recipe_put(struct ecg_recipe *recipe, int param, struct ecg_dist *dist)
{
    for (size_t i = 0; i < recipe->n_ways; i++) {
        struct ecg_dist **at = &recipe->ways[i].dists[param];
        ecg_dist_ref(dist);
        ecg_dist_unref(at);
        *at = dist;
    }
}

void ecg_recipe_reset(struct ecg_recipe *recipe, int param)
{
    ecg_recipe_put(recipe, param, NULL);
}

int ecg_recipe_set(struct ecg_recipe *recipe, const char *assignment, struct ecg_error *error)
{
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return ecg_fail(error, ECG_E_ARGUMENT,
            "--set %.64s: expected name=value, such as output.dpi=300", assignment);
    const char *end = equals;
    while (assignment < end && (*assignment == ' ' || *assignment == '\t'))
        assignment++;
    while (end > assignment && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    char name[96] = "";
    size_t n = (size_t)(end - assignment);
    memcpy(name, assignment, n < sizeof name ? n : sizeof name - 1);
    int i = n < sizeof name ? ecg_param_find(name) : -1;
    if (i < 0)
        return ecg_fail(error, ECG_E_ARGUMENT, "--set %s: no such parameter; did you mean %s?",
            name, ecg_params[ecg_param_nearest(name)].name);
    struct ecg_dist *dist;
    int code = ecg_dist_parse(&dist, &ecg_params[i], equals + 1, error);
    if (code < 0) {
        ecg_fail_in(error, "--set");
        return code;
    }
    ecg_recipe_put(recipe, i, dist);
    ecg_dist_unref(&dist);
    return 0;
}

/* What `top` sets over what `bottom` sets. */
static int lay_way(struct ecg_way *way, const struct ecg_way *bottom, const struct ecg_way *top)
{
    way->dists = new_dists();
    if (!way->dists)
        return ECG_E_MEMORY;
    for (int i = 0; i < ecg_param_count(); i++)
        way->dists[i] = ecg_dist_ref(top->dists[i] ? top->dists[i] : bottom->dists[i]);
    join_names(way->name, bottom->name, "+", top->name);
    return 0;
}

static double sum_of_weights(const struct ecg_recipe *recipe)
{
    double sum = 0;
    for (size_t i = 0; i < recipe->n_ways; i++)
        sum += recipe->ways[i].weight;
    return sum;
}

/* Of one way in each: weights as they were written stay as they are, and shares are multiplied, so
 * that no number of mixes makes them large. */
static double joint_weight(
    const struct ecg_recipe *a, size_t i, const struct ecg_recipe *b, size_t k)
{
    if (a->n_ways == 1)
        return b->ways[k].weight;
    if (b->n_ways == 1)
        return a->ways[i].weight;
    return a->ways[i].weight / sum_of_weights(a) * (b->ways[k].weight / sum_of_weights(b));
}

int ecg_recipe_lay_over(
    struct ecg_recipe *recipe, const struct ecg_recipe *top, struct ecg_error *error)
{
    size_t n = recipe->n_ways * top->n_ways;
    if (n > ECG_RECIPE_MAX_WAYS)
        return ecg_fail(error, ECG_E_LIMIT, "expected at most %d recipes in a mix, not %zu",
            ECG_RECIPE_MAX_WAYS, n);
    struct ecg_way *ways = ecg_calloc(n, sizeof *ways);
    int code = ways ? 0 : ECG_E_MEMORY;
    for (size_t i = 0; code == 0 && i < n; i++) {
        size_t under = i / top->n_ways, over = i % top->n_ways;
        code = lay_way(&ways[i], &recipe->ways[under], &top->ways[over]);
        ways[i].weight = joint_weight(recipe, under, top, over);
    }
    if (code < 0) {
        free_ways(ways, n);
        return fail_memory(error);
    }
    free_ways(recipe->ways, recipe->n_ways);
    recipe->ways = ways;
    recipe->n_ways = n;
    return 0;
}

int ecg_recipe_add_ways(
    struct ecg_recipe *mix, const struct ecg_recipe *item, double weight, struct ecg_error *error)
{
    size_t n = mix->n_ways + item->n_ways;
    if (n > ECG_RECIPE_MAX_WAYS)
        return ecg_fail(
            error, ECG_E_LIMIT, "expected at most %d recipes in a mix", ECG_RECIPE_MAX_WAYS);
    struct ecg_way *ways = ecg_realloc(mix->ways, n, sizeof *ways);
    if (!ways)
        return fail_memory(error);
    mix->ways = ways;
    double total = sum_of_weights(item);
    for (size_t i = 0; i < item->n_ways; i++) {
        struct ecg_way *way = &ways[mix->n_ways];
        const struct ecg_way *from = &item->ways[i];
        *way = (struct ecg_way){ .weight = total > 0 ? weight * (from->weight / total) : 0 };
        join_names(way->name, item->name, "/", from->name);
        way->dists = new_dists();
        if (!way->dists)
            return fail_memory(error);
        for (int k = 0; k < ecg_param_count(); k++)
            way->dists[k] = ecg_dist_ref(from->dists[k]);
        mix->n_ways++;
    }
    return 0;
}

const struct ecg_dist *ecg_recipe_way_dist(const struct ecg_recipe *recipe, size_t way, int param)
{
    const struct ecg_dist *dist = recipe->ways[way].dists[param];
    return dist ? dist : recipe->defaults[param];
}

int ecg_recipe_agrees(const struct ecg_recipe *recipe, int param)
{
    for (size_t i = 1; i < recipe->n_ways; i++)
        if (!ecg_dist_equal(
                ecg_recipe_way_dist(recipe, 0, param), ecg_recipe_way_dist(recipe, i, param)))
            return 0;
    return 1;
}

const struct ecg_dist *ecg_recipe_dist(const struct ecg_recipe *recipe, int param)
{
    return ecg_recipe_agrees(recipe, param) ? ecg_recipe_way_dist(recipe, 0, param) : NULL;
}

static size_t draw_way(const struct ecg_recipe *recipe, struct ecg_key key)
{
    struct ecg_random random = ecg_random_named(key, "mix");
    double u = sum_of_weights(recipe) * ecg_random_unit(&random);
    size_t chosen = 0;
    for (size_t i = 0; i < recipe->n_ways; i++) {
        if (recipe->ways[i].weight > 0)
            chosen = i; /* should rounding leave u at the very end, the last possible one */
        if (u < recipe->ways[i].weight)
            break;
        u -= recipe->ways[i].weight;
    }
    return chosen;
}

int ecg_recipe_draw(const struct ecg_recipe *recipe, uint64_t seed, const char *record_id,
    uint64_t variant, struct ecg_scene *scene, struct ecg_error *error)
{
    (void)error;
    memset(scene, 0, sizeof *scene);
    scene->key = ecg_key_make(seed, record_id, variant);
    scene->seed = seed;
    scene->variant = variant;
    /* A branch of their own, so that no effect's stream can be a parameter's. */
    struct ecg_key key = ecg_key_name(scene->key, "recipe");
    size_t way = draw_way(recipe, key);
    join_names(scene->recipe, recipe->name, "/", recipe->ways[way].name);
    for (int i = 0; i < ecg_param_count(); i++) {
        struct ecg_random random = ecg_random_named(key, ecg_params[i].name);
        ecg_dist_draw(ecg_recipe_way_dist(recipe, way, i), &ecg_params[i], &random, scene);
    }
    return 0;
}
