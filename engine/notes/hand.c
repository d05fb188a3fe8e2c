#include "notes/hand.h"

#include "core/error.h"

#include <math.h>
#include <string.h>

enum { MAX_DELAYED = 64 };

/* Where a form goes: its own scale, lean and place, and how its aims scatter. */
struct setting {
    const struct ecg_writer *writer;
    struct ecg_random *random;
    double x_mm, y_mm;    /* of the form's origin */
    double width, height; /* mm per x-height */
    double ascender, lean;
    double scatter; /* mm */
};

struct delayed {
    const struct ecg_form_stroke *stroke;
    struct setting setting;
};

/* A word under way. */
struct word {
    struct ecg_moves *moves;
    const struct ecg_letters *letters;
    const struct ecg_writer *writer;
    struct ecg_random *random;
    double x_mm, y_mm;
    int may_join; /* the last form can be joined to */
    struct delayed delayed[MAX_DELAYED];
    int n_delayed;
};

static double between(struct ecg_random *random, double lo, double hi)
{
    return ecg_random_uniform(random, lo, hi);
}

static double clamp01(double x)
{
    return fmin(fmax(x, 0), 1);
}

void ecg_writer_draw(
    struct ecg_writer *writer, const struct ecg_writer_params *params, struct ecg_key key)
{
    struct ecg_random r = ecg_random_named(key, "writer");
    double mess = 1 - params->legibility, hurry = params->hurry;
    memset(writer, 0, sizeof *writer);
    writer->key = ecg_key_name(key, "forms");
    writer->size_mm = params->size_mm;
    writer->slant = tan(params->slant_deg * M_PI / 180);
    writer->aspect = params->aspect * between(&r, 0.92, 1.08);
    writer->letter_gap = params->spacing * between(&r, 0.08, 0.24) - 0.05 * hurry;
    writer->word_gap = params->spacing * between(&r, 0.75, 1.3);
    writer->ascender = between(&r, 0.7, 1.3);
    writer->capital = between(&r, 0.85, 1.2);
    writer->descender = between(&r, 0.6, 1.3);
    writer->size_jitter = 0.02 + 0.09 * mess * between(&r, 0.6, 1.2);
    writer->lean_jitter = 0.02 + 0.10 * mess * between(&r, 0.5, 1.2);
    writer->aim_jitter = 0.018 + 0.06 * mess * between(&r, 0.6, 1.3);
    writer->turn_jitter = 0.06 + 0.3 * mess;
    writer->own_shape = between(&r, 0.02, 0.06) + 0.025 * mess;
    writer->roundness = between(&r, 0.75, 1.12);
    writer->wander = 0.03 + 0.12 * mess * between(&r, 0.3, 1);
    writer->decay = clamp01((mess - 0.2) * between(&r, 0.2, 1.3)) * (0.5 + 0.5 * hurry);
    writer->cursive = params->cursive;
    writer->join = clamp01(params->cursive * 1.1 + 0.35 * hurry * between(&r, 0, 1) - 0.1);
    writer->drag = hurry * hurry * between(&r, 0, 1);
    writer->tail = 0.5 * hurry * between(&r, 0, 1);
    writer->bar_length = between(&r, 0.8, 1.2);
    writer->bar_length += 0.5 * hurry * between(&r, 0, 1);
    writer->all_capitals = params->all_capitals;
    ecg_gait_shape(&writer->gait, between(&r, 0.22, 0.34));
    writer->gait.unit_mm = params->size_mm;
    writer->gait.overlap =
        fmin(0.30 + 0.28 * hurry + 0.10 * mess + between(&r, -0.05, 0.05), 0.75);
    writer->gait.fidelity = 0.35 + 0.5 * params->legibility;
    writer->gait.tremor_mm = 0.012 * params->size_mm / 3 + 0.09 * params->tremor;
    writer->gait.tremor_seed = ecg_random_u64(&r);
}

/* The form this writer uses for a character: a habit, broken now and then. */
static const struct ecg_form *choose_form(struct word *word, uint32_t code)
{
    size_t count;
    const struct ecg_form *forms = ecg_letters_find(word->letters, code, &count);
    if (!forms)
        forms = ecg_letters_find(word->letters, '?', &count);
    if (!forms)
        return NULL;
    struct ecg_random habit = ecg_random_start(ecg_key_index(word->writer->key, code));
    struct ecg_random *draw = ecg_random_chance(word->random, 0.12) ? word->random : &habit;
    unsigned style =
        ecg_random_chance(draw, word->writer->cursive) ? ECG_FORM_CURSIVE : ECG_FORM_PRINT;
    const struct ecg_form *chosen = &forms[0];
    int seen = 0;
    for (size_t i = 0; i < count; i++)
        if (forms[i].tags & style && ecg_random_int(draw, 0, seen++) == 0)
            chosen = &forms[i];
    return chosen;
}

