/* Parameters of light; see recipe/params.h for the entry forms. */
ECG_REAL(light_key_strength, "light.key.strength", "", 0, 1, "0",
    "Share of the light that has a direction; the rest comes from everywhere")
ECG_ENUM(light_key_kind, "light.key.kind", "far|lamp|window", "far",
    "Sun or ceiling far away, a lamp nearby, or a window's broad soft light")
ECG_REAL(light_key_azimuth_deg, "light.key.azimuth_deg", "deg", -180, 180, "-60",
    "Where the key light stands: 0 right of the sheet, 90 below it, -90 above it")
ECG_REAL(light_key_elevation_deg, "light.key.elevation_deg", "deg", 5, 90, "50",
    "Its height over the sheet: grazing light shows every fold")
ECG_REAL(light_key_distance_mm, "light.key.distance_mm", "mm", 100, 5000, "700",
    "Distance of a lamp or window from the sheet's middle; sets the fall-off")
ECG_REAL(light_key_temperature_k, "light.key.temperature_k", "K", 1800, 12000, "6500",
    "Colour of the key light; 6500 is white")
ECG_REAL(light_second_strength, "light.second.strength", "", 0, 1, "0",
    "A second light from another side, relative to the key")
ECG_REAL(light_second_azimuth_deg, "light.second.azimuth_deg", "deg", -180, 180, "120",
    "Where the second light stands")
ECG_REAL(light_second_temperature_k, "light.second.temperature_k", "K", 1800, 12000, "6500",
    "Colour of the second light")
ECG_REAL(light_ambient_temperature_k, "light.ambient.temperature_k", "K", 1800, 12000, "6500",
    "Colour of the light from everywhere")
ECG_REAL(light_ambient_occlusion, "light.ambient.occlusion", "", 0, 1, "1",
    "How much folds keep ambient light out")
ECG_REAL(light_relief, "light.relief", "", 0, 1, "0",
    "Fine wrinkles and fibres standing out under the key light")
ECG_REAL(light_gloss, "light.gloss", "", 0, 1, "0",
    "Sheen of the surface: highlights of the lights on glossy or thermal paper")
ECG_ENUM(light_shadow_kind, "light.shadow.kind", "none|hand|phone|pen|soft", "none",
    "What casts a shadow on the sheet")
ECG_REAL(light_shadow_strength, "light.shadow.strength", "", 0, 1, "0.5",
    "How much of the key light the shadow takes")
ECG_REAL(light_shadow_softness_mm, "light.shadow.softness_mm", "mm", 1, 120, "25",
    "Width of the shadow's soft border")
