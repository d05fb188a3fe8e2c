#include "render/light.h"

#include "core/alloc.h"
#include "render/light_relief.h"
#include "render/light_shadow.h"
#include "render/sheet_plane.h"

#include <math.h>

/* One texel a millimetre shows every bend that moves ink; penumbrae are wider still. */
static const double PX_PER_MM = 1.0;
enum { MAX_SIDE = 1024, WINDOW_PANES = 3, MARCH_STEPS = 20 };

/* One lamp's points: a far light and a lamp have one, a window a grid of them. */
struct emitter {
    int is_place;
    double at[WINDOW_PANES * WINDOW_PANES][3]; /* mm, or unit directions */
    int n;
    double color[3];
    double scale; /* makes a flat sheet's middle receive 1 */
};

struct surface {
    const struct ecg_mesh *mesh;
    double width_mm, height_mm;
    int is_bent;
    double highest_mm;
    /* z over the table, seen from above, from (left_mm, top_mm) on; made only when is_bent. */
    struct ecg_plane heights;
    double left_mm, top_mm;
};

struct place {
    double at[3], normal[3], occlusion;
};

void ecg_light_color(double kelvin, float rgb[3])
{
    double white[3] = { 0 }, out[3] = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        double t = pass ? fmin(fmax(kelvin, 1667.0), 25000.0) : 6500.0;
        double u = 1000.0 / t;
        double x = t < 4000.0 ? ((-0.2661239 * u - 0.2343589) * u + 0.8776956) * u + 0.179910
                              : ((-3.0258469 * u + 2.1070379) * u + 0.2226347) * u + 0.240390;
        double y = t < 2222.0   ? ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
                   : t < 4000.0 ? ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
                                : ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
        double X = x / y, Z = (1.0 - x - y) / y;
        double *to = pass ? out : white;
        to[0] = 3.2406 * X - 1.5372 - 0.4986 * Z;
        to[1] = -0.9689 * X + 1.8758 + 0.0415 * Z;
        to[2] = 0.0557 * X - 0.2040 + 1.0570 * Z;
    }
    double luminance = 0.0;
    static const double WEIGHT[3] = { 0.2126, 0.7152, 0.0722 };
    for (int c = 0; c < 3; c++) {
        out[c] = fmax(out[c], 0.0) / white[c];
        luminance += WEIGHT[c] * out[c];
    }
    for (int c = 0; c < 3; c++)
        rgb[c] = (float)(out[c] / luminance);
}

