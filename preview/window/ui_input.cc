// The mouse and the keyboard, or a script in their place.
#include "ui_internal.h"

#include <GLFW/glfw3.h>

using namespace ui;

namespace
{

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

} // namespace

void ui::play()
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

void ui_play(float x, float y, int is_down, int key)
{
    state.is_played = true;
    state.mouse = ImVec2(x, y);
    state.is_down = is_down != 0;
    state.key = key;
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
