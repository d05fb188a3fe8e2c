#include "check/stroke.h"

#include <math.h>

static const double STEP_PX = 0.25;    /* between readings across the trace */
static const double PALE_SHARE = 0.4;  /* of the expected ink; below, it is pale */
static const double LEAST_SHARE = 0.1; /* below, it is absent */
static const double END_SHARE = 0.35;  /* of a full line's ink at the window's edge: other ink */

/* Lowers the squared distances of the pixels near one piece, from p to q in patch pixels. */
static void near_piece(
    struct ecg_stroke_patch *patch, const double p[2], const double q[2], double reach)
{
    double dy = q[0] - p[0], dx = q[1] - p[1], length2 = dy * dy + dx * dx;
    double scale = length2 > 0 ? 1 / length2 : 0;
    int j0 = (int)fmax(0, floor(fmin(p[0], q[0]) - reach)),
        i0 = (int)fmax(0, floor(fmin(p[1], q[1]) - reach));
    int j1 = (int)fmin(patch->size - 1, ceil(fmax(p[0], q[0]) + reach));
    int i1 = (int)fmin(patch->size - 1, ceil(fmax(p[1], q[1]) + reach));
    for (int j = j0; j <= j1; j++)
        for (int i = i0; i <= i1; i++) {
            double y = j - p[0], x = i - p[1], t = (y * dy + x * dx) * scale;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            y -= t * dy;
            x -= t * dx;
            float *least = &patch->ink[j * patch->size + i], here = (float)(y * y + x * x);
            *least = here < *least ? here : *least;
        }
}

/* The line moved across by `shift` px. */
static void fill_patch(const struct ecg_claim_lead *lead, const struct ecg_stroke_site *site,
    double shift, struct ecg_stroke_patch *patch)
{
    int half = (int)ceil(hypot(site->half, ECG_STROKE_LINES / 2.0)) + 2, n;
    double reach = site->width / 2 + 0.5, p[2] = { 0 }, q[2];
    patch->size = 2 * half + 1;
    n = patch->size * patch->size;
    patch->row = (int)floor(site->at.row) - half;
    patch->column = (int)floor(site->at.column) - half;
    for (int k = 0; k < n; k++)
        patch->ink[k] = (float)(reach * reach);
    for (size_t k = site->from; k <= site->to; k++) {
        q[0] = lead->points[k].row + shift * site->across[0] - patch->row - 0.5;
        q[1] = lead->points[k].column + shift * site->across[1] - patch->column - 0.5;
        if (k > site->from)
            near_piece(patch, p, q, reach);
        p[0] = q[0];
        p[1] = q[1];
    }
    float most = (float)fmin(1, site->width);
    for (int k = 0; k < n; k++) {
        float cover = (float)reach - sqrtf(patch->ink[k]);
        patch->ink[k] = cover < most ? cover : most;
    }
}

static double patch_at(const struct ecg_stroke_patch *patch, double row, double column)
{
    double y = row - patch->row - 0.5, x = column - patch->column - 0.5;
    int j = (int)y, i = (int)x;
    double v = y - j, u = x - i;
    const float *p = patch->ink + j * patch->size + i, *q = p + patch->size;
    return (1 - v) * ((1 - u) * (double)p[0] + u * (double)p[1]) +
           v * ((1 - u) * (double)q[0] + u * (double)q[1]);
}

/* The direction of the page's x axis in the image, length 1. */
static void time_axis(const struct ecg_stroke_site *site, double axis[2])
{
    double length = hypot(site->place.x_axis[0], site->place.x_axis[1]);
    axis[0] = site->place.x_axis[0] / length;
    axis[1] = site->place.x_axis[1] / length;
}

/* Slope of a piece against the time axis, px per px. */
static double slope(struct ecg_claim_point p, struct ecg_claim_point q, const double axis[2])
{
    double dr = q.row - p.row, dc = q.column - p.column;
    double along = dr * axis[0] + dc * axis[1], beside = dr * axis[1] - dc * axis[0];
    return fabs(beside) / fmax(fabs(along), 1e-9);
}

/* Points around i up to `reach` px along the time axis; 0 when the trace ends or is hidden there.
 */
static int find_window(const struct ecg_claim_lead *lead, size_t i, double reach,
    const double axis[2], struct ecg_stroke_site *site)
{
    size_t found[2] = { i, i };
    for (int side = 0; side < 2; side++) {
        size_t k = i;
        for (;;) {
            struct ecg_claim_point p = lead->points[k];
            double along =
                (p.row - site->at.row) * axis[0] + (p.column - site->at.column) * axis[1];
            if (lead->is_hidden[k])
                return 0;
            found[side] = k;
            if (fabs(along) > reach)
                break;
            if (side == 0 ? k == 0 : k + 1 == lead->n_points)
                return 0;
            k = side == 0 ? k - 1 : k + 1;
        }
    }
    site->from = found[0];
    site->to = found[1];
    return 1;
}