static struct place surface_at(const struct surface *surface, double x_mm, double y_mm)
{
    struct place place = { { x_mm, y_mm, 0 }, { 0, 0, 1 }, 1 };
    if (!surface->is_bent)
        return place;
    const struct ecg_mesh *mesh = surface->mesh;
    double x = fmin(fmax(x_mm / mesh->step_x_mm, 0), mesh->columns - 1.0);
    double y = fmin(fmax(y_mm / mesh->step_y_mm, 0), mesh->rows - 1.0);
    int i = (int)fmin(x, mesh->columns - 2.0), j = (int)fmin(y, mesh->rows - 2.0);
    double u = x - i, v = y - j;
    const double weight[4] = { (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v };
    double n[3] = { 0 }, at[3] = { 0 }, open = 0;
    for (int k = 0; k < 4; k++) {
        const struct ecg_node *node =
            &mesh->nodes[(size_t)(j + k / 2) * (size_t)mesh->columns + (size_t)(i + k % 2)];
        at[0] += weight[k] * node->x_mm;
        at[1] += weight[k] * node->y_mm;
        at[2] += weight[k] * node->z_mm;
        for (int c = 0; c < 3; c++)
            n[c] += weight[k] * node->normal[c];
        open += weight[k] * node->occlusion;
    }
    double length = sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    for (int c = 0; c < 3; c++) {
        place.at[c] = at[c];
        place.normal[c] = length > 0 ? n[c] / length : place.normal[c];
    }
    place.occlusion = open;
    return place;
}

/* Below every surface: a texel of heights that no part of the sheet lies over. */
static const float NO_HEIGHT = -1e6f;

static void raise_height(struct ecg_plane *heights, double x, double y, float z)
{
    int i = (int)x, j = (int)y;
    if (x < 0 || y < 0 || i >= heights->width || j >= heights->height)
        return;
    float *v = &heights->v[(size_t)j * (size_t)heights->width + (size_t)i];
    *v = fmaxf(*v, z);
}

/* Texels that the samples missed take the height of their neighbours on two opposite sides. */
static void close_gaps(struct ecg_plane *heights)
{
    int w = heights->width;
    for (int j = 1; j < heights->height - 1; j++)
        for (int i = 1; i < w - 1; i++) {
            float *v = &heights->v[(size_t)j * (size_t)w + (size_t)i];
            if (*v == NO_HEIGHT)
                *v = fmaxf(fminf(v[-1], v[1]), fminf(v[-w], v[w]));
        }
}

/* Heights as the light sees them: by place in space, since a crumpled sheet has drawn together. */
static int make_heights(struct surface *surface, const double box_mm[4])
{
    struct ecg_plane *heights = &surface->heights;
    double width = box_mm[2] - box_mm[0] + 1, height = box_mm[3] - box_mm[1] + 1;
    double per_mm = fmin(PX_PER_MM, MAX_SIDE / fmax(width, height));
    surface->left_mm = box_mm[0];
    surface->top_mm = box_mm[1];
    int code = ecg_plane_make(heights, width, height, per_mm, NO_HEIGHT);
    double step = 0.7 / per_mm;
    for (double y = step / 2; y < surface->height_mm && code == 0; y += step)
        for (double x = step / 2; x < surface->width_mm; x += step) {
            struct place place = surface_at(surface, x, y);
            raise_height(heights, (place.at[0] - surface->left_mm) * per_mm,
                (place.at[1] - surface->top_mm) * per_mm, (float)place.at[2]);
        }
    if (code == 0)
        close_gaps(heights);
    return code;
}

/* x0, y0, x1, y1 of the nodes in space. */
static void find_box(const struct ecg_mesh *mesh, double box_mm[4])
{
    const struct ecg_node *first = &mesh->nodes[0];
    box_mm[0] = box_mm[2] = first->x_mm;
    box_mm[1] = box_mm[3] = first->y_mm;
    size_t n = (size_t)mesh->columns * (size_t)mesh->rows;
    for (size_t k = 1; k < n; k++) {
        box_mm[0] = fmin(box_mm[0], mesh->nodes[k].x_mm);
        box_mm[1] = fmin(box_mm[1], mesh->nodes[k].y_mm);
        box_mm[2] = fmax(box_mm[2], mesh->nodes[k].x_mm);
        box_mm[3] = fmax(box_mm[3], mesh->nodes[k].y_mm);
    }
}

static struct surface make_surface(const struct ecg_mesh *mesh)
{
    struct surface surface = {
        .mesh = mesh, .width_mm = mesh->width_mm, .height_mm = mesh->height_mm
    };
    size_t n = (size_t)mesh->columns * (size_t)mesh->rows;
    surface.highest_mm = -1e9;
    for (size_t k = 0; k < n; k++) {
        const struct ecg_node *node = &mesh->nodes[k];
        surface.is_bent |= node->normal[2] < 0.99999f || node->occlusion < 0.9999f;
        surface.highest_mm = fmax(surface.highest_mm, node->z_mm);
    }
    return surface;
}

/* How much of a light's point reaches the place past the sheet's own folds, 0..1: the nearest miss
 * along the ray, as an angle, against the light's breadth. */
static double self_shadow(
    const struct surface *surface, const struct place *place, const double to[3], double breadth)
{
    double side = hypot(to[0], to[1]);
    double climb = to[2] / fmax(side, 1e-6);
    double room = surface->highest_mm - place->at[2];
    if (!surface->is_bent || room < 0.05 || side < 1e-3)
        return 1.0;
    double reach = fmin(room / fmax(climb - breadth / 2, 0.05), 120.0);
    int steps = (int)fmin(MARCH_STEPS, 3 + reach);
    double lit = 1.0;
    for (int k = 1; k <= steps; k++) {
        double t = reach * k * k / (steps * steps) + 0.8;
        double x = place->at[0] + to[0] / side * t - surface->left_mm;
        double y = place->at[1] + to[1] / side * t - surface->top_mm;
        if (x < 0 || y < 0 || x * surface->heights.px_per_mm > surface->heights.width ||
            y * surface->heights.px_per_mm > surface->heights.height)
            break;
        double over = place->at[2] + climb * t - ecg_plane_sample(&surface->heights, x, y);
        lit = fmin(lit, 0.5 + (over + 0.15) / (t * breadth));
        if (lit <= 0.0)
            return 0.0;
    }
    return lit * lit * (3.0 - 2.0 * lit);
}

/* What a place gets of one emitter, before its colour. */
static double received(
    const struct emitter *emitter, const struct surface *surface, const struct place *place)
{
    double sum = 0.0;
    /* Of the light as seen from the sheet, radians: no lamp is a point, and ceilings glow. */
    double breadth = emitter->n > 1 ? 0.7 : 0.3;
    for (int k = 0; k < emitter->n; k++) {
        double to[3], weight = 1.0;
        for (int c = 0; c < 3; c++)
            to[c] = emitter->at[k][c] - (emitter->is_place ? place->at[c] : 0.0);
        if (emitter->is_place) {
            double r2 = to[0] * to[0] + to[1] * to[1] + to[2] * to[2];
            weight = 1.0 / fmax(r2, 1.0);
            for (int c = 0; c < 3; c++)
                to[c] /= sqrt(fmax(r2, 1.0));
        }
        double facing =
            to[0] * place->normal[0] + to[1] * place->normal[1] + to[2] * place->normal[2];
        if (facing > 0.0)
            sum +=
                weight * facing *
                (surface && k == emitter->n / 2 ? self_shadow(surface, place, to, breadth) : 1.0);
    }
    return sum * emitter->scale;
}

/* A light in direction (azimuth, elevation) from the sheet's middle. */
static struct emitter make_emitter(const struct surface *surface, int kind, double azimuth_deg,
    double elevation_deg, double distance_mm, double kelvin)
{
    const double degree = 3.14159265358979323846 / 180.0;
    double a = azimuth_deg * degree, e = elevation_deg * degree;
    double way[3] = { cos(e) * cos(a), cos(e) * sin(a), sin(e) };
    double middle[2] = { surface->width_mm / 2, surface->height_mm / 2 };
    struct emitter emitter = { .is_place = kind != 0, .n = 1, .scale = 1.0 };
    float rgb[3];
    ecg_light_color(kelvin, rgb);
    for (int c = 0; c < 3; c++) {
        emitter.color[c] = rgb[c];
        emitter.at[0][c] = kind ? distance_mm * way[c] + (c < 2 ? middle[c] : 0) : way[c];
    }
    if (kind == 2) { /* a window, upright, half as wide as it is far, facing the sheet */
        double wide = 0.5 * distance_mm;
        double centre[3] = { emitter.at[0][0], emitter.at[0][1], emitter.at[0][2] };
        emitter.n = WINDOW_PANES * WINDOW_PANES;
        for (int k = 0; k < emitter.n; k++) {
            double u = (k % WINDOW_PANES - 1) * wide / 2, v = (k / WINDOW_PANES - 1) * wide / 2;
            emitter.at[k][0] = centre[0] - u * sin(a);
            emitter.at[k][1] = centre[1] + u * cos(a);
            emitter.at[k][2] = fmax(centre[2] + v, 20.0);
        }
    }
    struct place flat = { { middle[0], middle[1], 0 }, { 0, 0, 1 }, 1 };
    double at_middle = received(&emitter, NULL, &flat);
    emitter.scale = 1.0 / fmax(at_middle, 1e-9);
    return emitter;
}

struct lights {
    struct emitter key, second;
    double key_share, second_share, ambient_share;
    float ambient[3];
    double occlusion;
    struct shadow shadow;
};

static struct lights make_lights(const struct ecg_scene *scene, const struct surface *surface)
{
    struct lights lights = { .key_share = scene->light_key_strength };
    lights.key = make_emitter(surface, scene->light_key_kind, scene->light_key_azimuth_deg,
        scene->light_key_elevation_deg, scene->light_key_distance_mm,
        scene->light_key_temperature_k);
    lights.second = make_emitter(surface, 1, scene->light_second_azimuth_deg, 40.0, 900.0,
        scene->light_second_temperature_k);
    lights.second_share = scene->light_key_strength * scene->light_second_strength;
    double total = 1.0 + lights.second_share;
    lights.ambient_share = (1.0 - lights.key_share) / total;
    lights.key_share /= total;
    lights.second_share = 1.0 - lights.key_share - lights.ambient_share;
    lights.occlusion = scene->light_ambient_occlusion;
    ecg_light_color(scene->light_ambient_temperature_k, lights.ambient);
    shadow_place(&lights.shadow, scene, surface->width_mm, surface->height_mm);
    return lights;
}

static void light_texel(const struct lights *lights, const struct surface *surface, double x_mm,
    double y_mm, float rgb[3])
{
    struct place place = surface_at(surface, x_mm, y_mm);
    double shadow = shadow_at(&lights->shadow, place.at[0], place.at[1]);
    double open = 1.0 - lights->occlusion * (1.0 - place.occlusion);
    /* A hand that blocks the lamp hides some of the room as well. */
    double ambient = lights->ambient_share * open * (1.0 - 0.3 * shadow);
    double key = lights->key_share > 0
                     ? lights->key_share * received(&lights->key, surface, &place) * (1 - shadow)
                     : 0.0;
    double second = lights->second_share > 0
                        ? lights->second_share * received(&lights->second, surface, &place)
                        : 0.0;
    for (int c = 0; c < 3; c++)
        rgb[c] = (float)(ambient * lights->ambient[c] + key * lights->key.color[c] +
                         second * lights->second.color[c]);
}

static int is_even(const struct ecg_scene *scene, const struct surface *surface)
{
    return scene->light_key_strength <= 0 && scene->light_ambient_temperature_k == 6500.0 &&
           (!surface->is_bent || scene->light_ambient_occlusion <= 0);
}

/* A photographer exposes for the brightest paper: 1 is reached there and nowhere passed. */
static void expose(struct ecg_light *light)
{
    size_t n = (size_t)light->width * (size_t)light->height * 3;
    float most = 1e-6f;
    for (size_t k = 0; k < n; k++)
        most = fmaxf(most, light->rgb[k]);
    for (size_t k = 0; k < n; k++)
        light->rgb[k] /= most;
}

static int fill(
    struct ecg_light *light, const struct lights *lights, const struct surface *surface)
{
    double longest = fmax(surface->width_mm, surface->height_mm);
    light->px_per_mm = fmin(PX_PER_MM, MAX_SIDE / longest);
    light->width = (int)fmax(2, ceil(surface->width_mm * light->px_per_mm));
    light->height = (int)fmax(2, ceil(surface->height_mm * light->px_per_mm));
    light->rgb = ecg_calloc((size_t)light->width * (size_t)light->height, 3 * sizeof(float));
    if (!light->rgb)
        return ECG_E_MEMORY;
    for (int j = 0; j < light->height; j++)
        for (int i = 0; i < light->width; i++)
            light_texel(lights, surface, (i + 0.5) / light->px_per_mm,
                (j + 0.5) / light->px_per_mm,
                light->rgb + 3 * ((size_t)j * (size_t)light->width + (size_t)i));
    expose(light);
    return 0;
}

/* A flat sheet under the sun: looked up once instead of in each pixel. */
static void find_even(struct ecg_light *light)
{
    static const float unseen = 0.002f;
    size_t n = (size_t)light->width * (size_t)light->height;
    if (!light->rgb)
        return;
    light->is_even = 1;
    for (size_t c = 0; c < 3 && light->is_even; c++) {
        float least = light->rgb[c], most = least;
        for (size_t i = 1; i < n; i++) {
            least = fminf(least, light->rgb[3 * i + c]);
            most = fmaxf(most, light->rgb[3 * i + c]);
        }
        light->even_rgb[c] = 0.5f * (least + most);
        light->is_even = most - least < unseen;
    }
}

static void describe_key(struct ecg_light *light, const struct lights *lights)
{
    int middle = lights->key.n / 2;
    for (int c = 0; c < 3; c++) {
        light->key[c] = (float)lights->key.at[middle][c];
        light->key_color[c] = (float)lights->key.color[c];
    }
    light->is_place = lights->key.is_place;
    light->key_share = (float)lights->key_share;
}

int ecg_light_build(struct ecg_light **light, const struct ecg_scene *scene,
    const struct ecg_mesh *mesh, struct ecg_error *error)
{
    struct surface surface = make_surface(mesh);
    struct ecg_light *made = *light = ecg_calloc(1, sizeof *made);
    int code = made ? 0 : ECG_E_MEMORY;
    if (code == 0) {
        struct lights lights = make_lights(scene, &surface);
        describe_key(made, &lights);
        int is_plain = is_even(scene, &surface);
        double box_mm[4];
        find_box(mesh, box_mm);
        if (!is_plain && surface.is_bent)
            code = make_heights(&surface, box_mm);
        if (!is_plain && code == 0)
            code = fill(made, &lights, &surface);
        if (code == 0)
            code = ecg_light_add_relief(made, &mesh->relief);
        if (code == 0)
            find_even(made);
    }
    ecg_plane_free(&surface.heights);
    if (code < 0)
        ecg_light_destroy(light);
    return code < 0 ? ecg_fail(error, code, "light: out of memory") : 0;
}

void ecg_light_destroy(struct ecg_light **light)
{
    if (!*light)
        return;
    ecg_free((*light)->rgb);
    ecg_free(*light);
    *light = NULL;
}
