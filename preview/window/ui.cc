// Dear ImGui behind ui.h: the only C++ of the program.
#include "ui.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace
{

// The window's state: ImGui's own is global anyway.
struct State {
    float scale = 1;
    ImFont *bold = nullptr;
    bool is_played = false; // the mouse is a script's
    ImVec2 mouse;
    bool is_down = false;
    int key = 0;
};
State state;

constexpr unsigned BACKGROUND = 0x17191dff, PANEL = 0x1f2227ff, FIELD = 0x2b2f36ff,
                   HOVERED = 0x373c45ff, ACTIVE = 0x434955ff, LINE = 0x33373fff, TEXT = 0xd9dce1ff,
                   MUTED = 0x8b929eff, ACCENT = 0x4f9dffff, ERROR_RED = 0xff6b60ff;

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

ImFont *load_font(const char *path, float size_px)
{
    static const ImWchar ranges[] = { 0x20, 0x17f, 0x370, 0x3ff, 0x2010, 0x2044, 0x20ac, 0x20ac,
        0x2190, 0x2193, 0x2212, 0x2212, 0 };
    ImFontAtlas *fonts = ImGui::GetIO().Fonts;
    return path ? fonts->AddFontFromFileTTF(path, size_px, nullptr, ranges) : nullptr;
}

unsigned tone_color(ui_tone tone)
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

ImDrawList *canvas()
{
    return ImGui::GetWindowDrawList();
}

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

int to_imgui_key(int key)
{
    switch (key) {
    case UI_ESCAPE:
        return GLFW_KEY_ESCAPE;
    case UI_KEY_LEFT:
        return GLFW_KEY_LEFT;
    case UI_KEY_RIGHT:
        return GLFW_KEY_RIGHT;
    case UI_KEY_UP:
        return GLFW_KEY_UP;
    case UI_KEY_DOWN:
        return GLFW_KEY_DOWN;
    default:
        return key;
    }
}

// The script's input in place of the window's.
void play()
{
    ImGuiIO &io = ImGui::GetIO();
    io.MousePos = state.mouse;
    io.MouseDown[0] = state.is_down;
    for (bool &key : io.KeysDown)
        key = false;
    if (state.key)
        io.KeysDown[to_imgui_key(state.key)] = true;
    state.key = 0;
}

// The value's part of a slider's range.
float share_of(double value, double lo, double hi)
{
    return hi > lo ? (float)((value - lo) / (hi - lo)) : 0;
}

} // namespace

int ui_open(void *window, const char *font, const char *bold_font, float scale)
{
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO &io = ImGui::GetIO();
    state = State();
    state.scale = scale;
    io.IniFilename = nullptr;
    io.Fonts->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    io.Fonts->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    float size_px = std::floor(15 * scale);
    if (!load_font(font, size_px))
        io.Fonts->AddFontDefault();
    state.bold = load_font(bold_font, size_px);
    if (!state.bold)
        state.bold = io.Fonts->Fonts[0];
    set_style();
    if (!ImGui_ImplGlfw_InitForOpenGL(static_cast<GLFWwindow *>(window), true))
        return -1;
    return ImGui_ImplOpenGL3_Init("#version 450 core") ? 0 : -1;
}

void ui_close(void)
{
    if (!ImGui::GetCurrentContext())
        return;
    if (ImGui::GetIO().BackendRendererUserData)
        ImGui_ImplOpenGL3_Shutdown();
    if (ImGui::GetIO().BackendPlatformUserData)
        ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
}

void ui_begin_frame(void)
{
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    if (state.is_played)
        play();
    ImGui::NewFrame();
}

void ui_end_frame(void)
{
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void ui_play(float x, float y, int is_down, int key)
{
    state.is_played = true;
    state.mouse = ImVec2(x, y);
    state.is_down = is_down != 0;
    state.key = key;
}

float ui_scale(void)
{
    return state.scale;
}

float ui_line_height(void)
{
    return ImGui::GetFrameHeight();
}

int ui_wants_text(void)
{
    return ImGui::GetIO().WantTextInput;
}

void ui_mouse(float *x, float *y)
{
    *x = ImGui::GetIO().MousePos.x;
    *y = ImGui::GetIO().MousePos.y;
}

int ui_is_down(enum ui_button button)
{
    return ImGui::IsMouseDown(button);
}

int ui_is_clicked(enum ui_button button)
{
    return ImGui::IsMouseClicked(button);
}

int ui_is_double_clicked(enum ui_button button)
{
    return ImGui::IsMouseDoubleClicked(button);
}

float ui_wheel(void)
{
    return ImGui::GetIO().MouseWheel;
}

int ui_is_pressed(int key)
{
    return ImGui::IsKeyPressed(to_imgui_key(key), true);
}

int ui_has_ctrl(void)
{
    return ImGui::GetIO().KeyCtrl;
}

int ui_has_shift(void)
{
    return ImGui::GetIO().KeyShift;
}

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

void ui_same_line(float at_x)
{
    if (at_x < 0)
        ImGui::SameLine();
    else
        ImGui::SameLine(at_x);
}

void ui_space(float height)
{
    ImGui::Dummy(ImVec2(0, height * state.scale));
}

void ui_space_px(float height)
{
    ImGui::Dummy(ImVec2(1, height));
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

int ui_is_panel_hovered(void)
{
    return ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
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

int ui_is_item_hovered(void)
{
    return ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
}

int ui_is_item_clicked(enum ui_button button)
{
    return ImGui::IsItemClicked(button);
}

int ui_is_item_active(void)
{
    return ImGui::IsItemActive();
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
