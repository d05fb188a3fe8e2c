// Controls: what is pressed, moved, typed or chosen.
#include "ui_internal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace ui;

namespace
{

// The value's part of a slider's range.
float share_of(double value, double lo, double hi)
{
    return hi > lo ? (float)((value - lo) / (hi - lo)) : 0;
}

} // namespace

int ui_button(const char *id)
{
    return ImGui::Button(id);
}

int ui_primary_button(const char *id)
{
    ImGui::PushStyleColor(ImGuiCol_Button, color(0x2f6fc4ff));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, color(0x3a7fd8ff));
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, color(0x2961acff));
    ImGui::PushStyleColor(ImGuiCol_Text, color(0xffffffff));
    bool pressed = ImGui::Button(id);
    ImGui::PopStyleColor(4);
    return pressed;
}

int ui_toggle(const char *id, int is_on)
{
    ImGui::PushStyleColor(ImGuiCol_Button, color(is_on ? 0x2c4f7cff : FIELD));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, color(is_on ? 0x345d92ff : HOVERED));
    ImGui::PushStyleColor(ImGuiCol_Text, color(is_on ? 0xffffffff : 0xa9b0bbff));
    bool pressed = ImGui::Button(id);
    ImGui::PopStyleColor(3);
    return pressed;
}

int ui_checkbox(const char *id, int *is_on)
{
    bool value = *is_on != 0;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(3 * state.scale, 3 * state.scale));
    bool changed = ImGui::Checkbox(id, &value);
    ImGui::PopStyleVar();
    *is_on = value;
    return changed;
}

int ui_header(const char *id, int is_open, int count)
{
    if (is_open >= 0)
        ImGui::SetNextItemOpen(is_open != 0, ImGuiCond_Once);
    ImGui::PushFont(state.bold);
    bool open = ImGui::CollapsingHeader(id);
    ImGui::PopFont();
    if (count > 0) {
        char text[16];
        std::snprintf(text, sizeof text, "%d", count);
        ImVec2 to = ImGui::GetItemRectMax();
        float width = ImGui::CalcTextSize(text).x, pad = 6 * state.scale;
        ImVec2 at(
            to.x - width - 2 * pad, ImGui::GetItemRectMin().y + ImGui::GetStyle().FramePadding.y);
        canvas()->AddText(at, packed(ACCENT), text);
    }
    return open;
}

int ui_slider(const char *id, double *value, double lo, double hi, const char *format)
{
    return ImGui::SliderScalar(
        id, ImGuiDataType_Double, value, &lo, &hi, format, ImGuiSliderFlags_AlwaysClamp);
}

// Two handles on one track: the nearer one is moved.
int ui_range(const char *id, double *lo, double *hi, double least, double most, const char *shown)
{
    float width = ImGui::CalcItemWidth(), height = ImGui::GetFrameHeight(), grab = 7 * state.scale;
    ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton(id, ImVec2(width, height));
    bool is_active = ImGui::IsItemActive(), is_hovered = ImGui::IsItemHovered();
    static int held = 0;
    float room = width - grab, mouse = ImGui::GetIO().MousePos.x - at.x - grab / 2;
    double at_mouse =
        least + (most - least) * (double)std::min(std::max(mouse / room, 0.0f), 1.0f);
    if (ImGui::IsItemActivated())
        held =
            std::fabs(at_mouse - *lo) < std::fabs(at_mouse - *hi) || (*lo == *hi && at_mouse < *lo)
                ? 0
                : 1;
    double before[2] = { *lo, *hi };
    if (is_active && held == 0)
        *lo = std::min(at_mouse, *hi);
    if (is_active && held == 1)
        *hi = std::max(at_mouse, *lo);
    ImDrawList *list = canvas();
    float x0 = at.x + grab / 2 + room * share_of(*lo, least, most);
    float x1 = at.x + grab / 2 + room * share_of(*hi, least, most);
    float round = ImGui::GetStyle().FrameRounding;
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + height),
        packed(is_active    ? ACTIVE
               : is_hovered ? HOVERED
                            : FIELD),
        round);
    list->AddRectFilled(
        ImVec2(x0, at.y + 2), ImVec2(x1, at.y + height - 2), packed(0x4f9dff38), 2);
    for (float x : { x0, x1 })
        list->AddRectFilled(ImVec2(x - grab / 2, at.y + 2),
            ImVec2(x + grab / 2, at.y + height - 2), packed(ACCENT), 2);
    ImVec2 size = ImGui::CalcTextSize(shown);
    ImVec2 text_at(at.x + (width - size.x) / 2, at.y + ImGui::GetStyle().FramePadding.y);
    list->AddText(text_at, packed(TEXT), shown);
    return before[0] != *lo || before[1] != *hi;
}

int ui_input_text(const char *id, const char *hint, char *text, size_t size, int on_enter)
{
    return ImGui::InputTextWithHint(
        id, hint, text, size, on_enter ? ImGuiInputTextFlags_EnterReturnsTrue : 0);
}

int ui_input_number(const char *id, unsigned long long *value)
{
    return ImGui::InputScalar(id, ImGuiDataType_U64, value, nullptr, nullptr, nullptr,
        ImGuiInputTextFlags_EnterReturnsTrue);
}

int ui_color(const char *id, float rgb[3])
{
    return ImGui::ColorEdit3(id, rgb, ImGuiColorEditFlags_DisplayHex);
}

int ui_combo_begin(const char *id, const char *shown)
{
    return ImGui::BeginCombo(id, shown, ImGuiComboFlags_HeightLarge);
}

void ui_combo_end(void)
{
    ImGui::EndCombo();
}

int ui_selectable(const char *id, int is_selected, const char *detail)
{
    bool pressed = ImGui::Selectable(id, is_selected != 0);
    if (is_selected && ImGui::IsWindowAppearing())
        ImGui::SetScrollHereY();
    if (detail && *detail) {
        ImGui::SameLine(190 * state.scale);
        ImGui::TextDisabled("%s", detail);
    }
    return pressed;
}

void ui_focus_next(void)
{
    ImGui::SetKeyboardFocusHere();
}

int ui_popup_begin(const char *id)
{
    return ImGui::BeginPopup(id);
}

void ui_popup_open(const char *id)
{
    ImGui::OpenPopup(id);
}

void ui_popup_end(void)
{
    ImGui::EndPopup();
}

int ui_menu_item(const char *id, int is_enabled)
{
    return ImGui::MenuItem(id, nullptr, false, is_enabled != 0);
}
