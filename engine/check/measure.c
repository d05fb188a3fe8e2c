#include "check/measure.h"

#include "check/stroke.h"
#include "core/alloc.h"

#include <math.h>
#include <stdlib.h>

static const double GENTLE = 1;    /* px/px */
static const double STEEPEST = 12; /* flanks up to here tell of shifts along time */

static const double LEAST_LIKE = 0.4; /* noise is less like a line than this */
static const double MOST_UNLIKE = 0.8;
static const double UNLIKE = 3; /* times as unlike as half of the picture's sites: not the line */
/* Of the sites' directions, the mean square in radians: within half a degree they tell nothing of
 * shifts along them. */
static const double PARALLEL = 1e-4;

static int add_site(struct ecg_measurement *m, const struct ecg_stroke_site *site,
    const struct ecg_stroke_profile *profile, double distance, int is_pale)
{
    int code = ecg_grow(&m->sites, &m->sites_capacity, m->n_sites + 1, sizeof *m->sites);
    if (code == 0)
        m->sites[m->n_sites++] = (struct ecg_measured_site){
            .across = { (float)site->across[0], (float)site->across[1] },
            .distance = (float)distance,
            .likeness = (float)profile->likeness,
            .is_gentle = site->slope < GENTLE,
            .is_pale = (uint8_t)is_pale,
            .lead = (uint32_t)(m->n_leads - 1),
        };
    return code;
}

static int count_site(struct ecg_measurement *m, const struct ecg_ink_reader *reader,
    size_t lead_number, const struct ecg_stroke_site *site, struct ecg_stroke_profile *profile)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    enum ecg_stroke_outcome outcome = ECG_STROKE_CROWDED;
    double distance = 0;
    int is_busy = ecg_crowd_disturbs(
        reader->crowd, lead_number, site->at.row, site->at.column, site->half + 2);
    if (!is_busy)
        outcome = ecg_stroke_measure(reader, lead, site, profile, &distance);
    if (site->slope < GENTLE) {
        m->n_points++;
        m->n_busy += is_busy != 0;
        m->n_crowded += outcome == ECG_STROKE_CROWDED;
        m->n_absent += outcome == ECG_STROKE_ABSENT;
        m->leads[m->n_leads - 1].n_free += outcome != ECG_STROKE_CROWDED;
    }
    return outcome == ECG_STROKE_MEASURED || outcome == ECG_STROKE_PALE
               ? add_site(m, site, profile, distance, outcome == ECG_STROKE_PALE)
               : 0;
}

int ecg_measure_lead(
    struct ecg_measurement *m, const struct ecg_ink_reader *reader, size_t lead_number)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    struct ecg_stroke_site site = { 0 };
    double last[2] = { -INFINITY, -INFINITY };
    struct ecg_stroke_profile *profile = ecg_calloc(1, sizeof *profile);
    int code = profile ? 0 : ECG_E_MEMORY;
    if (code == 0)
        code = ecg_grow(&m->leads, &m->leads_capacity, m->n_leads + 1, sizeof *m->leads);
    if (code == 0)
        m->leads[m->n_leads++] = (struct ecg_measured_lead){ 0 };
    for (size_t i = 1; i + 1 < lead->n_points && code == 0; i++) {
        struct ecg_claim_point p = lead->points[i];
        if (hypot(p.row - last[0], p.column - last[1]) < 1 ||
            !ecg_stroke_find(reader->annotation, lead, i, &site) || site.slope > STEEPEST)
            continue;
        last[0] = p.row;
        last[1] = p.column;
        code = count_site(m, reader, lead_number, &site, profile);
    }
    ecg_free(profile);
    return code;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Blur makes the whole picture's ink unlike sharp lines, damage only some of it. */
static double least_likeness(const struct ecg_measurement *m, float *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_sites; i++)
        if (m->sites[i].is_gentle)
            scratch[n++] = m->sites[i].likeness;
    if (n == 0)
        return LEAST_LIKE;
    qsort(scratch, n, sizeof *scratch, by_size);
    double usual = (double)scratch[n / 2];
    return fmax(LEAST_LIKE, fmin(MOST_UNLIKE, 1 - UNLIKE * (1 - usual)));
}

/* Normal equations of distance = across . shift. Parallel lines, as of flat leads, leave only the
 * shift across them to be known. */
static void find_shift(struct ecg_measurement *m, double least)
{
    double s[5] = { 0 };
    for (size_t i = 0; i < m->n_sites; i++) {
        const struct ecg_measured_site *site = &m->sites[i];
        double down = (double)site->across[0], right = (double)site->across[1];
        double distance = (double)site->distance;
        if (!((double)site->likeness >= least && fabs(distance) < ECG_STROKE_MARGIN_PX))
            continue;
        s[0] += down * down;
        s[1] += down * right;
        s[2] += right * right;
        s[3] += down * distance;
        s[4] += right * distance;
    }
    double det = s[0] * s[2] - s[1] * s[1], trace = s[0] + s[2];
    int is_parallel = det < PARALLEL * trace * trace;
    m->shift[0] = is_parallel ? s[3] / trace : (s[3] * s[2] - s[1] * s[4]) / det;
    m->shift[1] = is_parallel ? s[4] / trace : (s[0] * s[4] - s[3] * s[1]) / det;
}

int ecg_measure_finish(struct ecg_measurement *m)
{
    m->distances = ecg_calloc(m->n_sites, sizeof *m->distances);
    if (!m->distances)
        return ECG_E_MEMORY;
    double least = least_likeness(m, m->distances);
    for (size_t i = 0; i < m->n_sites; i++) {
        const struct ecg_measured_site *site = &m->sites[i];
        if (!site->is_gentle)
            continue;
        if ((double)site->likeness >= least) {
            m->distances[m->n_distances++] = site->distance;
            m->leads[site->lead].n_found++;
        } else {
            m->n_absent += site->is_pale;
            m->n_unlike += !site->is_pale;
        }
    }
    find_shift(m, least);
    return 0;
}

void ecg_measurement_free(struct ecg_measurement *m)
{
    ecg_free(m->sites);
    ecg_free(m->distances);
    ecg_free(m->leads);
    *m = (struct ecg_measurement){ 0 };
}
