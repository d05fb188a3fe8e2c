// The window's user interface: opened, drawn, closed.
#include "ui_internal.h"

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <GLFW/glfw3.h>
#include <imgui_freetype.h>

#include <cmath>

namespace ui
{

State state;

} // namespace ui

using namespace ui;

namespace
{

ImFont *load_font(const char *path, float size_px)
{
    static const ImWchar ranges[] = { 0x20, 0x17f, 0x370, 0x3ff, 0x2010, 0x2044, 0x20ac, 0x20ac,
        0x2190, 0x2193, 0x2212, 0x2212, 0 };
    ImFontAtlas *fonts = ImGui::GetIO().Fonts;
    return path ? fonts->AddFontFromFileTTF(path, size_px, nullptr, ranges) : nullptr;
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

float ui_scale(void)
{
    return state.scale;
}

float ui_line_height(void)
{
    return ImGui::GetFrameHeight();
}
