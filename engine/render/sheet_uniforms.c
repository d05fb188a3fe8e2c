#include "render/sheet_uniforms.h"

#include "core/srgb.h"

#include <math.h>

int ecg_sheet_is_relief(const struct ecg_scene *scene)
{
    return scene->light_relief > 0 && scene->light_key_strength > 0;
}

int ecg_sheet_is_glossy(const struct ecg_scene *scene)
{
    return scene->light_gloss > 0 && scene->light_key_strength > 0;
}

uint32_t ecg_sheet_seed(const struct ecg_scene *scene, const char *name)
{
    struct ecg_random random = ecg_random_named(scene->key, name);
    return (uint32_t)ecg_random_u64(&random);
}

double ecg_sheet_scale_px_mm(const struct ecg_mesh *mesh)
{
    double sx, sy;
    ecg_mesh_scale(mesh, mesh->width_mm / 2, mesh->height_mm / 2, &sx, &sy);
    return sqrt(sx * sy);
}

void ecg_sheet_paper_uniforms(const struct ecg_frame *frame, GLuint program)
{
    /* What the same texture amount shows on plain, thermal, recycled and glossy paper. */
    static const float TEXTURE_OF[] = { 1.0f, 0.35f, 1.3f, 0.18f };
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_mesh *mesh = frame->mesh;
    glUniform3f(ecg_uniform(program, "paper_tint"),
        ecg_linear_from_srgb_f(scene->sheet_paper_tint[0]),
        ecg_linear_from_srgb_f(scene->sheet_paper_tint[1]),
        ecg_linear_from_srgb_f(scene->sheet_paper_tint[2]));
    glUniform1f(ecg_uniform(program, "paper_texture"),
        (float)scene->sheet_paper_texture * TEXTURE_OF[scene->sheet_paper_stock]);
    glUniform1f(ecg_uniform(program, "paper_clouds"), (float)scene->sheet_paper_unevenness);
    glUniform1ui(ecg_uniform(program, "paper_seed"), ecg_sheet_seed(scene, "sheet.paper"));
    glUniform1f(ecg_uniform(program, "scale_px_mm"), (float)ecg_sheet_scale_px_mm(mesh));
    glUniform2f(
        ecg_uniform(program, "sheet_size_mm"), (float)mesh->width_mm, (float)mesh->height_mm);
}

void ecg_sheet_light_uniforms(
    const struct ecg_frame *frame, const struct ecg_light *light, GLuint program)
{
    const struct ecg_scene *scene = frame->scene;
    const struct ecg_mesh *mesh = frame->mesh;
    if (!light)
        return;
    glUniform3fv(ecg_uniform(program, "even_light"), 1, light->even_rgb);
    if (light->rgb)
        glUniform2f(ecg_uniform(program, "light_scale"), (float)(light->px_per_mm / light->width),
            (float)(light->px_per_mm / light->height));
    double to[3] = { light->key[0], light->key[1], light->key[2] };
    if (light->is_place) {
        to[0] -= mesh->width_mm / 2;
        to[1] -= mesh->height_mm / 2;
    }
    double z = fmax(to[2], 1e-3);
    double aside = fmax(hypot(to[0], to[1]), 1e-6);
    double lean = fmin(aside / z, 2.5); /* grazing light saturates */
    glUniform2f(
        ecg_uniform(program, "relief_way"), (float)(to[0] / aside), (float)(to[1] / aside));
    glUniform1f(ecg_uniform(program, "relief"),
        (float)(0.25 * scene->light_relief * lean) * light->key_share);
    glUniform1ui(ecg_uniform(program, "relief_seed"), ecg_sheet_seed(scene, "light.relief"));
    glUniform4f(ecg_uniform(program, "gloss_light"), light->key[0], light->key[1], light->key[2],
        light->is_place ? 1.0f : 0.0f);
    glUniform3f(ecg_uniform(program, "gloss_color"), light->key_color[0], light->key_color[1],
        light->key_color[2]);
    glUniform2f(ecg_uniform(program, "gloss"),
        (float)scene->light_gloss * light->key_share * 0.55f,
        scene->light_key_kind == 2 ? 22.0f : 55.0f);
    glUniform3f(ecg_uniform(program, "eye_mm"), (float)mesh->width_mm / 2,
        (float)mesh->height_mm / 2, (float)fmax(mesh->width_mm, mesh->height_mm) * 1.6f);
}
