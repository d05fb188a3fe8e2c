// Icons, drawn from lines, and the buttons that show them.
#include "ui_internal.h"

#include <algorithm>

using namespace ui;

namespace
{

void arc(ImDrawList *list, ImVec2 at, float radius, float from, float to, ImU32 ink, float width)
{
    list->PathArcTo(at, radius, from, to, 16);
    list->PathStroke(ink, 0, width);
}

void arrow_head(ImDrawList *list, ImVec2 tip, float dx, float dy, float size, ImU32 ink)
{
    ImVec2 back(tip.x - dx * size, tip.y - dy * size), side(-dy * size * 0.7f, dx * size * 0.7f);
    list->AddTriangleFilled(tip, ImVec2(back.x + side.x, back.y + side.y),
        ImVec2(back.x - side.x, back.y - side.y), ink);
}

// c: the middle, r: half the icon's size.
void draw_icon(ImDrawList *list, ui_icon icon, ImVec2 c, float r, ImU32 ink)
{
    float w = std::max(1.0f, r * 0.22f);
    switch (icon) {
    case UI_ICON_LEFT:
    case UI_ICON_RIGHT: {
        float s = icon == UI_ICON_LEFT ? -1.0f : 1.0f;
        const ImVec2 points[3] = { ImVec2(c.x - s * r * 0.35f, c.y - r * 0.65f),
            ImVec2(c.x + s * r * 0.35f, c.y), ImVec2(c.x - s * r * 0.35f, c.y + r * 0.65f) };
        list->AddPolyline(points, 3, ink, 0, w * 1.2f);
        break;
    }
    case UI_ICON_UNDO:
    case UI_ICON_REDO: {
        float s = icon == UI_ICON_UNDO ? -1.0f : 1.0f;
        list->PathArcTo(ImVec2(c.x, c.y + r * 0.25f), r * 0.62f,
            s < 0 ? -IM_PI * 0.8f : -IM_PI * 0.2f, s < 0 ? IM_PI * 0.35f : -IM_PI * 1.35f, 16);
        list->PathStroke(ink, 0, w);
        arrow_head(
            list, ImVec2(c.x + s * r * 0.95f, c.y - r * 0.02f), s * 0.75f, 0.65f, r * 0.62f, ink);
        break;
    }
    case UI_ICON_RESET:
        arc(list, c, r * 0.62f, -IM_PI * 0.35f, IM_PI * 1.25f, ink, w);
        arrow_head(list, ImVec2(c.x - r * 0.02f, c.y - r * 0.8f), -0.95f, -0.2f, r * 0.62f, ink);
        break;
    case UI_ICON_LOCK:
    case UI_ICON_UNLOCKED: {
        float up = icon == UI_ICON_LOCK ? 0 : -r * 0.18f, dx = icon == UI_ICON_LOCK ? 0 : r * 0.5f;
        arc(list, ImVec2(c.x + dx, c.y - r * 0.15f + up), r * 0.4f, IM_PI, IM_PI * 2, ink, w);
        list->AddLine(ImVec2(c.x + dx - r * 0.4f, c.y - r * 0.2f + up),
            ImVec2(c.x + dx - r * 0.4f, c.y + r * 0.1f), ink, w);
        if (icon == UI_ICON_LOCK)
            list->AddLine(ImVec2(c.x + r * 0.4f, c.y - r * 0.2f),
                ImVec2(c.x + r * 0.4f, c.y + r * 0.1f), ink, w);
        list->AddRectFilled(
            ImVec2(c.x - r * 0.62f, c.y), ImVec2(c.x + r * 0.62f, c.y + r * 0.8f), ink, r * 0.15f);
        break;
    }
    case UI_ICON_DICE:
        list->AddRect(ImVec2(c.x - r * 0.7f, c.y - r * 0.7f),
            ImVec2(c.x + r * 0.7f, c.y + r * 0.7f), ink, r * 0.25f, 0, w);
        for (int k = -1; k <= 1; k++)
            list->AddCircleFilled(
                ImVec2(c.x + 0.36f * r * (float)k, c.y + 0.36f * r * (float)k), r * 0.14f, ink, 8);
        break;
    case UI_ICON_VALUE:
        list->AddLine(ImVec2(c.x - r * 0.8f, c.y), ImVec2(c.x + r * 0.8f, c.y), ink, w);
        list->AddCircleFilled(c, r * 0.3f, ink, 12);
        break;
    case UI_ICON_RANGE:
        list->AddLine(ImVec2(c.x - r * 0.6f, c.y), ImVec2(c.x + r * 0.6f, c.y), ink, w);
        for (float s : { -1.0f, 1.0f })
            list->AddLine(ImVec2(c.x + s * r * 0.65f, c.y - r * 0.5f),
                ImVec2(c.x + s * r * 0.65f, c.y + r * 0.5f), ink, w * 1.3f);
        break;
    case UI_ICON_CHANGED:
        list->AddCircleFilled(c, r * 0.35f, ink, 12);
        break;
    }
}

} // namespace

int ui_icon_button(const char *id, enum ui_icon icon, int is_on, int is_small)
{
    float height = ImGui::GetFrameHeight(), width = is_small ? height * 0.8f : height * 1.15f;
    ImVec2 at = ImGui::GetCursorScreenPos();
    bool pressed = ImGui::InvisibleButton(id, ImVec2(width, height));
    bool is_hovered = ImGui::IsItemHovered(), is_disabled = ImGui::GetStyle().Alpha < 0.99f;
    ImDrawList *list = canvas();
    if (!is_small || is_hovered)
        list->AddRectFilled(at, ImVec2(at.x + width, at.y + height),
            ImGui::GetColorU32(color(is_hovered ? HOVERED : FIELD)),
            ImGui::GetStyle().FrameRounding);
    unsigned ink = is_on                        ? ACCENT
                   : is_hovered && !is_disabled ? TEXT
                   : is_small                   ? 0x6a717cff
                                                : 0xb5bbc5ff;
    draw_icon(list, icon, ImVec2(at.x + width / 2, at.y + height / 2),
        height * (is_small ? 0.26f : 0.3f), ImGui::GetColorU32(color(ink)));
    return pressed;
}

float ui_small_icon_width(void)
{
    return ImGui::GetFrameHeight() * 0.8f + 2 * state.scale;
}

void ui_icon_space(void)
{
    ImGui::Dummy(ImVec2(ImGui::GetFrameHeight() * 0.8f, ImGui::GetFrameHeight()));
}
