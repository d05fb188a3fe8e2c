#include "check/signal.h"

#include "check/fit.h"
#include "check/stroke.h"
#include "core/alloc.h"

#include <math.h>

static const double STEP_PX = 0.25;
static const double MARGIN_PX = 2;    /* looked at beyond the line's edge */
static const double MAX_HALF_PX = 40; /* of a column's window, on the steepest flanks */
static const double LEAST_INK_PX = 0.3;

/* One annotated sample, and the page's column through it. */
struct column {
    int is_read;            /* annotated, visible, on the map, and with ink */
    int is_wanted;          /* the same, ink or not */
    double row, column;     /* of the annotated point */
    double down[2];         /* [row, column] of 1 px down the page */
    double px_per_mm, y_mm; /* along it, at the point */
    double half;            /* of the window looked at */
    struct ecg_claim_place place;
    double found; /* middle of the ink in it, px down from the point */
    double trace; /* where the trace goes through it, as far as known */
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
            .place = place,
            .half = window_half(lead, i, &place) };
        read_column(reader, &place, c);
    }
}

/* A line has width: under a peak the middle of a column's ink is lower than the peak, and on a
 * flank a column says little. */
static int fit_columns(
    const struct ecg_ink_reader *reader, size_t lead_number, struct column *columns)
{
    const struct ecg_claim_lead *lead = &reader->annotation->leads[lead_number];
    size_t n = lead->n_points;
    struct ecg_fit_point *points = ecg_calloc(n, sizeof *points);
    int code = points ? 0 : ECG_E_MEMORY;
    for (size_t i = 0; i < n && code == 0; i++) {
        const struct column *c = &columns[i];
        points[i] = (struct ecg_fit_point){ .is_read = c->is_read,
            .place = c->place,
            .row = c->row,
            .column = c->column,
            .down = { c->down[0], c->down[1] },
            .level = (c->y_mm - lead->baseline_mm) * c->px_per_mm,
            .width = ecg_stroke_width(reader->annotation, lead, &c->place),
            .trace = c->found };
    }
    if (code == 0)
        code = ecg_fit_trace(reader, lead_number, points, n);
    for (size_t i = 0; i < n && code == 0; i++)
        columns[i].trace = points[i].trace;
    ecg_free(points);
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
    int code = fit_columns(reader, lead_number, columns);
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
