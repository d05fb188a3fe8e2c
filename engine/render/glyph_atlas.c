#include "render/glyph_atlas.h"

#include "core/alloc.h"

#include <string.h>

void ecg_atlas_free(struct ecg_glyph_atlas *atlas)
{
    ecg_free(atlas->texels);
    ecg_free(atlas->table);
    *atlas = (struct ecg_glyph_atlas){ 0 };
}

void ecg_atlas_begin(struct ecg_glyph_atlas *atlas)
{
    if (atlas->height <= ECG_ATLAS_MAX_HEIGHT / 2)
        return;
    memset(atlas->texels, 0, (size_t)atlas->height * ECG_ATLAS_WIDTH);
    memset(atlas->table, 0, atlas->n_table * sizeof *atlas->table);
    atlas->height = atlas->shelf_x = atlas->shelf_y = atlas->shelf_height = 0;
    atlas->n_used = 0;
}

static size_t hash(const struct ecg_atlas_glyph *key)
{
    uint32_t size, h = 2166136261u; /* FNV-1a, a word at a time */
    memcpy(&size, &key->size_px, sizeof size);
    const uint32_t words[] = { (uint32_t)key->font, (uint32_t)key->glyph, (uint32_t)key->phase_x,
        (uint32_t)key->phase_y, size };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        h = (h ^ words[i]) * 16777619u;
    return h ^ h >> 15;
}

/* The key's slot, or the empty one where it belongs. */
static struct ecg_atlas_glyph *slot_of(
    struct ecg_atlas_glyph *table, size_t n_table, const struct ecg_atlas_glyph *key)
{
    size_t i = hash(key) & (n_table - 1);
    for (; table[i].size_px > 0; i = (i + 1) & (n_table - 1))
        if (table[i].font == key->font && table[i].glyph == key->glyph &&
            table[i].phase_x == key->phase_x && table[i].phase_y == key->phase_y &&
            !(table[i].size_px < key->size_px) && !(table[i].size_px > key->size_px))
            break;
    return &table[i];
}

/* Keeps the table at most half full. */
static int grow_table(struct ecg_glyph_atlas *atlas)
{
    if (atlas->n_used * 2 < atlas->n_table)
        return 0;
    size_t n = atlas->n_table ? atlas->n_table * 2 : 512;
    struct ecg_atlas_glyph *table = ecg_calloc(n, sizeof *table);
    if (!table)
        return ECG_E_MEMORY;
    for (size_t i = 0; i < atlas->n_table; i++)
        if (atlas->table[i].size_px > 0)
            *slot_of(table, n, &atlas->table[i]) = atlas->table[i];
    ecg_free(atlas->table);
    atlas->table = table;
    atlas->n_table = n;
    return 0;
}

static int grow_texels(struct ecg_glyph_atlas *atlas, int height)
{
    if (height > ECG_ATLAS_MAX_HEIGHT)
        return ECG_E_LIMIT;
    if (height > atlas->cap_height) {
        int cap = height + height / 2 + 64;
        uint8_t *texels = ecg_realloc(atlas->texels, (size_t)cap, ECG_ATLAS_WIDTH);
        if (!texels)
            return ECG_E_MEMORY;
        memset(texels + (size_t)atlas->cap_height * ECG_ATLAS_WIDTH, 0,
            (size_t)(cap - atlas->cap_height) * ECG_ATLAS_WIDTH);
        atlas->texels = texels;
        atlas->cap_height = cap;
    }
    if (height > atlas->height)
        atlas->height = height;
    return 0;
}

/* Room for a box with its border, on the shelf or on a new one under it. */
static int place(struct ecg_glyph_atlas *atlas, struct ecg_atlas_glyph *glyph)
{
    if (atlas->shelf_x + glyph->width + 2 > ECG_ATLAS_WIDTH) {
        atlas->shelf_y += atlas->shelf_height;
        atlas->shelf_x = atlas->shelf_height = 0;
    }
    int code = grow_texels(atlas, atlas->shelf_y + glyph->height + 2);
    if (code < 0)
        return code;
    glyph->x = atlas->shelf_x + 1;
    glyph->y = atlas->shelf_y + 1;
    atlas->shelf_x += glyph->width + 1;
    if (glyph->height + 1 > atlas->shelf_height)
        atlas->shelf_height = glyph->height + 1;
    return 0;
}

static int render(
    struct ecg_glyph_atlas *atlas, const struct ecg_fonts *fonts, struct ecg_atlas_glyph *glyph)
{
    uint8_t *coverage = NULL;
    int code = ecg_font_render_glyph(fonts, glyph->font, glyph->glyph, (double)glyph->size_px,
        (double)glyph->phase_x / ECG_ATLAS_PHASES, (double)glyph->phase_y / ECG_ATLAS_PHASES,
        &glyph->width, &glyph->height, glyph->offset_px, &coverage);
    if (code == 0 && (glyph->width > ECG_ATLAS_MAX_GLYPH || glyph->height > ECG_ATLAS_MAX_GLYPH))
        code = ECG_E_LIMIT;
    if (code == 0 && glyph->width > 0)
        code = place(atlas, glyph);
    for (int y = 0; code == 0 && y < glyph->height; y++)
        memcpy(atlas->texels + (size_t)(glyph->y + y) * ECG_ATLAS_WIDTH + glyph->x,
            coverage + (size_t)y * (size_t)glyph->width, (size_t)glyph->width);
    ecg_free(coverage);
    return code;
}

int ecg_atlas_get(struct ecg_glyph_atlas *atlas, const struct ecg_fonts *fonts, int font,
    int glyph, float size_px, int phase_x, int phase_y, const struct ecg_atlas_glyph **found)
{
    *found = NULL;
    struct ecg_atlas_glyph key = {
        .font = font, .glyph = glyph, .phase_x = phase_x, .phase_y = phase_y, .size_px = size_px
    };
    int code = grow_table(atlas);
    if (code < 0)
        return code;
    struct ecg_atlas_glyph *slot = slot_of(atlas->table, atlas->n_table, &key);
    if (!(slot->size_px > 0)) {
        code = render(atlas, fonts, &key);
        if (code < 0)
            return code;
        *slot = key;
        atlas->n_used++;
    }
    *found = slot;
    return 0;
}
