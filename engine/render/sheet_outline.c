/*
 * The sheet's outline: torn edges, corners and slits, scissor cuts, punched and poked holes,
 * perforations. Two signed distances in mm, positive on the paper: from any outline, and from torn
 * ones only, along which the shader bares the fibres.
 */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

/* A straight border of the paper: signed distance of p = (p - origin) . inward, roughened. */
struct border {
    double x_mm, y_mm; /* a point on it */
    double nx, ny;     /* inward unit normal */
    double rough_mm;   /* height of the roughness, 0 for scissors */
    double period_mm;  /* of its coarsest octave */
    double wave_mm;    /* height of slow waves, 60 mm long */
    uint32_t seed;
};

static void meet(struct ecg_plane *plane, size_t at, float d)
{
    if (d < plane->v[at])
        plane->v[at] = d;
}

/* Takes away all that lies beyond a border. */
static void cut_border(struct sheet_build *build, const struct border *border, int is_torn)
{
    struct ecg_plane *outline = &build->outline;
    float step = (float)(1.0 / outline->px_per_mm);
    float reach = (float)(ECG_OUTLINE_REACH_MM + 2 * border->rough_mm + border->wave_mm);
    for (int j = 0; j < outline->height; j++) {
        float y = ((float)j + 0.5f) * step - (float)border->y_mm;
        for (int i = 0; i < outline->width; i++) {
            float x = ((float)i + 0.5f) * step - (float)border->x_mm;
            float d = x * (float)border->nx + y * (float)border->ny;
            if (d > reach)
                continue;
            float along = y * (float)border->nx - x * (float)border->ny;
            if (border->wave_mm > 0.0)
                d += (float)border->wave_mm *
                     (noise_value(along / 45.0f, 0.5f, border->seed ^ 0x51u) - 0.5f);
            if (border->rough_mm > 0.0 && d > -reach) {
                float p = (float)(1.0 / border->period_mm);
                d += (float)border->rough_mm *
                     (noise_fbm(along * p, d * p * 0.5f + 40.0f, 4, border->seed) - 0.5f) * 2.0f;
            }
            size_t at = (size_t)j * (size_t)outline->width + (size_t)i;
            meet(outline, at, d);
            if (is_torn)
                meet(&build->torn, at, d);
        }
    }
}

/* A disc that is gone; rough in its radius. */
static void cut_disc(struct sheet_build *build, double x_mm, double y_mm, double radius_mm,
    double rough_mm, uint32_t seed, int is_torn)
{
    struct ecg_plane *outline = &build->outline;
    double reach = radius_mm + rough_mm + ECG_OUTLINE_REACH_MM;
    int r[4];
    ecg_plane_range(outline, x_mm - reach, y_mm - reach, x_mm + reach, y_mm + reach, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / outline->px_per_mm - x_mm);
            float y = (float)((j + 0.5) / outline->px_per_mm - y_mm);
            float d = sqrtf(x * x + y * y) - (float)radius_mm;
            if (rough_mm > 0.0) {
                float p = 1.6f / (float)radius_mm;
                d += (float)rough_mm * 2.0f * (noise_fbm(x * p, y * p, 3, seed) - 0.5f);
            }
            size_t at = (size_t)j * (size_t)outline->width + (size_t)i;
            meet(outline, at, d);
            if (is_torn)
                meet(&build->torn, at, d);
        }
}

static float distance_to_piece(float x, float y, const float a[2], const float b[2], float *t)
{
    float dx = b[0] - a[0], dy = b[1] - a[1];
    float len2 = dx * dx + dy * dy;
    *t = len2 > 0.0f ? ((x - a[0]) * dx + (y - a[1]) * dy) / len2 : 0.0f;
    *t = *t < 0.0f ? 0.0f : *t > 1.0f ? 1.0f : *t;
    float ex = x - a[0] - *t * dx, ey = y - a[1] - *t * dy;
    return sqrtf(ex * ex + ey * ey);
}

/* A piece of a slit's path, open by width_a at a to width_b at b, with a thin shadow on its right
 * where the left lip lies on top. */
