/* ECG-Image-Kit's config.yaml: what its pages hold. */
#include "core/file.h"
#include "job/kit.h"
#include "record/lead_name.h"
#include "record/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { MAX_CONFIG_BYTES = 1 << 20 };

/* At 200 dpi a unit of tickLength x tickSize_step is as many mV as 5 mm have pixels. */
static const double TICK_MM = 10 * 39.370078740157481;
/* A sheet of 11 inches at 25 mm/s, less the calibration pulse. */
static const double MOST_PAGE_S = 10.9;

static const char *const own_leads[12] = { "III", "aVF", "V3", "V6", "II", "aVL", "V2", "V5", "I",
    "aVR", "V1", "V4" };
static const char *const own_columns[4] = { "I II III", "aVR aVL aVF", "V1 V2 V3", "V4 V5 V6" };

struct reader {
    yaml_document_t document;
    const char *path;
    struct ecg_error *error;
};

static int bad(const struct reader *r, const yaml_node_t *node, const char *expected)
{
    return ecg_fail(r->error, ECG_E_FORMAT, "%s:%d: expected %s", r->path,
        node ? (int)node->start_mark.line + 1 : 1, expected);
}

static yaml_node_t *node_at(struct reader *r, int id)
{
    return yaml_document_get_node(&r->document, id);
}

