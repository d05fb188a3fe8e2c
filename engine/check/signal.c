#include "check/signal.h"

#include "check/stroke.h"
#include "core/alloc.h"

#include <math.h>

static const double STEP_PX = 0.25;
static const double MARGIN_PX = 2;    /* looked at beyond the line's edge */
static const double MAX_HALF_PX = 40; /* of a column's window, on the steepest flanks */
static const double LEAST_INK_PX = 0.3;
static const double PART = 0.8;      /* of a correction that is made at once */
static const double FLATTEST = 0.04; /* cosine between across and down on the steepest flanks */

enum { ROUNDS = 4 };

/* One annotated sample, and the page's column through it. */
struct column {
    int is_read;            /* annotated, visible, on the map, and with ink */
    int is_wanted;          /* the same, ink or not */
    double row, column;     /* of the annotated point */
    double down[2];         /* [row, column] of 1 px down the page */
    double px_per_mm, y_mm; /* along it, at the point */
    double half;            /* of the window looked at */
    double found;           /* middle of the ink in it, px down from the point */
    double trace;           /* where the trace goes through it, as far as known */
};

/* The line's own extent in a column at this slope, and a margin. */
static double window_half(
    const struct ecg_claim_lead *lead, size_t i, const struct ecg_claim_place *place)
{
    size_t before = i > 0 ? i - 1 : i, after = i + 1 < lead->n_points ? i + 1 : i;
    struct ecg_claim_point p = lead->points[before], q = lead->points[after];
    double x = hypot(place->x_axis[0], place->x_axis[1]);
    double y = hypot(place->y_axis[0], place->y_axis[1]);
    double dr = q.row - p.row, dc = q.column - p.column;
    double along = (dr * place->x_axis[0] + dc * place->x_axis[1]) / x;
    double down = (dr * place->y_axis[0] + dc * place->y_axis[1]) / y;
    double slope = fabs(down) / fmax(fabs(along), 1e-3);
    slope = isnan(slope) ? 0 : slope;
    return fmin(MAX_HALF_PX, lead->width_px / 2 * hypot(1, slope) + MARGIN_PX);
}

static void read_column(
    const struct ecg_ink_reader *reader, const struct ecg_claim_place *place, struct column *c)
{
    double sum = 0, moment = 0, least = fmin(0.3, fmax(0.05, 2 * reader->noise));
    int steps = (int)(2 * c->half / STEP_PX) + 1;
    for (int k = 0; k < steps; k++) {
        double s = -c->half + k * STEP_PX, room;
        double ink =
            ecg_ink_at(reader, c->row + s * c->down[0], c->column + s * c->down[1], place, &room);
        /* Where dark grid leaves the line little room, what there is counts in full. */
        ink = fmin(1, ink / fmax(room, 0.3));
        ink = ink > least ? ink : 0;
        sum += ink;
        moment += ink * s;
    }
    c->is_read = sum * STEP_PX > LEAST_INK_PX;
    c->found = c->is_read ? moment / sum : 0;
    c->trace = c->found;
}

static void read_columns(
    const struct ecg_ink_reader *reader, size_t lead_number, struct column *columns)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    struct ecg_claim_place place = { 0 };
    for (size_t i = 0; i < lead->n_points; i++) {
        struct ecg_claim_point p = lead->points[i];
        struct column *c = &columns[i];
        if (lead->is_hidden[i] ||
            !ecg_annotation_locate(reader->annotation, p.row, p.column, &place) ||
            isnan(place.y_mm))
            continue;
        double length = hypot(place.y_axis[0], place.y_axis[1]);
        *c = (struct column){ .is_wanted = 1,
            .row = p.row,
            .column = p.column,
            .down = { place.y_axis[0] / length, place.y_axis[1] / length },
            .px_per_mm = length,
            .y_mm = place.y_mm,
            .half = window_half(lead, i, &place) };
        read_column(reader, &place, c);
    }
}

