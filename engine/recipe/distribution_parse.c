#include "recipe/distribution_internal.h"
#include "recipe/value.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct parser {
    const struct ecg_param *param;
    const char *at; /* what is still to be read; ends with 0 */
    struct ecg_dist_room *room;
    struct ecg_error *error;
};

#define TYPE(t) (1u << ECG_PARAM_##t)
static const unsigned allowed_types[ECG_DIST_KINDS] = {
    [ECG_DIST_UNIFORM] = TYPE(REAL) | TYPE(INT),
    [ECG_DIST_INT] = TYPE(REAL) | TYPE(INT),
    [ECG_DIST_NORMAL] = TYPE(REAL) | TYPE(INT),
    [ECG_DIST_LOGNORMAL] = TYPE(REAL) | TYPE(INT),
    [ECG_DIST_CHANCE] = TYPE(BOOL),
    /* A colour has no off value. */
    [ECG_DIST_MAYBE] = TYPE(REAL) | TYPE(INT) | TYPE(BOOL) | TYPE(ENUM) | TYPE(TEXT),
    [ECG_DIST_CHOICE] = ~0u,
    [ECG_DIST_JITTER] = TYPE(COLOR),
};

static int is_space(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_spaces(struct parser *p)
{
    while (is_space(*p->at))
        p->at++;
}

/* "name: expected WHAT at "what follows"" */
static int fail_expected(struct parser *p, const char *what)
{
    size_t n = strnlen(p->at, 32);
    while (n > 0 && ((unsigned char)p->at[n] & 0xc0) == 0x80)
        n--;
    if (n == 0)
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected %s at the end of the text",
            p->param->name, what);
    return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected %s at \"%.*s\"", p->param->name, what,
        (int)n, p->at);
}

static int expect(struct parser *p, char c, const char *what)
{
    skip_spaces(p);
    if (*p->at != c)
        return fail_expected(p, what);
    p->at++;
    return 0;
}

/* A number argument within lo..hi; `what` names it in the message. */
static int parse_argument(struct parser *p, const char *what, double lo, double hi, double *number)
{
    skip_spaces(p);
    size_t n = strspn(p->at, "0123456789+-.eE");
    if (!ecg_number_parse(p->at, n, number))
        return fail_expected(p, what);
    if (*number < lo || *number > hi)
        return ecg_fail(p->error, ECG_E_ARGUMENT,
            "%s: %s %g is out of range, expected %g to %g%s%s", p->param->name, what, *number, lo,
            hi, *p->param->unit ? " " : "", p->param->unit);
    if (*number == 0)
        *number = 0;
    p->at += n;
    return 0;
}

static int parse_two(
    struct parser *p, const char *what_a, double *a, const char *what_b, double *b, double b_hi)
{
    const struct ecg_param *param = p->param;
    int code = parse_argument(p, what_a, param->lo, param->hi, a);
    if (code == 0)
        code = expect(p, ',', "',' and a second number");
    if (code == 0)
        code = parse_argument(p, what_b, 0, b_hi, b);
    return code;
}

static int parse_ends(struct parser *p, struct ecg_dist_node *node)
{
    const struct ecg_param *param = p->param;
    int code = parse_argument(p, "a number", param->lo, param->hi, &node->a);
    if (code == 0)
        code = expect(p, ',', "',' and a second number");
    if (code == 0)
        code = parse_argument(p, "a number", param->lo, param->hi, &node->b);
    if (code < 0)
        return code;
    if (param->type == ECG_PARAM_INT)
        node->kind = ECG_DIST_INT;
    if (node->a > node->b)
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected %s(low, high), not (%g, %g)",
            param->name, ecg_dist_names[node->kind], node->a, node->b);
    if (node->kind == ECG_DIST_INT && (node->a != floor(node->a) || node->b != floor(node->b) ||
                                          fabs(node->a) > 1e15 || fabs(node->b) > 1e15))
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected whole numbers, not (%g, %g)",
            param->name, node->a, node->b);
    return 0;
}

static int parse_lognormal(struct parser *p, struct ecg_dist_node *node)
{
    int code = parse_two(p, "a median", &node->a, "a sigma", &node->b, 5);
    if (code == 0 && !(node->a > 0))
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected a median above 0, not %g",
            p->param->name, node->a);
    return code;
}

static int parse_dist(struct parser *p, int depth, uint16_t *index);