/* Direction of the trace at the point, from a chord somewhat longer than the line is wide. 0 when
 * it has none. */
static int find_direction(const struct ecg_claim_lead *lead, size_t i, const double axis[2],
    struct ecg_stroke_site *site)
{
    double near = site->width / 2 + 0.75;
    size_t from = i, to = i;
    struct ecg_claim_point c = site->at;
    while (from > site->from && fabs((lead->points[from].row - c.row) * axis[0] +
                                     (lead->points[from].column - c.column) * axis[1]) < near)
        from--;
    while (to < site->to && fabs((lead->points[to].row - c.row) * axis[0] +
                                 (lead->points[to].column - c.column) * axis[1]) < near)
        to++;
    struct ecg_claim_point p = lead->points[from], q = lead->points[to];
    double length = hypot(q.row - p.row, q.column - p.column);
    if (!(length > 0))
        return 0;
    site->slope = slope(p, q, axis);
    site->across[0] = (q.column - p.column) / length;
    site->across[1] = -(q.row - p.row) / length;
    return 1;
}

/* Place number k of a line across. */
static void place_across(
    const struct ecg_stroke_site *site, int line, int k, double *row, double *column)
{
    double s = -site->half + k * STEP_PX, t = line - (ECG_STROKE_LINES - 1) / 2.0;
    *row = site->at.row + s * site->across[0] - t * site->across[1];
    *column = site->at.column + s * site->across[1] + t * site->across[0];
}

static void read_found(const struct ecg_ink_reader *reader, const struct ecg_stroke_site *site,
    struct ecg_stroke_profile *p)
{
    p->steps = (int)(2 * site->half / STEP_PX) + 1;
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 0; k < p->steps; k++) {
            double row, column;
            place_across(site, line, k, &row, &column);
            p->found[line][k] = ecg_ink_at(reader, row, column, &site->place, &p->room[line][k]);
        }
}

static void read_expected(const struct ecg_claim_lead *lead, const struct ecg_stroke_site *site,
    double shift, struct ecg_stroke_profile *p)
{
    fill_patch(lead, site, shift, &p->patch);
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 0; k < p->steps; k++) {
            double row, column;
            place_across(site, line, k, &row, &column);
            p->expected[line][k] = patch_at(&p->patch, row, column);
        }
}

/* Ink at either end of the window, over all lines. */
static void read_ends(const struct ecg_stroke_profile *p, double ends[2])
{
    enum { END = 4 };
    ends[0] = ends[1] = 0;
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 0; k < END; k++) {
            ends[0] += p->found[line][k] / (ECG_STROKE_LINES * END);
            ends[1] += p->found[line][p->steps - 1 - k] / (ECG_STROKE_LINES * END);
        }
}

static void find_middles(const struct ecg_ink_reader *reader, const struct ecg_stroke_site *site,
    struct ecg_stroke_profile *p)
{
    double ends[2], moment = 0, expected_moment = 0;
    read_ends(p, ends);
    p->end = fmax(ends[0], ends[1]);
    p->found_sum = p->expected_sum = 0;
    /* What is on both sides alike is the paper's, not the line's. */
    double base = fmin(0.2, fmax(-0.2, fmin(ends[0], ends[1])));
    double least = fmin(0.15, 1.5 * reader->noise);
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 0; k < p->steps; k++) {
            double s = -site->half + k * STEP_PX, ink = fmin(1.3, p->found[line][k] - base);
            ink = ink > least ? ink : 0;
            p->found_sum += ink;
            moment += ink * s;
            p->expected_sum += p->expected[line][k] * p->room[line][k];
            expected_moment += p->expected[line][k] * p->room[line][k] * s;
        }
    p->found_middle = moment / fmax(p->found_sum, 1e-9);
    p->expected_middle = expected_moment / fmax(p->expected_sum, 1e-9);
}

/* How much further the ink lies across than expected: found = gain * room * (expected
 * moved by a step) + base, by least squares over gain, base and step (Lucas and Kanade 1981).
 * Edges count, the noise beside the line does not. NaN when the ink has no such edges. */
