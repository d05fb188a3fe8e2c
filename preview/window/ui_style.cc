// How it looks: sizes, colours, tones of text.
#include "ui_internal.h"

namespace ui
{

ImU32 packed(unsigned rgba)
{
    return IM_COL32(rgba >> 24, rgba >> 16 & 255, rgba >> 8 & 255, rgba & 255);
}

ImVec4 color(unsigned rgba)
{
    return ImGui::ColorConvertU32ToFloat4(packed(rgba));
}

void set_style()
{
    ImGuiStyle &style = ImGui::GetStyle();
    style.WindowPadding = ImVec2(12, 10);
    style.FramePadding = ImVec2(8, 4);
    style.ItemSpacing = ImVec2(6, 6);
    style.ItemInnerSpacing = ImVec2(6, 4);
    style.WindowRounding = 0;
    style.ChildRounding = 4;
    style.FrameRounding = 4;
    style.PopupRounding = 6;
    style.GrabRounding = 3;
    style.GrabMinSize = 9;
    style.ScrollbarSize = 11;
    style.ScrollbarRounding = 6;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.DisabledAlpha = 0.4f;
    style.ScaleAllSizes(state.scale);
    ImVec4 *colors = style.Colors;
    colors[ImGuiCol_Text] = color(TEXT);
    colors[ImGuiCol_TextDisabled] = color(MUTED);
    colors[ImGuiCol_WindowBg] = colors[ImGuiCol_ChildBg] = color(PANEL);
    colors[ImGuiCol_PopupBg] = color(0x24282eff);
    colors[ImGuiCol_Border] = color(0x3d424bff);
    colors[ImGuiCol_FrameBg] = color(FIELD);
    colors[ImGuiCol_FrameBgHovered] = color(HOVERED);
    colors[ImGuiCol_FrameBgActive] = color(ACTIVE);
    colors[ImGuiCol_Button] = color(FIELD);
    colors[ImGuiCol_ButtonHovered] = color(HOVERED);
    colors[ImGuiCol_ButtonActive] = color(ACTIVE);
    colors[ImGuiCol_Header] = color(0x262a31ff);
    colors[ImGuiCol_HeaderHovered] = color(HOVERED);
    colors[ImGuiCol_HeaderActive] = color(ACTIVE);
    colors[ImGuiCol_SliderGrab] = color(0x7d8796ff);
    colors[ImGuiCol_SliderGrabActive] = colors[ImGuiCol_CheckMark] = color(ACCENT);
    colors[ImGuiCol_ScrollbarBg] = color(0x00000000);
    colors[ImGuiCol_ScrollbarGrab] = color(0x3d424bff);
    colors[ImGuiCol_ScrollbarGrabHovered] = color(0x4b515cff);
    colors[ImGuiCol_Separator] = color(LINE);
    colors[ImGuiCol_TextSelectedBg] = color(0x4f9dff55);
    colors[ImGuiCol_PlotHistogram] = color(ACCENT);
    colors[ImGuiCol_NavHighlight] = color(0x4f9dffaa);
}

static unsigned tone_color(ui_tone tone)
{
    return tone == UI_MUTED    ? MUTED
           : tone == UI_ACCENT ? ACCENT
           : tone == UI_ERROR  ? ERROR_RED
                               : TEXT;
}

void push_tone(ui_tone tone)
{
    ImGui::PushStyleColor(ImGuiCol_Text, color(tone_color(tone)));
    ImGui::PushFont(tone == UI_STRONG ? state.bold : ImGui::GetFont());
}

void pop_tone()
{
    ImGui::PopFont();
    ImGui::PopStyleColor();
}

} // namespace ui