/* A form's point on the sheet, scattered. */
static void put(const struct setting *s, double x, double y, double *x_mm, double *y_mm)
{
    if (y > 1)
        y = 1 + (y - 1) * s->ascender;
    else if (y < 0)
        y *= s->writer->descender;
    y *= s->height;
    *x_mm = s->x_mm + x * s->width + y * s->lean + s->scatter * ecg_random_normal(s->random);
    *y_mm = s->y_mm - y + s->scatter * ecg_random_normal(s->random);
}

static int add_stroke(struct word *word, const struct ecg_form_stroke *stroke,
    const struct setting *setting, double approach, double approach_turn)
{
    const struct ecg_aim *aims = &word->letters->aims[stroke->first_aim];
    const struct ecg_writer *writer = word->writer;
    for (int i = 0; i < stroke->n_aims; i++) {
        double x, y, pressure = i ? 1 : approach;
        double turn = i ? -(double)aims[i].turn_rad * writer->roundness : approach_turn;
        /* The writer's own version of the form, the same each time ... */
        struct ecg_random own = ecg_random_start(
            ecg_key_index(writer->key, 0x10000u + stroke->first_aim + (unsigned)i));
        double own_y = writer->own_shape * ecg_random_normal(&own);
        double own_x = writer->own_shape * ecg_random_normal(&own);
        put(setting, (double)aims[i].x + own_x, (double)aims[i].y + own_y, &x, &y);
        /* ... and what this writing makes of it. */
        if (i > 0)
            turn += writer->turn_jitter * ecg_random_normal(word->random) * (turn != 0 ? 1 : 0.5);
        if (ecg_moves_add(word->moves, x, y, turn, pressure))
            return ECG_E_MEMORY;
    }
    return 0;
}

/* How the pen gets to the next stroke: in the air, or dragged lightly over the paper. */
static double travel_pressure(struct word *word)
{
    double drag = word->writer->drag;
    return ecg_random_chance(word->random, 0.5 * drag) ? between(word->random, 0.3, 0.75) : 0;
}

/* A join sags between letters; to round letters, begun at their top right, it goes over the top
 * and comes back on itself. */
static double join_turn(struct word *word, const struct ecg_form_stroke *stroke)
{
    const struct ecg_aim *start = &word->letters->aims[stroke->first_aim];
    return start->x > 0.55f ? between(word->random, 0.1, 0.7) : -between(word->random, 0.4, 1.1);
}

static int add_form(struct word *word, const struct ecg_form *form, const struct setting *setting)
{
    const struct ecg_form_stroke *strokes = &word->letters->strokes[form->first_stroke];
    for (int i = 0; i < form->n_strokes; i++) {
        if (strokes[i].is_delayed && word->n_delayed < MAX_DELAYED) {
            word->delayed[word->n_delayed++] = (struct delayed){ &strokes[i], *setting };
            continue;
        }
        int joined = i == 0 && word->may_join && form->tags & ECG_FORM_JOINS_IN &&
                     ecg_random_chance(word->random, word->writer->join);
        double pressure = joined ? 1 : travel_pressure(word);
        double turn = joined ? join_turn(word, &strokes[i]) : between(word->random, -0.5, 0.5);
        if (add_stroke(word, &strokes[i], setting, pressure, turn))
            return ECG_E_MEMORY;
    }
    return 0;
}

/* Dots and bars, late and in a hurry: shifted along, lengthened, tilted. */
static int add_delayed(struct word *word)
{
    const struct ecg_writer *writer = word->writer;
    for (int i = 0; i < word->n_delayed; i++) {
        struct delayed *late = &word->delayed[i];
        const struct ecg_aim *aims = &word->letters->aims[late->stroke->first_aim];
        double length = fabs((double)(aims[late->stroke->n_aims - 1].x - aims[0].x));
        double stretch = length > 0.2 ? writer->bar_length : 1;
        double middle = (double)(aims[0].x + aims[late->stroke->n_aims - 1].x) / 2;
        late->setting.x_mm -= middle * (stretch - 1) * late->setting.width;
        late->setting.width *= stretch;
        late->setting.x_mm +=
            between(word->random, -0.1, 0.1 + 0.35 * writer->tail) * writer->size_mm;
        late->setting.y_mm += between(word->random, -0.12, 0.12) * writer->size_mm;
        if (add_stroke(word, late->stroke, &late->setting, 0, 0.3))
            return ECG_E_MEMORY;
    }
    word->n_delayed = 0;
    return 0;
}

