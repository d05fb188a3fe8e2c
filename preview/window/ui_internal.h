// What the files behind ui.h share: Dear ImGui, the window's state and its look.
#ifndef PREVIEW_UI_INTERNAL_H
#define PREVIEW_UI_INTERNAL_H

#include "ui.h"

#include <imgui.h>
#include <imgui_internal.h>

namespace ui
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
extern State state;

// The palette, 0xRRGGBBAA.
constexpr unsigned BACKGROUND = 0x17191dff, PANEL = 0x1f2227ff, FIELD = 0x2b2f36ff,
                   HOVERED = 0x373c45ff, ACTIVE = 0x434955ff, LINE = 0x33373fff, TEXT = 0xd9dce1ff,
                   MUTED = 0x8b929eff, ACCENT = 0x4f9dffff, ERROR_RED = 0xff6b60ff;

ImU32 packed(unsigned rgba);
ImVec4 color(unsigned rgba);
void set_style();
// Text is in that tone until pop_tone.
void push_tone(ui_tone tone);
void pop_tone();

// Puts the script's input in place of the window's.
void play();

// The panel's, to draw on.
inline ImDrawList *canvas()
{
    return ImGui::GetWindowDrawList();
}

} // namespace ui

#endif