static double refine(const struct ecg_stroke_profile *p)
{
    double m[3][3] = { { 0 } }, v[3] = { 0 };
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 1; k + 1 < p->steps; k++) {
            const double *e = &p->expected[line][k];
            double room = p->room[line][k];
            const double term[3] = { room * e[0], 1, room * (e[-1] - e[1]) / (2 * STEP_PX) };
            for (int a = 0; a < 3; a++) {
                v[a] += term[a] * p->found[line][k];
                for (int b = 0; b < 3; b++)
                    m[a][b] += term[a] * term[b];
            }
        }
    /* Cramer's rule for gain and gain * step. */
    double det = 0, gain = 0, gain_step = 0;
    for (int a = 0; a < 3; a++) {
        int b = (a + 1) % 3, c = (a + 2) % 3;
        double minor0 = m[b][1] * m[c][2] - m[b][2] * m[c][1];
        double minor2 = m[b][0] * m[c][1] - m[b][1] * m[c][0];
        det += m[a][0] * minor0;
        gain += v[a] * minor0;
        gain_step += v[a] * minor2;
    }
    return det > 1e-9 && gain > 0.2 * det ? gain_step / gain : NAN;
}

static double find_displacement(const struct ecg_claim_lead *lead,
    const struct ecg_stroke_site *site, struct ecg_stroke_profile *p)
{
    enum { TRIES = 5 };
    double rough = p->found_middle - p->expected_middle, shift = 0;
    for (int k = 0; k < TRIES; k++) {
        /* Beyond a pixel the line's edges do not meet: there the centroids must do first. */
        double step = k == 0 && fabs(rough) > 1 ? rough : refine(p);
        if (isnan(step))
            return rough;
        if (k > 0 || fabs(rough) <= 1)
            step = fmin(0.7, fmax(-0.7, step));
        shift += step;
        if (fabs(step) < 0.02 || fabs(shift) > site->half)
            break;
        read_expected(lead, site, shift, p);
    }
    /* Far from the centroids it has locked on to something else. */
    return fabs(shift - rough) < 1 ? shift : rough;
}

static double likeness(const struct ecg_stroke_profile *p)
{
    double n = 0, e1 = 0, f1 = 0, ee = 0, ef = 0, ff = 0;
    for (int line = 0; line < ECG_STROKE_LINES; line++)
        for (int k = 0; k < p->steps; k++) {
            double e = p->expected[line][k] * p->room[line][k], f = p->found[line][k];
            n += 1;
            e1 += e;
            f1 += f;
            ee += e * e;
            ef += e * f;
            ff += f * f;
        }
    double both = ef - e1 * f1 / n, wanted = ee - e1 * e1 / n, seen = ff - f1 * f1 / n;
    return both > 0 && wanted > 0 && seen > 0 ? both * both / (wanted * seen) : 0;
}

double ecg_stroke_width(const struct ecg_annotation *annotation, const struct ecg_claim_lead *lead,
    const struct ecg_claim_place *place)
{
    double here =
        hypot(place->x_axis[0], place->x_axis[1]) + hypot(place->y_axis[0], place->y_axis[1]);
    double mean = (annotation->px_per_5mm_x + annotation->px_per_5mm_y) / 5;
    return lead->width_px * here / mean;
}

int ecg_stroke_find(const struct ecg_annotation *annotation, const struct ecg_claim_lead *lead,
    size_t i, struct ecg_stroke_site *site)
{
    double axis[2];
    site->at = lead->points[i];
    if (lead->is_hidden[i] ||
        !ecg_annotation_locate(annotation, site->at.row, site->at.column, &site->place))
        return 0;
    time_axis(site, axis);
    site->width = ecg_stroke_width(annotation, lead, &site->place);
    site->half = fmin(site->width / 2 + ECG_STROKE_MARGIN_PX, ECG_STROKE_MAX_HALF_PX);
    return find_window(lead, i, site->half + ECG_STROKE_LINES / 2 + 1, axis, site) &&
           find_direction(lead, i, axis, site);
}

enum ecg_stroke_outcome ecg_stroke_measure(const struct ecg_ink_reader *reader,
    const struct ecg_claim_lead *lead, const struct ecg_stroke_site *site,
    struct ecg_stroke_profile *profile, double *distance)
{
    read_found(reader, site, profile);
    read_expected(lead, site, 0, profile);
    find_middles(reader, site, profile);
    profile->likeness = 0;
    if (!(profile->found_sum > LEAST_SHARE * profile->expected_sum))
        return ECG_STROKE_ABSENT;
    /* Ink at the edge of the window besides all that was expected: something unannotated. */
    if (profile->end > END_SHARE && profile->found_sum > 1.3 * profile->expected_sum)
        return ECG_STROKE_CROWDED;
    *distance = find_displacement(lead, site, profile);
    profile->likeness = likeness(profile);
    return profile->found_sum > PALE_SHARE * profile->expected_sum ? ECG_STROKE_MEASURED
                                                                   : ECG_STROKE_PALE;
}
