// Drawing on a canvas panel.
#include "ui_internal.h"

#include <cstdint>

using namespace ui;

void ui_clip_begin(const struct ui_rect *rect)
{
    canvas()->PushClipRect(
        ImVec2(rect->x, rect->y), ImVec2(rect->x + rect->width, rect->y + rect->height), true);
}

void ui_clip_end(void)
{
    canvas()->PopClipRect();
}

void ui_draw_image(unsigned texture, const struct ui_rect *rect, const float uv[4], unsigned tint)
{
    canvas()->AddImage(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture)),
        ImVec2(rect->x, rect->y), ImVec2(rect->x + rect->width, rect->y + rect->height),
        ImVec2(uv[0], uv[1]), ImVec2(uv[2], uv[3]), packed(tint));
}

void ui_draw_line(float x0, float y0, float x1, float y1, unsigned ink, float width)
{
    canvas()->AddLine(ImVec2(x0, y0), ImVec2(x1, y1), packed(ink), width);
}

void ui_draw_rect(const struct ui_rect *rect, unsigned ink, int is_filled, float rounding)
{
    ImVec2 to(rect->x + rect->width, rect->y + rect->height);
    if (is_filled)
        canvas()->AddRectFilled(ImVec2(rect->x, rect->y), to, packed(ink), rounding);
    else
        canvas()->AddRect(ImVec2(rect->x, rect->y), to, packed(ink), rounding);
}

void ui_draw_dot(float x, float y, float radius, unsigned ink)
{
    canvas()->AddCircleFilled(ImVec2(x, y), radius, packed(ink), 10);
}

void ui_draw_polyline(const float *xy, int count, unsigned ink, float width, int is_closed)
{
    static_assert(sizeof(ImVec2) == 2 * sizeof(float), "points are pairs of floats");
    canvas()->AddPolyline(reinterpret_cast<const ImVec2 *>(xy), count, packed(ink),
        is_closed ? ImDrawFlags_Closed : 0, width);
}

void ui_draw_text(float x, float y, unsigned ink, int is_bold, const char *text)
{
    ImFont *font = is_bold ? state.bold : ImGui::GetFont();
    canvas()->AddText(font, font->FontSize, ImVec2(x, y), packed(ink), text);
}
