#include "job/kit_files.h"

#include "core/alloc.h"
#include "output/kit_json.h"
#include "output/wfdb.h"

#include <stdio.h>
#include <string.h>

typedef const struct ecg_kit_encoding *encoding_t;

/* Bytes of "-3" at the name's end. */
static size_t page_suffix(const struct ecg_work *work)
{
    const char *dash = strrchr(work->name, '-');
    return dash ? strlen(dash) : 0;
}

/* "folder/rec-3" without its folder, and without "-3" when asked for. */
static void base_name(const struct ecg_work *work, int with_page, char *out, size_t size)
{
    const char *slash = strrchr(work->name, '/'), *base = slash ? slash + 1 : work->name;
    size_t n = strlen(base) - (with_page ? 0 : page_suffix(work));
    snprintf(out, size, "%.*s", (int)n, base);
}

static int encode_json(encoding_t e, struct ecg_files *files, struct ecg_error *error)
{
    const struct ecg_work *work = e->work;
    const struct ecg_kit_params *p = ecg_kit_params(e->kit);
    const struct ecg_kit_json_form form = {
        .has_all = p->store_config == 2,
        .has_names_box = p->with_lead_names_box,
        .has_leads_box = p->with_leads_box,
    };
    struct ecg_sample_range span;
    struct ecg_buffer out = { 0 }, image = { 0 };
    char base[400], record[400];
    base_name(work, 1, base, sizeof base);
    base_name(work, 0, record, sizeof record);
    ecg_buffer_format(&image, "%s%s", base, e->ending ? e->ending : "");
    ecg_kit_span(e->kit, work->record, &span.start, &span.end);
    struct ecg_image_json_params params = {
        .scene = &work->scene,
        .record = work->record,
        .page = work->page,
        .mesh = work->mesh,
        .truth = e->truth,
        .image_file = e->ending ? (const char *)image.data : NULL,
        .wfdb_name = record,
        .span = &span,
    };
    int code = image.failed ? ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name)
                            : ecg_kit_json_write(&params, &form, &out, error);
    if (code == 0)
        code = ecg_files_add(files, ".json", &out, error);
    ecg_buffer_free(&out);
    ecg_buffer_free(&image);
    return code;
}

/* What the pages that are made show of each lead: this one's stretches, the same on the others. */
static struct ecg_span *plotted_spans(encoding_t e, size_t *n)
{
    const struct ecg_record *record = e->work->record;
    const struct ecg_truth *truth = e->truth;
    size_t pages = e->work->pages > 1 ? (size_t)e->work->pages : 1;
    size_t own = ecg_kit_page_start(e->kit, record, 0);
    struct ecg_span *spans = ecg_calloc(pages * truth->n_leads, sizeof *spans);
    for (size_t page = 0; spans && page < pages; page++)
        for (size_t k = 0; k < truth->n_leads; k++) {
            const struct ecg_trace *trace = truth->leads[k].trace;
            size_t shift = ecg_kit_page_start(e->kit, record, page) - own;
            spans[page * truth->n_leads + k] = (struct ecg_span){ trace->lead,
                trace->start_sample + shift, trace->end_sample + shift };
        }
    *n = pages * truth->n_leads;
    return spans;
}

static int add(struct ecg_files *files, const char *ending, size_t cut, struct ecg_buffer *bytes,
    struct ecg_error *error)
{
    int code = ecg_files_add(files, ending, bytes, error);
    if (code == 0)
        files->items[files->n - 1].cut = cut;
    return code;
}

static int encode_wfdb(encoding_t e, struct ecg_files *files, struct ecg_error *error)
{
    const struct ecg_work *work = e->work;
    struct ecg_buffer hea = { 0 }, dat = { 0 };
    struct ecg_span *spans = NULL;
    char name[400];
    base_name(work, 0, name, sizeof name);
    struct ecg_wfdb_params params = { .name = name, .without_derived = 1, .with_source_text = 1 };
    ecg_kit_span(e->kit, work->record, &params.start, &params.end);
    if (ecg_kit_params(e->kit)->mask_unplotted) {
        params.plotted = spans = plotted_spans(e, &params.n_plotted);
        if (!spans)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", work->name);
    }
    int code = ecg_wfdb_encode(work->record, &params, &hea, &dat, error);
    if (code == 0)
        code = add(files, ".dat", page_suffix(work), &dat, error);
    if (code == 0)
        code = add(files, ".hea", page_suffix(work), &hea, error);
    ecg_buffer_free(&hea);
    ecg_buffer_free(&dat);
    ecg_free(spans);
    return code;
}

int ecg_kit_encode(encoding_t e, struct ecg_files *files, struct ecg_error *error)
{
    int code = 0;
    if (!e->without_wfdb && e->work->page_number == 0)
        code = encode_wfdb(e, files, error);
    if (code == 0 && ecg_kit_params(e->kit)->store_config)
        code = encode_json(e, files, error);
    return code;
}