static int parse_items(struct parser *p, int depth, struct ecg_dist_node *node)
{
    double sum = 0;
    uint16_t item, last = 0;
    for (;;) {
        int code = parse_dist(p, depth + 1, &item);
        if (code < 0)
            return code;
        if (last)
            p->room->nodes[last].next = item;
        else
            node->child = item;
        last = item;
        double *weight = &p->room->nodes[item].weight;
        *weight = 1;
        skip_spaces(p);
        if (*p->at == ':') {
            p->at++;
            code = parse_argument(p, "a weight", 0, 1e9, weight);
            if (code < 0)
                return code;
        }
        sum += *weight;
        skip_spaces(p);
        if (*p->at != ',')
            break;
        p->at++;
    }
    if (!(sum > 0))
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: expected a choice with a weight above 0",
            p->param->name);
    return 0;
}

static int parse_maybe(struct parser *p, int depth, struct ecg_dist_node *node)
{
    const struct ecg_param *param = p->param;
    int number = param->type == ECG_PARAM_REAL || param->type == ECG_PARAM_INT;
    if (number && (param->lo > 0 || param->hi < 0))
        return ecg_fail(p->error, ECG_E_ARGUMENT,
            "%s: maybe() needs 0 in the range, which is %g to %g; expected choice()", param->name,
            param->lo, param->hi);
    int code = parse_argument(p, "a probability", 0, 1, &node->a);
    if (code == 0)
        code = expect(p, ',', "',' and a value");
    return code < 0 ? code : parse_dist(p, depth + 1, &node->child);
}

static int parse_jitter(struct parser *p, int depth, struct ecg_dist_node *node)
{
    int code = parse_dist(p, depth + 1, &node->child);
    if (code == 0)
        code = expect(p, ',', "',' and an amount");
    return code < 0 ? code : parse_argument(p, "an amount", 0, 0.5, &node->a);
}

static int parse_arguments(struct parser *p, int depth, struct ecg_dist_node *node)
{
    const struct ecg_param *param = p->param;
    if (!(allowed_types[node->kind] & (1u << param->type)))
        return ecg_fail(p->error, ECG_E_ARGUMENT, "%s: %s() is not for a parameter of this type%s",
            param->name, ecg_dist_names[node->kind],
            param->type == ECG_PARAM_COLOR     ? "; expected a colour, choice() or jitter()"
            : param->type == ECG_PARAM_BOOL    ? "; expected true, false or chance()"
            : node->kind == ECG_DIST_CHANCE    ? "; expected maybe(p, value)"
            : allowed_types[node->kind] & 0x3u ? "; expected choice()"
                                               : "");
    switch (node->kind) {
    case ECG_DIST_UNIFORM:
    case ECG_DIST_INT:
        return parse_ends(p, node);
    case ECG_DIST_NORMAL:
        return parse_two(p, "a mean", &node->a, "a deviation", &node->b, param->hi - param->lo);
    case ECG_DIST_LOGNORMAL:
        return parse_lognormal(p, node);
    case ECG_DIST_CHANCE:
        return parse_argument(p, "a probability", 0, 1, &node->a);
    case ECG_DIST_MAYBE:
        return parse_maybe(p, depth, node);
    case ECG_DIST_JITTER:
        return parse_jitter(p, depth, node);
    default:
        return parse_items(p, depth, node);
    }
}

/* "..." or '...', unescaped into `text`; its length in *length. */
static int parse_quoted(struct parser *p, char *text, size_t size, size_t *length)
{
    char quote = *p->at++;
    size_t n = 0;
    for (; *p->at != quote; p->at++) {
        if (*p->at == '\\' && (p->at[1] == '\\' || p->at[1] == '"' || p->at[1] == '\''))
            p->at++;
        if (*p->at == 0)
            return fail_expected(p, "a closing quote");
        if (n + 1 >= size)
            return ecg_fail(p->error, ECG_E_LIMIT, "%s: expected a text of at most %d bytes",
                p->param->name, ECG_TEXT_SIZE - 1);
        text[n++] = *p->at;
    }
    p->at++;
    *length = n;
    return 0;
}

/* Up to the end, or inside parentheses up to what ends an argument; outer spaces are not in it. */
static void parse_bare(struct parser *p, int depth, const char **text, size_t *length)
{
    size_t n = depth ? strcspn(p->at, ",:()\"'") : strlen(p->at);
    *text = p->at;
    p->at += n;
    while (n > 0 && is_space((*text)[n - 1]))
        n--;
    *length = n;
}

