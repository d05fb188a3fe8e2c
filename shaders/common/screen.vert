/* One triangle over the whole viewport. */

void main()
{
    hand_on();
    gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1);
}