static int is_tall(uint32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') ||
           (code >= 0xc0 && code <= 0xde);
}

/* The setting of letter `index` of `count`; `flat` in 0..1 grows along a long word. */
static struct setting set_letter(
    struct word *word, uint32_t code, int index, int count, double phase)
{
    const struct ecg_writer *w = word->writer;
    double along = count > 3 ? (double)index / (count - 1) : 0;
    double flat = w->decay * along * along * fmin(count / 8.0, 1.2);
    double size = w->size_mm * (1 + w->size_jitter * ecg_random_normal(word->random));
    double rise = w->wander * w->size_mm *
                  (sin(phase + index * 0.7) + 0.5 * ecg_random_normal(word->random));
    struct setting s = { w, word->random, word->x_mm, word->y_mm - rise, 0, 0, 0, 0, 0 };
    s.width = size * w->aspect * (1 + w->size_jitter * ecg_random_normal(word->random)) *
              (1 - 0.25 * flat);
    s.height = size * (1 - 0.6 * fmin(flat, 1));
    s.ascender = is_tall(code) ? (1.8 * w->capital - 1) / 0.8 : w->ascender;
    s.lean = w->slant + w->lean_jitter * ecg_random_normal(word->random);
    s.scatter = w->aim_jitter * w->size_mm;
    return s;
}

static int add_accent(struct word *word, uint32_t accent, double advance, int over_capital,
    const struct setting *letter)
{
    size_t count;
    const struct ecg_form *form = ecg_letters_find(word->letters, accent, &count);
    if (!form || word->n_delayed >= MAX_DELAYED)
        return 0;
    struct setting setting = *letter;
    double raise = over_capital && !ecg_accent_is_under(accent) ? 0.75 * letter->height : 0;
    setting.x_mm += (advance - 1) / 2 * letter->width + raise * letter->lean;
    setting.y_mm -= raise;
    setting.ascender = 1;
    for (int i = 0; i < form->n_strokes && word->n_delayed < MAX_DELAYED; i++)
        word->delayed[word->n_delayed++] =
            (struct delayed){ &word->letters->strokes[form->first_stroke + i], setting };
    return 0;
}

static int add_letter(struct word *word, uint32_t code, int index, int count, double phase)
{
    const struct ecg_writer *writer = word->writer;
    uint32_t accent, base = ecg_letter_base(code, &accent);
    uint32_t written = writer->all_capitals ? ecg_letter_capital(base) : base;
    const struct ecg_form *form = choose_form(word, written);
    if (!form)
        return 0;
    struct setting setting = set_letter(word, written, index, count, phase);
    if (written != base) {
        setting.height *= 0.75;
        setting.width *= 0.85;
    }
    int code_or_0 = add_form(word, form, &setting);
    if (!code_or_0 && accent)
        code_or_0 = add_accent(word, accent, (double)form->advance, is_tall(written), &setting);
    word->may_join = (form->tags & ECG_FORM_JOINS_OUT) != 0;
    double gap =
        writer->letter_gap * writer->size_mm * (1 + 0.4 * ecg_random_normal(word->random));
    word->x_mm += (double)form->advance * setting.width + gap;
    return code_or_0;
}

/* The pen leaves the word along its line. */
static int add_tail(struct word *word)
{
    struct ecg_moves *moves = word->moves;
    if (!word->may_join || !ecg_random_chance(word->random, word->writer->tail))
        return 0;
    const struct ecg_move *last = &moves->items[moves->count - 1];
    double reach = word->writer->size_mm * between(word->random, 0.3, 1.2);
    double turn = -between(word->random, 0.4, 1.2);
    double rise = reach * between(word->random, 0, 0.6);
    return ecg_moves_add(moves, last->x + reach, last->y - rise, turn, 0.8);
}

int ecg_hand_word(struct ecg_moves *moves, const struct ecg_letters *letters,
    const struct ecg_writer *writer, const char *text, double x_mm, double y_mm,
    struct ecg_random *random, double *advance_mm)
{
    struct word word = { moves, letters, writer, random, x_mm, y_mm, 0, { { 0 } }, 0 };
    int count = 0, code = 0;
    for (const char *s = text; ecg_letter_next(&s);)
        count++;
    double phase = between(random, 0, 2 * M_PI);
    const char *s = text;
    for (int i = 0; i < count && !code; i++)
        code = add_letter(&word, ecg_letter_next(&s), i, count, phase);
    if (!code && moves->count)
        code = add_tail(&word);
    if (!code)
        code = add_delayed(&word);
    *advance_mm = word.x_mm - x_mm - writer->letter_gap * writer->size_mm;
    return code;
}
