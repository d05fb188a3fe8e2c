/*
 * The sheet: paper, ink, stains, wear and mould under the scene's light, in one step. Effects that
 * are off, or that a part of the tile is free of, are not compiled in (sheet_pass.c chooses the
 * defines). Out: linear light, premultiplied by how much of the pixel the sheet covers. ENCODED:
 * the picture itself, all of it sheet.
 */
#include "common/pass.glsl"
#ifdef ENCODED
#include "common/color.glsl"
#endif
#include "common/ink.glsl"
#include "common/noise.glsl"
#include "common/texel.glsl"
#include "common/tile.glsl"
#include "sheet/slow.glsl"
#include "sheet/paper.glsl"
#include "sheet/fields.glsl"
#include "sheet/ink.glsl"
#ifdef DYE
#include "sheet/dye.glsl"
#endif
#include "light/light.glsl"
#ifdef OUTLINE
#include "sheet/outline.glsl"
#endif
#ifdef CREASE
#include "sheet/crease.glsl"
#endif

#ifdef MOULD
#include "sheet/mould.glsl"
#endif

#ifdef PLACED
/* place.frag's; left of NOWHERE_MM where no part of the sheet lies. */
layout(binding = 10) uniform sampler2D place_map;
const float NOWHERE_MM = -1e4;
#ifdef SHORT
#include "sheet/place.glsl"
#endif
#else
/* Of a flat sheet: millimetres by image px, and at the image's corner. */
uniform vec3 sheet_x_of_px;
uniform vec3 sheet_y_of_px;
#endif

#ifdef EDGED
uniform vec2 sheet_size_mm;

/* The part of a pixel that the paper covers: triangles end hard, so the edge lies half a pixel
 * inside them. */
float edge_cover(vec2 p)
{
    vec2 inwards = min(p, sheet_size_mm - p);
    return clamp(min(inwards.x, inwards.y) * scale_px_mm, 0.0, 1.0);
}

#ifdef PLACED
bool is_sheet(ivec2 tile_px)
{
    ivec2 last = ivec2(tile_size_px) - 1, inside = clamp(tile_px, ivec2(0), last);
    float x = texel(place_map, inside).x;
#ifdef SHORT
    return inside == tile_px && x > 0.0;
#else
    return inside == tile_px && x > NOWHERE_MM;
#endif
}

/* Where nothing near is free, the edge lies over another part of the sheet, and past it that is
 * seen, not what is behind all of it. It is not mixed in: what it looks like is not known here.
 * Near: further than where edge_cover() begins, as far as the sheet's scale may vary. */
bool is_over_sheet(ivec2 tile_px)
{
    const int near_px = 2;
    bool all_sheet = true;
    for (int k = 0; k < 9; k++)
        all_sheet = all_sheet && is_sheet(tile_px + near_px * ivec2(k % 3 - 1, k / 3 - 1));
    return all_sheet;
}
#endif
#endif

void set_pixel()
{
    ivec2 tile_px = ivec2(pixel_at);
#ifdef PLACED
    vec4 place = texel(place_map, tile_px);
#ifdef SHORT
    vec2 sheet_mm = place_of_short(place.xy);
    place.zw = 2.0 * place.zw - 1.0;
#else
    vec2 sheet_mm = place.xy;
#endif
    vec3 normal = vec3(place.zw, sqrt(max(1.0 - dot(place.zw, place.zw), 0.0)));
#else
    vec3 image_px = vec3(pixel_at + tile_corner_px, 1.0);
    vec2 sheet_mm = vec2(dot(sheet_x_of_px, image_px), dot(sheet_y_of_px, image_px));
    vec3 normal = vec3(0.0, 0.0, 1.0);
#endif
    vec3 space_mm = vec3(sheet_mm, 0.0);
    vec2 p = sheet_mm;
    vec2 at = p;
    fabric f = fabric_at(p);
    vec3 density = vec3(0.0);
    vec4 wear = vec4(0.0);
    float wet = 0.0;
#if defined(STAIN) || defined(MOULD) || defined(WEAR)
    at += field_shake(f);
#endif
#ifdef STAIN
    vec4 stain = texture(stain_field, at * field_scale);
    density = stain.rgb * stain.rgb * 4.0;
    wet = stain.a;
#endif
#ifdef WEAR
    wear = texture(wear_field, at * field_scale);
#endif
    vec3 paper = paper_color(p, f);
    ink_sample ink = aged_ink(ink_at(tile_px), p, wear, f);
#ifdef RUN
    float gone = run_at(p, wet);
    ink = dissolve(ink, gone);
    density += run_density(pixel_at + tile_corner_px, f, wet, gone);
#endif
#ifdef SMEAR
    density += smear_density(pixel_at + tile_corner_px, p);
#endif
#ifdef OUTLINE
    outline_sample edge = outline_at(p, f);
    ink.print *= 1.0 - edge.bare;
    ink.notes *= 1.0 - edge.bare;
#endif
#ifdef CREASE
    crease_sample crease = crease_at(wear.y, f);
    ink.print *= 1.0 - crease.open;
    ink.notes *= 1.0 - 0.7 * crease.open;
    density += crease.dirt;
#endif
    vec3 color = aged_with_ink(paper, ink, wear.z);
    color *= exp(-density);
#ifdef CREASE
    color = mix(color, min(paper * 1.05, 1.0) * exp(-0.3 * density), 0.9 * crease.open);
#endif
#ifdef OUTLINE
    color = mix(color, min(paper * 1.03, 1.0) * exp(-0.8 * density) * edge.shade, 0.85 * edge.bare);
#endif
#ifdef MOULD
    color = mould_over(color, at, f);
#endif
    float relief_light = 1.0;
#ifdef RELIEF
    relief_light -= relief * f.slow.relief;
#endif
    color = lit(color, p, relief_light, space_mm, normal);
    float cover = 1.0;
#ifdef OUTLINE
    cover *= edge.cover;
#endif
#ifdef EDGED
    float edge_share = edge_cover(p);
#ifdef PLACED
    edge_share = edge_share < 1.0 && is_over_sheet(tile_px) ? 1.0 : edge_share;
    edge_share = sheet_mm.x > NOWHERE_MM ? edge_share : 0.0;
#endif
    cover = min(cover, edge_share);
#endif
#ifdef ENCODED
    pixel = vec4(srgb_from_linear(color), 1.0);
#else
    pixel = vec4(color * cover, cover);
#endif
}
