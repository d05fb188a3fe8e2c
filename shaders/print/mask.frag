/* The most that any layer covers. */
#include "common/ink.glsl"

layout(location = 0) out float mask;

float most(vec4 v)
{
    return max(max(v.x, v.y), max(v.z, v.w));
}

void main()
{
    ink_sample ink = ink_at(ivec2(gl_FragCoord.xy));
    mask = max(max(most(ink.print), most(ink.notes)), ink.stuck.a);
}
