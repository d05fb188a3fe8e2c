// Where things are: panels, lines, spaces, widths.
#include "ui_internal.h"

#include <algorithm>

using namespace ui;

void ui_panel_begin(const char *id, const struct ui_rect *rect, int flags)
{
    ImGui::SetNextWindowPos(ImVec2(rect->x, rect->y));
    ImGui::SetNextWindowSize(ImVec2(rect->width, rect->height));
    ImVec2 padding = ImGui::GetStyle().WindowPadding;
    if (flags & UI_CANVAS)
        padding = ImVec2(0, 0);
    if (flags & UI_TIGHT)
        padding = ImVec2(10 * state.scale, 4 * state.scale);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, color(flags & UI_CANVAS ? BACKGROUND : PANEL));
    ImGui::Begin(id, nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
            ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
            ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

void ui_raised_begin(const char *id, const struct ui_rect *rect, float width, int is_centered)
{
    float margin = 14 * state.scale;
    ImVec2 at(rect->x + rect->width - margin, rect->y + margin), pivot(1, 0);
    if (is_centered) {
        at = ImVec2(rect->x + rect->width / 2, rect->y + rect->height * 0.46f);
        pivot = ImVec2(0.5f, 0.5f);
    }
    ImGui::SetNextWindowPos(at, ImGuiCond_Always, pivot);
    ImGui::SetNextWindowSizeConstraints(
        ImVec2(width, 0), ImVec2(width, std::max(rect->height - 2 * margin, 60.0f)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 8 * state.scale);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(16 * state.scale, 14 * state.scale));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, color(0x1b1e23f8));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, color(0x17191dff));
    ImGui::Begin(id, nullptr,
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
            ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
            ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
    ImGui::Dummy(ImVec2(width - 32 * state.scale, 0));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
}

void ui_panel_end(void)
{
    ImGui::End();
}

void ui_child_begin(const char *id, float height)
{
    ImGui::BeginChild(id, ImVec2(0, height));
}

void ui_child_end(void)
{
    ImGui::EndChild();
}

void ui_push_id(int id)
{
    ImGui::PushID(id);
}

void ui_pop_id(void)
{
    ImGui::PopID();
}

int ui_is_panel_hovered(void)
{
    return ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
}

void ui_same_line(float at_x)
{
    if (at_x < 0)
        ImGui::SameLine();
    else
        ImGui::SameLine(at_x);
}

void ui_same_line_tight(void)
{
    ImGui::SameLine(0, 2 * state.scale);
}

void ui_same_line_right(float width)
{
    ImGui::SameLine();
    float at = ImGui::GetContentRegionMax().x - width;
    if (at > ImGui::GetCursorPosX())
        ImGui::SetCursorPosX(at);
}

void ui_space(float height)
{
    ImGui::Dummy(ImVec2(0, height * state.scale));
}

void ui_space_px(float height)
{
    ImGui::Dummy(ImVec2(1, height));
}

void ui_bar(void)
{
    float height = ImGui::GetFrameHeight(), gap = 5 * state.scale;
    ImVec2 at = ImGui::GetCursorScreenPos();
    canvas()->AddLine(
        ImVec2(at.x + gap, at.y + 3), ImVec2(at.x + gap, at.y + height - 3), packed(0x3d424bff));
    ImGui::Dummy(ImVec2(2 * gap, height));
    ImGui::SameLine();
}

void ui_next_width(float width)
{
    ImGui::SetNextItemWidth(width);
}

float ui_width_left(void)
{
    return ImGui::GetContentRegionAvail().x;
}

float ui_text_width(const char *text)
{
    return ImGui::CalcTextSize(text).x;
}

void ui_begin_disabled(int is_disabled)
{
    ImGui::BeginDisabled(is_disabled != 0);
}

void ui_end_disabled(void)
{
    ImGui::EndDisabled();
}

int ui_is_visible(float height)
{
    return ImGui::IsRectVisible(ImVec2(10, height));
}
