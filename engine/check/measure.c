#include "check/measure.h"

#include "check/stroke.h"
#include "core/alloc.h"

#include <math.h>

static const double GENTLE = 1;    /* px/px */
static const double STEEPEST = 12; /* flanks up to here tell of shifts along time */

static int add_distance(struct ecg_measurement *m, size_t *capacity, double distance)
{
    int code = ecg_grow(&m->distances, capacity, m->n_distances + 1, sizeof *m->distances);
    if (code == 0)
        m->distances[m->n_distances++] = (float)distance;
    return code;
}

/* Adds to the normal equations of distance = across . shift. */
static void add_to_shift(
    struct ecg_measurement *m, const struct ecg_stroke_site *site, double distance)
{
    m->shift_sums[0] += site->across[0] * site->across[0];
    m->shift_sums[1] += site->across[0] * site->across[1];
    m->shift_sums[2] += site->across[1] * site->across[1];
    m->shift_sums[3] += site->across[0] * distance;
    m->shift_sums[4] += site->across[1] * distance;
}

static int count_site(struct ecg_measurement *m, size_t *capacity,
    const struct ecg_ink_reader *reader, size_t lead_number, const struct ecg_stroke_site *site,
    struct ecg_stroke_profile *profile)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    enum ecg_stroke_outcome outcome = ECG_STROKE_CROWDED;
    double distance = 0;
    if (!ecg_crowd_disturbs(
            reader->crowd, lead_number, site->at.row, site->at.column, site->half + 2))
        outcome = ecg_stroke_measure(reader, lead, site, profile, &distance);
    if (outcome == ECG_STROKE_MEASURED && fabs(distance) < ECG_STROKE_MARGIN_PX)
        add_to_shift(m, site, distance);
    if (!(site->slope < GENTLE))
        return 0;
    m->n_points++;
    m->n_crowded += outcome == ECG_STROKE_CROWDED;
    m->n_absent += outcome == ECG_STROKE_ABSENT;
    return outcome == ECG_STROKE_MEASURED ? add_distance(m, capacity, distance) : 0;
}

int ecg_measure_lead(
    struct ecg_measurement *m, const struct ecg_ink_reader *reader, size_t lead_number)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    size_t capacity = m->n_distances;
    struct ecg_stroke_site site = { 0 };
    double last[2] = { -INFINITY, -INFINITY };
    struct ecg_stroke_profile *profile = ecg_calloc(1, sizeof *profile);
    int code = profile ? 0 : ECG_E_MEMORY;
    for (size_t i = 1; i + 1 < lead->n_points && code == 0; i++) {
        struct ecg_claim_point p = lead->points[i];
        if (hypot(p.row - last[0], p.column - last[1]) < 1 ||
            !ecg_stroke_find(reader->annotation, lead, i, &site) || site.slope > STEEPEST)
            continue;
        last[0] = p.row;
        last[1] = p.column;
        code = count_site(m, &capacity, reader, lead_number, &site, profile);
    }
    ecg_free(profile);
    return code;
}

void ecg_measurement_shift(const struct ecg_measurement *m, double shift[2])
{
    const double *s = m->shift_sums;
    double det = s[0] * s[2] - s[1] * s[1];
    shift[0] = (s[3] * s[2] - s[1] * s[4]) / det;
    shift[1] = (s[0] * s[4] - s[3] * s[1]) / det;
}

void ecg_measurement_free(struct ecg_measurement *m)
{
    ecg_free(m->distances);
    *m = (struct ecg_measurement){ 0 };
}