static const char *text_of(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static int read_number(const struct reader *r, const yaml_node_t *node, double lo, double hi,
    const char *expected, double *to)
{
    const char *text = text_of(node);
    double value;
    size_t n = text ? ecg_text_number(text, &value) : 0;
    if (!n || text[n] || !(value >= lo && value <= hi))
        return bad(r, node, expected);
    *to = value;
    return 0;
}

static int read_lead(const struct reader *r, const yaml_node_t *node, char name[24])
{
    const char *text = text_of(node);
    if (!text || !*text || strlen(text) > 23)
        return bad(r, node, "a lead's name");
    if (!ecg_lead_name(name, text))
        snprintf(name, 24, "%s", text);
    return 0;
}

static size_t length_of(const yaml_node_t *node)
{
    if (!node || node->type != YAML_SEQUENCE_NODE)
        return 0;
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

static yaml_node_t *item_of(struct reader *r, const yaml_node_t *list, size_t i)
{
    return node_at(r, list->data.sequence.items.start[i]);
}

static int read_leads(struct reader *r, const yaml_node_t *node, struct ecg_kit_config *config)
{
    if (length_of(node) != 12)
        return bad(r, node, "leadNames_12 to be a list of 12 leads");
    for (size_t i = 0; i < 12; i++) {
        int code = read_lead(r, item_of(r, node, i), config->leads[i]);
        if (code < 0)
            return code;
        for (size_t k = 0; k < i; k++)
            if (strcmp(config->leads[k], config->leads[i]) == 0)
                return bad(r, node, "leadNames_12 to name each lead once");
    }
    return 0;
}

static int add_column_lead(struct ecg_kit_config *config, const char name[24], int column)
{
    if (config->n_column_leads >= ECG_KIT_MAX_LIST)
        return -1;
    memcpy(config->column_leads[config->n_column_leads], name, 24);
    config->lead_column[config->n_column_leads++] = column;
    return 0;
}

static int read_columns(struct reader *r, const yaml_node_t *node, struct ecg_kit_config *config)
{
    if (length_of(node) != 4)
        return bad(r, node, "format_4_by_3 to be a list of 4 lists of leads");
    config->n_column_leads = 0;
    for (size_t i = 0; i < 4; i++) {
        const yaml_node_t *list = item_of(r, node, i);
        for (size_t k = 0; k < length_of(list); k++) {
            char name[24];
            int code = read_lead(r, item_of(r, list, k), name);
            if (code < 0)
                return code;
            if (add_column_lead(config, name, (int)i) < 0)
                return bad(r, list, "at most 64 leads in format_4_by_3");
        }
    }
    return 0;
}

struct ticks {
    double length, step;
};

static int read_pair(struct reader *r, const char *key, yaml_node_t *value,
    struct ecg_kit_config *config, struct ticks *ticks)
{
    if (strcmp(key, "paper_len") == 0)
        return read_number(r, value, 0.2, MOST_PAGE_S,
            "paper_len from 0.2 to 10.9 s, what the sheet has room for", &config->page_s);
    if (strcmp(key, "abs_lead_step") == 0)
        return read_number(
            r, value, 0.1, 1e6, "abs_lead_step from 0.1 to 1000000 s", &config->step_s);
    if (strcmp(key, "tickLength") == 0)
        return read_number(r, value, 0, 1000, "tickLength from 0 to 1000", &ticks->length);
    if (strcmp(key, "tickSize_step") == 0)
        return read_number(r, value, 0, 1, "tickSize_step from 0 to 1", &ticks->step);
    if (strcmp(key, "leadNames_12") == 0)
        return read_leads(r, value, config);
    if (strcmp(key, "format_4_by_3") == 0)
        return read_columns(r, value, config);
    return 0;
}

static int read_root(struct reader *r, struct ecg_kit_config *config)
{
    struct ticks ticks = { 8, 0.002 };
    yaml_node_t *root = yaml_document_get_root_node(&r->document);
    if (!root)
        return 0;
    if (root->type != YAML_MAPPING_NODE)
        return bad(r, root, "a map such as \"paper_len: 10.0\"");
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top;
         p++) {
        const char *key = text_of(node_at(r, p->key));
        int code = key ? read_pair(r, key, node_at(r, p->value), config, &ticks) : 0;
        if (code < 0)
            return code;
    }
    config->tick_mm = ticks.length * ticks.step * TICK_MM;
    return 0;
}

static void set_own(struct ecg_kit_config *config)
{
    *config = (struct ecg_kit_config){ .page_s = 10, .step_s = 10 };
    config->tick_mm = 8 * 0.002 * TICK_MM;
    for (int i = 0; i < 12; i++)
        snprintf(config->leads[i], sizeof config->leads[i], "%s", own_leads[i]);
    for (int i = 0; i < 4; i++) {
        char names[3][24] = { 0 };
        if (sscanf(own_columns[i], "%23s %23s %23s", names[0], names[1], names[2]) == 3)
            for (int k = 0; k < 3; k++)
                add_column_lead(config, names[k], i);
    }
}

int ecg_kit_config_read(struct ecg_kit_config *config, const char *path, struct ecg_error *error)
{
    set_own(config);
    if (!path)
        return 0;
    struct ecg_buffer text = { 0 };
    struct reader reader = { .path = path, .error = error };
    yaml_parser_t parser;
    int code = ecg_file_read(&text, path, MAX_CONFIG_BYTES, error);
    if (code == 0 && !yaml_parser_initialize(&parser))
        code = ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", path);
    if (code == 0) {
        yaml_parser_set_input_string(&parser, text.data, text.size);
        if (yaml_parser_load(&parser, &reader.document)) {
            code = read_root(&reader, config);
            yaml_document_delete(&reader.document);
        } else {
            code = ecg_fail(error, ECG_E_FORMAT, "%s:%d: expected YAML: %s", path,
                (int)parser.problem_mark.line + 1, parser.problem ? parser.problem : "it is not");
        }
        yaml_parser_delete(&parser);
    }
    ecg_buffer_free(&text);
    return code;
}

void ecg_kit_config_print(const struct ecg_kit_config *config, struct ecg_buffer *out)
{
    ecg_buffer_format(out, "page %.9g s, step %.9g s, tick %.9g mm, leads", config->page_s,
        config->step_s, config->tick_mm);
    for (int i = 0; i < 12; i++)
        ecg_buffer_format(out, " %s", config->leads[i]);
    ecg_buffer_text(out, ", columns");
    for (int i = 0; i < config->n_column_leads; i++)
        ecg_buffer_format(out, " %s:%d", config->column_leads[i], config->lead_column[i]);
}