/* The trace as read so far, as if it were annotated so. */
static void place_points(const struct column *columns, struct ecg_claim_lead *read)
{
    for (size_t i = 0; i < read->n_points; i++) {
        const struct column *c = &columns[i];
        read->is_hidden[i] = c->is_read ? 0 : 1;
        read->points[i].row = c->row + c->trace * c->down[0];
        read->points[i].column = c->column + c->trace * c->down[1];
    }
}

/* How far the ink lies below the trace as read so far, px down the column; 0 where that cannot be
 * said. */
static double still_below(const struct ecg_ink_reader *reader, const struct ecg_claim_lead *read,
    const struct column *columns, size_t i, struct ecg_stroke_site *site,
    struct ecg_stroke_profile *profile)
{
    double distance;
    if (!columns[i].is_read || !ecg_stroke_find(reader->annotation, read, i, site) ||
        ecg_stroke_measure(reader, read, site, profile, &distance) != ECG_STROKE_MEASURED)
        return 0;
    double down = site->across[0] * columns[i].down[0] + site->across[1] * columns[i].down[1];
    return fabs(distance) < 2 ? distance / copysign(fmax(fabs(down), FLATTEST), down) : 0;
}

/* A line has width: under a peak the middle of a column's ink is lower than the peak, and on a
 * flank a column says little. The trace is moved until a line drawn through it leaves the ink that
 * is there. Nothing of the annotation goes in but the line's width. */
static int undo_width(
    const struct ecg_ink_reader *reader, const struct ecg_claim_lead *lead, struct column *columns)
{
    size_t n = lead->n_points;
    struct ecg_claim_lead read = { .n_points = n, .width_px = lead->width_px };
    struct ecg_stroke_site site = { 0 };
    struct ecg_stroke_profile *profile = ecg_calloc(1, sizeof *profile);
    double *below = ecg_calloc(n, sizeof *below);
    read.points = ecg_calloc(n, sizeof *read.points);
    read.is_hidden = ecg_calloc(n, 1);
    int code = profile && below && read.points && read.is_hidden ? 0 : ECG_E_MEMORY;
    for (int round = 0; round < ROUNDS && code == 0; round++) {
        place_points(columns, &read);
        for (size_t i = 0; i < n; i++)
            below[i] = still_below(reader, &read, columns, i, &site, profile);
        for (size_t i = 0; i < n; i++)
            columns[i].trace += PART * below[i];
    }
    ecg_free(profile);
    ecg_free(below);
    ecg_free(read.points);
    ecg_free(read.is_hidden);
    return code;
}

int ecg_signal_snr(const struct ecg_ink_reader *reader, size_t lead_number,
    const struct ecg_record *record, double *snr_db)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    int signal = ecg_record_lead(record, lead->signal);
    double n = 0, sum = 0, squares = 0, error = 0;
    *snr_db = NAN;
    if (signal < 0 || !(lead->mm_per_mv > 0))
        return 0;
    struct column *columns = ecg_calloc(lead->n_points, sizeof *columns);
    if (!columns)
        return ECG_E_MEMORY;
    read_columns(reader, lead_number, columns);
    int code = undo_width(reader, lead, columns);
    for (size_t i = 0; i < lead->n_points; i++) {
        const struct column *c = &columns[i];
        size_t sample = lead->start_sample + i;
        double truth = sample < record->n_samples ? record->leads[signal].samples[sample] : NAN;
        if (!c->is_wanted || isnan(truth))
            continue;
        double down_mm = c->y_mm + c->trace / c->px_per_mm - lead->baseline_mm;
        double mv = c->is_read ? -lead->sign * down_mm / lead->mm_per_mv : 0;
        n += 1;
        sum += truth;
        squares += truth * truth;
        error += (truth - mv) * (truth - mv);
    }
    ecg_free(columns);
    double power = n > 0 ? squares - sum * sum / n : 0;
    if (power > 1e-12 && error > 0)
        *snr_db = 10 * log10(power / error);
    return code;
}