static int keep_constant(
    struct parser *p, struct ecg_dist_node *node, const char *text, size_t length)
{
    struct ecg_value value;
    int code = ecg_value_parse(&value, p->param, text, length, p->error);
    if (code < 0)
        return code;
    struct ecg_dist_room *room = p->room;
    node->kind = ECG_DIST_CONSTANT;
    node->a = value.number;
    memcpy(node->rgb, value.rgb, sizeof node->rgb);
    if (p->param->type == ECG_PARAM_TEXT) {
        if (room->n_pool + length + 1 > sizeof room->pool)
            return ecg_fail(p->error, ECG_E_LIMIT, "%s: too much text", p->param->name);
        node->text = (uint16_t)room->n_pool;
        memcpy(room->pool + room->n_pool, value.text, length + 1);
        room->n_pool += length + 1;
    }
    return 0;
}

static int parse_constant(struct parser *p, int depth, struct ecg_dist_node *node)
{
    enum ecg_param_type type = p->param->type;
    if ((type == ECG_PARAM_TEXT || type == ECG_PARAM_ENUM) && (*p->at == '"' || *p->at == '\'')) {
        char text[ECG_TEXT_SIZE];
        size_t length = 0;
        int code = parse_quoted(p, text, sizeof text, &length);
        return code < 0 ? code : keep_constant(p, node, text, length);
    }
    const char *text, *start = p->at;
    size_t length;
    parse_bare(p, depth, &text, &length);
    if (depth && length == 0) {
        p->at = start;
        return fail_expected(p, "a value");
    }
    if (depth && type == ECG_PARAM_TEXT && (*p->at == '(' || *p->at == '"' || *p->at == '\''))
        return fail_expected(p, "quotes round a text that holds , : ( ) or quotes");
    return keep_constant(p, node, text, length);
}

/* Reads "name (" of a distribution; -1 and nothing read when that is not what follows. */
static int parse_call(struct parser *p)
{
    size_t n = 0;
    while (islower((unsigned char)p->at[n]))
        n++;
    const char *after = p->at + n;
    while (is_space(*after))
        after++;
    if (n == 0 || *after != '(')
        return -1;
    for (int kind = ECG_DIST_UNIFORM; kind < ECG_DIST_KINDS; kind++)
        if (strlen(ecg_dist_names[kind]) == n && memcmp(ecg_dist_names[kind], p->at, n) == 0) {
            p->at = after + 1;
            return kind;
        }
    return p->param->type == ECG_PARAM_TEXT ? -1 : -2;
}

static int parse_dist(struct parser *p, int depth, uint16_t *index)
{
    struct ecg_dist_room *room = p->room;
    if (depth > ECG_DIST_MAX_DEPTH || room->n_nodes == ECG_DIST_MAX_NODES)
        return ecg_fail(p->error, ECG_E_LIMIT, "%s: expected at most %d parts nested %d deep",
            p->param->name, ECG_DIST_MAX_NODES, ECG_DIST_MAX_DEPTH);
    *index = (uint16_t)room->n_nodes++;
    struct ecg_dist_node *node = &room->nodes[*index];
    memset(node, 0, sizeof *node);
    skip_spaces(p);
    int kind = parse_call(p);
    if (kind == -1)
        return parse_constant(p, depth, node);
    if (kind < 0)
        return fail_expected(p, "a value, or one of uniform, int, normal, lognormal, chance, "
                                "maybe, choice, jitter");
    node->kind = (uint16_t)kind;
    int code = parse_arguments(p, depth, node);
    return code < 0 ? code : expect(p, ')', "')'");
}

int ecg_dist_parse_into(struct ecg_dist_room *room, const struct ecg_param *param,
    const char *text, struct ecg_error *error)
{
    room->n_nodes = 0;
    room->n_pool = 0;
    if (strnlen(text, ECG_DIST_MAX_BYTES + 1) > ECG_DIST_MAX_BYTES)
        return ecg_fail(error, ECG_E_LIMIT, "%s: expected at most %d bytes of text", param->name,
            ECG_DIST_MAX_BYTES);
    struct parser p = { param, text, room, error };
    uint16_t root;
    int code = parse_dist(&p, 0, &root);
    if (code < 0)
        return code;
    skip_spaces(&p);
    return *p.at ? fail_expected(&p, "the end") : 0;
}
