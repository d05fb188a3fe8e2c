// Texts that are only read.
#include "ui_internal.h"

#include <algorithm>

using namespace ui;

void ui_text(enum ui_tone tone, const char *text)
{
    push_tone(tone);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text);
    pop_tone();
}

void ui_text_wrapped(enum ui_tone tone, const char *text)
{
    push_tone(tone);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text);
    ImGui::PopTextWrapPos();
    pop_tone();
}

void ui_label(enum ui_tone tone, const char *text, float width)
{
    ImVec2 at = ImGui::GetCursorScreenPos(), size(width, ImGui::GetFrameHeight());
    ImVec2 from(at.x, at.y + ImGui::GetStyle().FramePadding.y), to(at.x + width, at.y + size.y);
    push_tone(tone);
    ImGui::RenderTextEllipsis(canvas(), from, to, to.x, to.x, text, nullptr, nullptr);
    pop_tone();
    ImGui::Dummy(size);
}

void ui_line_text(enum ui_tone tone, const char *text)
{
    push_tone(tone);
    ImGui::TextUnformatted(text);
    pop_tone();
}

void ui_caption(const char *text)
{
    ImVec2 at = ImGui::GetCursorScreenPos();
    float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetTextLineHeight();
    float end = at.x + ImGui::CalcTextSize(text).x + 8 * state.scale;
    canvas()->AddText(at, packed(MUTED), text);
    canvas()->AddLine(ImVec2(end, at.y + height / 2 + 1),
        ImVec2(at.x + width - 4 * state.scale, at.y + height / 2 + 1), packed(LINE));
    ImGui::Dummy(ImVec2(width, height));
}

void ui_tooltip(const char *title, const char *text)
{
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) || ImGui::IsAnyMouseDown())
        return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * state.scale, 8 * state.scale));
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(360 * state.scale);
    if (title && *title) {
        ImGui::PushFont(state.bold);
        ImGui::TextUnformatted(title);
        ImGui::PopFont();
    }
    if (text && *text)
        ImGui::TextUnformatted(text);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

void ui_cost_row(const char *name, const char *value, float share)
{
    ImVec2 at = ImGui::GetCursorScreenPos();
    float width = ImGui::GetContentRegionAvail().x,
          height = ImGui::GetTextLineHeight() + 4 * state.scale;
    canvas()->AddRectFilled(
        at, ImVec2(at.x + width * std::min(share, 1.0f), at.y + height), packed(0x4f9dff40), 3);
    float y = at.y + 2 * state.scale;
    canvas()->AddText(ImVec2(at.x + 6 * state.scale, y), packed(TEXT), name);
    canvas()->AddText(ImVec2(at.x + width - ImGui::CalcTextSize(value).x - 4 * state.scale, y),
        packed(TEXT), value);
    ImGui::Dummy(ImVec2(width, height));
}
