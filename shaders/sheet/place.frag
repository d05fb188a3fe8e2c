/*
 * Where on the sheet each pixel lies, and how the surface leans there. A bent sheet is some ten
 * thousand small triangles; a rasterizer that shades blocks of pixels (llvmpipe's 4 x 4, a GPU's
 * 2 x 2) runs a long shader twice for many pixels of small triangles, so it is given this short
 * one, and sheet.frag then runs once a pixel.
 */
noperspective in vec2 sheet_mm;
#if !defined SHORT || defined LEANING
noperspective in vec3 normal;
#endif
#ifdef SHORT
#include "sheet/place.glsl"
#endif

layout(location = 0) out vec4 place; /* sheet mm, normal's x and y */

void main()
{
#ifndef SHORT
    place = vec4(sheet_mm, normal.xy);
#elif defined LEANING
    place = vec4(short_of_place(sheet_mm), 0.5 + 0.5 * normal.xy);
#else
    place.xy = short_of_place(sheet_mm);
#endif
}
