/* One small picture for each kind of thing that happens to a sheet, as it looked when someone
 * looked. */
#include "support/check.h"
#include "support/golden.h"
#include "support/specimen.h"

static void paper(struct ecg_scene *scene)
{
    scene->sheet_paper_stock = 2;
    scene->sheet_paper_texture = 0.6;
    scene->sheet_paper_unevenness = 0.6;
    scene->sheet_paper_show_through = 1;
    scene->sheet_age_yellowing = 0.5;
    scene->sheet_age_foxing = 0.8;
    scene->sheet_age_sun_fade = 0.6;
}

static void ink(struct ecg_scene *scene)
{
    scene->sheet_ink_trace_printer = 1;
    scene->sheet_ink_character = 0.8;
    scene->sheet_ink_dropouts = 4;
    scene->sheet_ink_banding = 0.4;
    scene->sheet_ink_fade = 0.3;
    scene->sheet_ink_smear = 0.8;
    scene->sheet_ink_heat = 0.5;
}

static void wet(struct ecg_scene *scene)
{
    scene->sheet_coffee_rings = 2;
    scene->sheet_coffee_radius_mm = 22;
    scene->sheet_coffee_strength = 1.6;
    scene->sheet_soak_reach = 0.35;
    scene->sheet_soak_run = 0.6;
    scene->sheet_ink_trace_printer = 1;
    scene->sheet_blood_drops = 3;
    scene->sheet_grease_spots = 2;
}

static void mould(struct ecg_scene *scene)
{
    scene->sheet_mould_amount = 0.7;
    scene->sheet_mould_size_mm = 4;
}

static void torn(struct ecg_scene *scene)
{
    scene->sheet_tear_slits = 3;
    scene->sheet_tear_corners = 1;
    scene->sheet_tear_edge = 2;
    scene->sheet_tear_holes = 3;
    scene->sheet_wear_dirt = 0.8;
    scene->sheet_wear_scratches = 12;
    scene->sheet_burn_amount = 0.7;
}

static void stuck(struct ecg_scene *scene)
{
    scene->sheet_stuck_tapes = 2;
    scene->sheet_stuck_staples = 2;
    scene->sheet_wear_dog_ears = 1;
    scene->sheet_erased_correction = 2;
    scene->sheet_erased_bars = 1;
    scene->sheet_fingerprints_count = 2;
    scene->sheet_fingerprints_strength = 0.9;
}

static void lit(struct ecg_scene *scene)
{
    scene->sheet_paper_texture = 0.4;
    scene->light_key_strength = 0.7;
    scene->light_key_kind = 1;
    scene->light_key_distance_mm = 150;
    scene->light_key_temperature_k = 4200;
    scene->light_relief = 0.6;
    scene->light_gloss = 0.4;
    scene->light_shadow_kind = 3;
    scene->light_shadow_softness_mm = 6;
}

int main(void)
{
    static const struct {
        const char *name;
        void (*set)(struct ecg_scene *scene);
    } PICTURES[] = {
        { "sheet-paper", paper },
        { "sheet-ink", ink },
        { "sheet-wet", wet },
        { "sheet-mould", mould },
        { "sheet-torn", torn },
        { "sheet-stuck", stuck },
        { "sheet-lit", lit },
    };
    struct press press;
    press_open(&press);
    for (size_t k = 0; k < sizeof PICTURES / sizeof *PICTURES; k++) {
        ecg_scene_defaults(&press.scene);
        press.scene.key = ecg_key_make(7, PICTURES[k].name, 0);
        PICTURES[k].set(&press.scene);
        struct ecg_image image = specimen_draw(&press, 110, 85, 2 * 25.4);
        golden_check(&image, PICTURES[k].name, 6, 0.005);
        ecg_image_free(&image);
    }
    press_close(&press);
    return check_done();
}