struct slit {
    float a[2], b[2];
    float width_a, width_b; /* mm */
    float shadow;           /* optical density next to the lip */
    int is_torn;
};

static void cut_slit(struct sheet_build *build, const struct slit *slit)
{
    struct ecg_plane *outline = &build->outline;
    const float *a = slit->a, *b = slit->b;
    float margin = (float)ECG_OUTLINE_REACH_MM + fmaxf(slit->width_a, slit->width_b);
    int r[4];
    ecg_plane_range(outline, fminf(a[0], b[0]) - margin, fminf(a[1], b[1]) - margin,
        fmaxf(a[0], b[0]) + margin, fmaxf(a[1], b[1]) + margin, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = ((float)i + 0.5f) / (float)outline->px_per_mm;
            float y = ((float)j + 0.5f) / (float)outline->px_per_mm;
            float t;
            float d = distance_to_piece(x, y, a, b, &t);
            float half = 0.5f * (slit->width_a + (slit->width_b - slit->width_a) * t);
            size_t at = (size_t)j * (size_t)outline->width + (size_t)i;
            /* Below 0.1 mm the fibres still hold: no gap, only the bared line of the tear. */
            meet(outline, at, half > 0.05f ? d - half : d + 0.15f);
            int is_right = (b[0] - a[0]) * (y - a[1]) > (b[1] - a[1]) * (x - a[0]);
            /* A tear runs slantwise through the paper: one lip shows its fibres, the other hides
             * them. */
            if (slit->is_torn)
                meet(&build->torn, at, d - half + (is_right ? 0.15f : 0.6f));
            float dark = slit->shadow * noise_decay((half - d) * 3.0f);
            if (is_right && d > half && d < half + 1.5f)
                for (int c = 0; c < 3; c++)
                    build->density[c].v[at] = fmaxf(build->density[c].v[at], dark);
        }
}

/* A tear from a point of an edge inwards: a path that wanders, opening towards the edge. */
static void tear_slit(struct sheet_build *build, struct ecg_random *random)
{
    const struct ecg_scene *scene = build->scene;
    double w = build->width_mm, h = build->height_mm;
    int side = (int)ecg_random_int(random, 0, 3);
    double along = ecg_random_uniform(random, 0.08, 0.92);
    static const double INWARD[4][2] = { { 0, 1 }, { -1, 0 }, { 0, -1 }, { 1, 0 } };
    double x = side == 0 || side == 2 ? along * w : side == 1 ? w : 0.0;
    double y = side == 1 || side == 3 ? along * h : side == 2 ? h : 0.0;
    double length = sheet_lognormal(random, scene->sheet_tear_depth_mm, 0.5);
    double open = ecg_random_chance(random, 0.5) ? ecg_random_uniform(random, 0.1, 0.4)
                                                 : sheet_lognormal(random, 1.0, 0.6);
    open = open > length * 0.2 ? length * 0.2 : open;
    double turn = ecg_random_normal(random) * 0.35, bend = ecg_random_normal(random) * 0.012;
    float shadow = (float)ecg_random_uniform(random, 0.1, 0.4);
    double done = 0.0, step = 1.2;
    double base = atan2(INWARD[side][1], INWARD[side][0]);
    x -= INWARD[side][0] * 1.0;
    y -= INWARD[side][1] * 1.0;
    while (done < length) {
        turn += bend * step + ecg_random_normal(random) * 0.12 - turn * 0.03;
        double nx = x + step * cos(base + turn), ny = y + step * sin(base + turn);
        cut_slit(build, &(struct slit){ .a = { (float)x, (float)y },
                            .b = { (float)nx, (float)ny },
                            .width_a = (float)(open * (1.0 - done / length)),
                            .width_b = (float)(open * fmax(0.0, 1.0 - (done + step) / length)),
                            .shadow = shadow,
                            .is_torn = 1 });
        x = nx;
        y = ny;
        done += step;
    }
}

