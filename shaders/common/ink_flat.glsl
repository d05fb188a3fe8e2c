/* For vertex shaders: the inks as common/ink.glsl takes them with INK_FLAT. */
#ifdef INK_FLAT
uniform vec3 paper_linear;
uniform vec4 ink_linear[8];
flat out vec3 flat_paper;
flat out vec4 flat_ink[8];

void hand_on_inks()
{
    flat_paper = paper_linear;
    flat_ink = ink_linear;
}
#else
void hand_on_inks()
{
}
#endif
