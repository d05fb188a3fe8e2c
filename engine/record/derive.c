/* Limb leads from limb leads: Einthoven (I + III = II) and Goldberger (aVR = -(I + II) / 2, ...).
 */
#include "core/alloc.h"
#include "record/build.h"

#include <math.h>
#include <string.h>

struct relation {
    const char *name;
    struct {
        const char *lead;
        double weight;
    } term[2];
};

/* In the order tried; the first that applies is used, and what it gives may serve the next. */
static const struct relation relations[] = {
    { "I", { { "II", 1 }, { "III", -1 } } },
    { "II", { { "I", 1 }, { "III", 1 } } },
    { "III", { { "II", 1 }, { "I", -1 } } },
    { "aVR", { { "-aVR", -1 } } },
    { "aVR", { { "I", -0.5 }, { "II", -0.5 } } },
    { "aVL", { { "I", 1 }, { "II", -0.5 } } },
    { "aVF", { { "II", 1 }, { "I", -0.5 } } },
    /* Only augmented leads recorded: aVL = (I - III) / 2, aVF = (II + III) / 2. */
    { "I", { { "aVL", 2.0 / 3 }, { "aVR", -2.0 / 3 } } },
    { "II", { { "aVF", 2.0 / 3 }, { "aVR", -2.0 / 3 } } },
    { "I", { { "aVF", 2.0 / 3 }, { "aVL", 4.0 / 3 } } },
    { "II", { { "aVF", 4.0 / 3 }, { "aVL", 2.0 / 3 } } },
};

static int usable(const struct ecg_record *record, const char *name)
{
    int i = ecg_record_lead(record, name);
    return i >= 0 && record->leads[i].is_ecg;
}

static int applies(const struct ecg_record *record, const struct relation *relation)
{
    return ecg_record_lead(record, relation->name) < 0 && usable(record, relation->term[0].lead) &&
           (!relation->term[1].lead || usable(record, relation->term[1].lead));
}

static int add_lead(struct ecg_record *record, const struct relation *relation)
{
    double *samples = ecg_samples_make(record->n_samples);
    struct ecg_lead *leads =
        ecg_realloc(record->leads, (size_t)record->n_leads + 1, sizeof *leads);
    if (leads)
        record->leads = leads;
    if (!leads || !samples) {
        ecg_free(samples);
        return ECG_E_MEMORY;
    }
    const double *a = leads[ecg_record_lead(record, relation->term[0].lead)].samples;
    const double *b = relation->term[1].lead
                          ? leads[ecg_record_lead(record, relation->term[1].lead)].samples
                          : NULL;
    for (size_t i = 0; i < record->n_samples; i++)
        samples[i] = relation->term[0].weight * a[i] + (b ? relation->term[1].weight * b[i] : 0);
    struct ecg_lead *lead = &leads[record->n_leads];
    memset(lead, 0, sizeof *lead);
    ecg_record_label(record, record->n_leads, relation->name, "mV");
    lead->samples = samples;
    lead->is_derived = 1;
    record->n_leads++;
    return 0;
}

static int has_room(const struct ecg_record *record)
{
    size_t leads = (size_t)record->n_leads + 1;
    return leads <= ECG_MAX_LEADS && record->n_samples <= ECG_MAX_SAMPLES / leads;
}

int ecg_record_derive_limb_leads(struct ecg_record *record, struct ecg_error *error)
{
    size_t n = sizeof relations / sizeof *relations;
    for (size_t i = 0; i < n;) {
        if (!applies(record, &relations[i]) || !has_room(record)) {
            i++;
            continue;
        }
        if (add_lead(record, &relations[i]) < 0)
            return ecg_fail(error, ECG_E_MEMORY, "%s: out of memory", record->path);
        i = 0;
    }
    return 0;
}