static void tear_corner(struct sheet_build *build, struct ecg_random *random, int corner)
{
    double size = sheet_lognormal(random, build->scene->sheet_tear_corner_mm, 0.4);
    double angle = ecg_random_uniform(random, 0.5, 1.1); /* of the inward normal, radians */
    int right = corner & 1, bottom = corner >> 1;
    struct border border = {
        .nx = right ? -cos(angle) : cos(angle),
        .ny = bottom ? -sin(angle) : sin(angle),
    };
    border.rough_mm = ecg_random_uniform(random, 0.8, 2.4);
    border.period_mm = ecg_random_uniform(random, 8, 16);
    border.wave_mm = ecg_random_uniform(random, 1, 6);
    border.seed = sheet_seed(random);
    border.x_mm = (right ? build->width_mm : 0.0) + border.nx * size;
    border.y_mm = (bottom ? build->height_mm : 0.0) + border.ny * size;
    cut_border(build, &border, 1);
}

/* side: 0 left, 1 right, 2 top, 3 bottom. */
static struct border side_border(
    const struct sheet_build *build, int side, double depth_mm, double slope)
{
    static const double INWARD[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    double nx = INWARD[side][0] - slope * INWARD[side][1];
    double ny = INWARD[side][1] + slope * INWARD[side][0];
    double norm = hypot(nx, ny);
    double x = side == 0 ? depth_mm : side == 1 ? build->width_mm - depth_mm : build->width_mm / 2;
    double y = side == 2   ? depth_mm
               : side == 3 ? build->height_mm - depth_mm
                           : build->height_mm / 2;
    return (struct border){ .x_mm = x, .y_mm = y, .nx = nx / norm, .ny = ny / norm };
}

/* Where the header ends on the sheet: above the highest trace, but in the top quarter. */
static double header_mm(const struct sheet_build *build)
{
    double top = build->height_mm / 4;
    for (size_t k = 0; k < build->page->n_traces; k++) {
        const double *box = build->page->traces[k].box_mm;
        double x, y;
        ecg_print_to_sheet(&build->print, box[0], box[1], &x, &y);
        top = fmin(top, y - 3.0);
    }
    return fmax(top, 6.0);
}

static void tear_sides(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.tear.edge");
    double slope = ecg_random_normal(&random) * 0.012;
    double rough = ecg_random_uniform(&random, 0.5, 1.6);
    uint32_t seed = sheet_seed(&random);
    if (scene->sheet_tear_edge) {
        struct border border =
            side_border(build, scene->sheet_tear_edge - 1, scene->sheet_tear_edge_mm, slope);
        border.rough_mm = fmin(rough, 0.6 * scene->sheet_tear_edge_mm);
        border.wave_mm = fmin(4.0, 0.8 * scene->sheet_tear_edge_mm);
        border.period_mm = 10.0;
        border.seed = seed;
        cut_border(build, &border, 1);
    }
    if (scene->sheet_tear_header) {
        struct border border = side_border(build, 2, header_mm(build), slope * 0.7);
        border.rough_mm = rough * 0.8;
        border.wave_mm = 4.0;
        border.period_mm = 12.0;
        border.seed = seed + 1;
        cut_border(build, &border, 1);
    }
}

static void cut_sides(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    struct ecg_random random = ecg_random_named(scene->key, "sheet.cut.trim");
    int first = (int)ecg_random_int(&random, 0, 3);
    int n = ecg_random_chance(&random, 0.4) ? 2 : 1;
    for (int k = 0; k < n && scene->sheet_cut_trim_mm > 0; k++) {
        double depth =
            scene->sheet_cut_trim_mm * (k ? ecg_random_uniform(&random, 0.3, 1.0) : 1.0);
        struct border border =
            side_border(build, (first + k) & 3, depth, ecg_random_normal(&random) * 0.012);
        border.wave_mm = fmin(0.8, depth * 0.4);
        border.seed = sheet_seed(&random);
        cut_border(build, &border, 0);
    }
}

/* Scissor cuts right across; the pieces lie side by side with a gap that opens to one end. */
static void cut_strips(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.cut.strips");
    int n = build->scene->sheet_cut_strips;
    for (int k = 0; k < n; k++) {
        int is_upright = ecg_random_chance(&random, 0.3);
        double at = (k + ecg_random_uniform(&random, 0.65, 1.35)) / (n + 1.0);
        float lean = (float)(ecg_random_normal(&random) * 0.01 *
                             (is_upright ? build->height_mm : build->width_mm));
        float length = (float)(is_upright ? build->height_mm : build->width_mm) + 2.0f;
        float across = (float)(at * (is_upright ? build->width_mm : build->height_mm));
        struct slit slit = { .a = { -2.0f, across - lean }, .b = { length, across + lean } };
        if (is_upright)
            slit = (struct slit){ .a = { across - lean, -2.0f }, .b = { across + lean, length } };
        slit.width_a = (float)sheet_lognormal(&random, 0.45, 0.5);
        slit.width_b = slit.width_a * (float)ecg_random_uniform(&random, 0.2, 1.6);
        slit.shadow = 0.15f;
        cut_slit(build, &slit);
    }
}

/* Holes of a punch: standard pitches (ISO 838 and its four-hole form; US three-hole), on the left
 * or the top side, a little off the middle. */
static void punch_holes(struct sheet_build *build)
{
    static const int COUNT[] = { 0, 2, 3, 4 };
    static const double PITCH_MM[] = { 0, 80.0, 108.0, 80.0 };
    static const double RADIUS_MM[] = { 0, 2.9, 3.6, 2.9 };
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.cut.punch");
    int kind = build->scene->sheet_cut_punch;
    int is_top = ecg_random_chance(&random, 0.4), count = COUNT[kind];
    double long_mm = is_top ? build->width_mm : build->height_mm;
    while (count > 1 && (count - 1) * PITCH_MM[kind] > long_mm - 12.0)
        count--;
    double middle = long_mm / 2 + ecg_random_normal(&random) * 4.0;
    double inset = 11.0 + ecg_random_normal(&random) * 1.2;
    double lean = ecg_random_normal(&random) * 0.006;
    for (int k = 0; k < count; k++) {
        double along = middle + (k - (count - 1) / 2.0) * PITCH_MM[kind];
        double across = inset + lean * (along - middle);
        cut_disc(
            build, is_top ? along : across, is_top ? across : along, RADIUS_MM[kind], 0.0, 0, 0);
    }
}

static void poke_holes(struct sheet_build *build)
{
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.tear.holes");
    for (int k = 0; k < build->scene->sheet_tear_holes; k++) {
        double x = ecg_random_uniform(&random, 0.03, 0.97) * build->width_mm;
        double y = ecg_random_uniform(&random, 0.03, 0.97) * build->height_mm;
        double radius = fmin(sheet_lognormal(&random, 0.9, 0.7), 9.0);
        int on_crease = build->n_creases > 0 && ecg_random_chance(&random, 0.6);
        uint64_t pick = ecg_random_u64(&random);
        double t = ecg_random_uniform(&random, 0.1, 0.9);
        if (on_crease) {
            const struct ecg_crease *c = &build->creases[pick % (uint64_t)build->n_creases];
            x = c->x0_mm + t * (c->x1_mm - c->x0_mm);
            y = c->y0_mm + t * (c->y1_mm - c->y0_mm);
        }
        cut_disc(build, x, y, radius, radius * 0.55, sheet_seed(&random), 1);
    }
}

/* The little teeth a perforation leaves. */
static void perforate_side(struct sheet_build *build, int side, double pitch_mm, uint32_t seed)
{
    int is_upright = side < 2;
    double length = is_upright ? build->height_mm : build->width_mm;
    double far = side == 1 ? build->width_mm : side == 3 ? build->height_mm : 0.0;
    for (int k = 0; k < (int)(length / pitch_mm) + 1; k++) {
        float pull = noise_unit(noise_hash(k, side, seed));
        double along = (k + 0.5) * pitch_mm;
        double depth = 0.25 + 0.3 * pull;
        double out = side == 1 || side == 3 ? far + 0.5 - depth : depth - 0.5;
        cut_disc(build, is_upright ? out : along, is_upright ? along : out, pitch_mm * 0.36, 0.0,
            0, pull > 0.6f);
    }
}

static void perforate(struct sheet_build *build)
{
    /* Bits left, right, top, bottom of each choice. */
    static const int SIDES[] = { 0, 1, 2, 3, 4, 8, 12 };
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.cut.perforation");
    double pitch = ecg_random_uniform(&random, 1.2, 2.2);
    uint32_t seed = sheet_seed(&random);
    for (int side = 0; side < 4; side++)
        if (SIDES[build->scene->sheet_cut_perforation] >> side & 1)
            perforate_side(build, side, pitch, seed);
}

/* A corner folded over: what lies beyond the fold is gone from its place, and the flap, its back
 * up, covers the mirror image of it. */
static int fold_corner(struct sheet_build *build, struct ecg_random *random, int corner)
{
    int is_right = corner & 1, is_low = corner >> 1;
    double size = sheet_lognormal(random, build->scene->sheet_wear_dog_ear_mm, 0.35);
    double most = 0.4 * fmin(build->width_mm, build->height_mm);
    double leg_x = fmin(size * ecg_random_uniform(random, 0.75, 1.4), most);
    double leg_y = fmin(size * ecg_random_uniform(random, 0.75, 1.4), most);
    double length = hypot(leg_x, leg_y), height = leg_x * leg_y / length;
    double sx = is_right ? -1 : 1, sy = is_low ? -1 : 1;
    double cx = is_right ? build->width_mm : 0.0, cy = is_low ? build->height_mm : 0.0;
    struct border border = {
        .x_mm = cx + sx * leg_x, .y_mm = cy, .nx = sx * leg_y / length, .ny = sy * leg_x / length
    };
    cut_border(build, &border, 0);
    /* v runs along the inward normal, u to its left, so that (u, v) turns like (x, y). */
    double ux = border.ny, uy = -border.nx;
    double mx = cx + sx * leg_x / 2, my = cy + sy * leg_y / 2;
    return sheet_add_decal(build, &(struct ecg_decal){ .kind = ECG_DECAL_EAR,
                                      .x_mm = mx,
                                      .y_mm = my,
                                      .angle_deg = atan2(uy, ux) * 180.0 / 3.14159265358979323846,
                                      .half_u_mm = length / 2,
                                      .half_v_mm = height,
                                      .seed = sheet_seed(random),
                                      .strength = 1.0f,
                                      .param = { (float)((cx - mx) * ux + (cy - my) * uy) } });
}

int sheet_build_outline(struct sheet_build *build)
{
    const struct ecg_scene *scene = build->scene;
    int is_slit = scene->sheet_tear_slits > 0 || scene->sheet_cut_strips > 0;
    int is_cut = is_slit || scene->sheet_tear_corners > 0 || scene->sheet_tear_edge ||
                 scene->sheet_tear_header || scene->sheet_tear_holes > 0 ||
                 scene->sheet_cut_punch || scene->sheet_cut_perforation ||
                 scene->sheet_cut_trim_mm > 0 || scene->sheet_wear_dog_ears > 0;
    if (!is_cut)
        return 0;
    if (sheet_need_outline(build) < 0 || (is_slit && sheet_need_density(build) < 0))
        return ECG_E_MEMORY;
    struct ecg_random slits = ecg_random_named(scene->key, "sheet.tear.slits");
    for (int k = 0; k < scene->sheet_tear_slits; k++)
        tear_slit(build, &slits);
    struct ecg_random corners = ecg_random_named(scene->key, "sheet.tear.corners");
    int first = (int)ecg_random_int(&corners, 0, 3);
    for (int k = 0; k < scene->sheet_tear_corners; k++)
        tear_corner(build, &corners, (first + k) & 3);
    tear_sides(build);
    cut_sides(build);
    cut_strips(build);
    punch_holes(build);
    poke_holes(build);
    perforate(build);
    struct ecg_random ears = ecg_random_named(scene->key, "sheet.wear.dog_ears");
    int ear = (int)ecg_random_int(&ears, 0, 3), code = 0;
    for (int k = 0; k < scene->sheet_wear_dog_ears && code == 0; k++)
        code = fold_corner(build, &ears, (ear + k) & 3);
    return code;
}
