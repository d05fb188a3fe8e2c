/* A burn that came from an edge: gone, charred, brown, then yellow with the heat that went ahead.
 */
#include "render/sheet_build.h"
#include "render/sheet_noise.h"

#include <math.h>

static const float SCORCH_TINT[3] = { 0.38f, 0.75f, 1.30f };

int sheet_build_burn(struct sheet_build *build)
{
    double amount = build->scene->sheet_burn_amount;
    if (amount <= 0)
        return 0;
    if (sheet_need_density(build) < 0 || sheet_need_outline(build) < 0)
        return ECG_E_MEMORY;
    struct ecg_random random = ecg_random_named(build->scene->key, "sheet.burn");
    double w = build->width_mm, h = build->height_mm;
    int side = (int)ecg_random_int(&random, 0, 3);
    double along = ecg_random_uniform(&random, 0.0, 1.0);
    double x0 = side == 0 ? 0 : side == 1 ? w : along * w;
    double y0 = side == 2 ? 0 : side == 3 ? h : along * h;
    float reach = (float)(amount * ecg_random_uniform(&random, 35, 75));
    /* Some burns are only scorched. */
    float eaten = ecg_random_chance(&random, 0.7)
                      ? reach * (float)ecg_random_uniform(&random, 0.25, 0.75)
                      : -20.0f;
    float wide = (float)ecg_random_uniform(&random, 0.45, 1.0);
    uint32_t seed = sheet_seed(&random);
    struct ecg_plane *outline = &build->outline;
    float far = reach * 2.5f + 12.0f;
    int r[4];
    ecg_plane_range(
        outline, x0 - far / wide, y0 - far / wide, x0 + far / wide, y0 + far / wide, r);
    for (int j = r[2]; j < r[3]; j++)
        for (int i = r[0]; i < r[1]; i++) {
            float x = (float)((i + 0.5) / build->px_per_mm - x0);
            float y = (float)((j + 0.5) / build->px_per_mm - y0);
            float u = side < 2 ? x : x * wide, v = side < 2 ? y * wide : y;
            float d = sqrtf(u * u + v * v);
            float slow = noise_fbm(x * 0.05f, y * 0.05f, 2, seed) - 0.5f;
            float fast = noise_fbm(x * 0.22f, y * 0.22f, 4, seed + 5) - 0.5f;
            d += reach * 0.9f * slow + 5.0f * fast - eaten;
            size_t at = (size_t)j * (size_t)outline->width + (size_t)i;
            if (d < outline->v[at])
                outline->v[at] = d;
            float beyond = d > 0.0f ? d : 0.0f;
            float heat = reach * 0.16f;
            float dark = 3.2f * noise_step(1.6f, 0.4f, d - 1.6f * fast) +
                         1.5f * noise_decay(-beyond / (0.25f * heat + 0.8f)) +
                         0.45f * noise_decay(-beyond / (heat + 2.0f)) * (1.0f + fast) +
                         0.12f * noise_decay(-beyond / (2.5f * heat + 5.0f));
            if (eaten < 0.0f)
                dark *= 0.6f;
            for (int c = 0; c < 3; c++)
                build->density[c].v[at] += dark * SCORCH_TINT[c];
        }
    return 0;
}
