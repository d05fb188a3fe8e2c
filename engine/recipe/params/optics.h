/* Parameters of what a camera, scanner, copier or screen does to light; the geometry of capture is
 * in capture.h. See recipe/params.h for the entry forms. */

/* Behind the sheet. */
ECG_ENUM(capture_desk_kind, "capture.desk.kind",
    "wood|laminate|cloth|clipboard|papers|bedsheet|plain", "wood",
    "What a photographed sheet lies on")
ECG_COLOR(capture_desk_color, "capture.desk.color", "#8a6a4a", "Its main colour")
ECG_REAL(capture_desk_contrast, "capture.desk.contrast", "", 0, 1, "0.5",
    "How strong its pattern is (grain, weave, creases)")
ECG_REAL(capture_desk_angle_deg, "capture.desk.angle_deg", "deg", -180, 180, "0",
    "Direction of its pattern against the sheet")
ECG_REAL(capture_desk_shadow, "capture.desk.shadow", "", 0, 1, "0.5",
    "Depth of the shadow that the sheet casts on it")
ECG_REAL(capture_desk_shadow_mm, "capture.desk.shadow_mm", "mm", 0.2, 40, "3",
    "Softness of that shadow")

/* Lens. */
ECG_REAL(capture_lens_blur_px, "capture.lens.blur_px", "px", 0, 8, "0",
    "Standard deviation of the blur where the lens is focused")
ECG_REAL(capture_lens_defocus_px, "capture.lens.defocus_px", "px", 0, 12, "0",
    "Further blur at a tenth nearer or farther than the plane in focus")
ECG_REAL(capture_lens_focus_x, "capture.lens.focus_x", "", 0, 1, "0.5",
    "Where the lens is focused, as a part of the image's width")
ECG_REAL(capture_lens_focus_y, "capture.lens.focus_y", "", 0, 1, "0.5",
    "Where the lens is focused, as a part of the image's height")
ECG_REAL(capture_lens_shake_px, "capture.lens.shake_px", "px", 0, 24, "0",
    "Length of the trace of a shaking hand")
ECG_REAL(capture_lens_shake_deg, "capture.lens.shake_deg", "deg", -90, 90, "0",
    "Direction of that trace, clockwise from the image's x axis")
ECG_REAL(capture_lens_vignette, "capture.lens.vignette", "", 0, 1, "0",
    "Share of the light lost in the image's corners")
ECG_REAL(capture_lens_fringe_px, "capture.lens.fringe_px", "px", 0, 4, "0",
    "Lateral chromatic aberration: red against blue in the image's corners")

/* Sensor and the phone's processing. */
ECG_REAL(capture_sensor_exposure_ev, "capture.sensor.exposure_ev", "EV", -4, 4, "0",
    "Exposure against one that makes lit white paper just white")
ECG_REAL(capture_sensor_balance_k, "capture.sensor.balance_k", "K", 2000, 12000, "6500",
    "Colour temperature that the camera takes for white; 6500 leaves daylight neutral")
ECG_REAL(capture_sensor_tint, "capture.sensor.tint", "", -0.3, 0.3, "0",
    "Cast left by the white balance: positive is magenta, negative is green")
ECG_REAL(capture_sensor_shot_noise, "capture.sensor.shot_noise", "", 0, 0.2, "0",
    "Standard deviation of photon noise at white, in linear light")
ECG_REAL(capture_sensor_read_noise, "capture.sensor.read_noise", "", 0, 0.1, "0",
    "Standard deviation of the noise present in the dark, in linear light")
ECG_REAL(capture_sensor_chroma_noise, "capture.sensor.chroma_noise", "", 0, 0.1, "0",
    "Standard deviation of blotches of colour, some pixels wide, in linear light")
ECG_REAL(capture_sensor_denoise, "capture.sensor.denoise", "", 0, 1, "0",
    "How much the phone smooths fine noise away, and detail with it")
ECG_REAL(capture_sensor_sharpen, "capture.sensor.sharpen", "", 0, 3, "0",
    "Strength of sharpening, with its pale halos beside dark lines")
ECG_REAL(capture_sensor_black, "capture.sensor.black", "", 0, 0.4, "0",
    "Black point: the level, in sRGB, that the tone curve makes black")
ECG_REAL(capture_sensor_contrast, "capture.sensor.contrast", "", 0, 1, "0",
    "Bend of the tone curve: 0 is plain sRGB, 1 a punchy phone")
ECG_REAL(capture_sensor_saturation, "capture.sensor.saturation", "", 0, 2, "1",
    "Saturation after the tone curve")

/* Scanner. */
ECG_ENUM(capture_scan_mode, "capture.scan.mode", "color|grey|threshold|halftone", "color",
    "What the scanner delivers: colour, grey, or one bit by a threshold or a halftone")
ECG_REAL(capture_scan_threshold, "capture.scan.threshold", "", 0.05, 0.95, "0.55",
    "Level, in sRGB, below which one-bit scans are black")
ECG_REAL(capture_scan_gamma, "capture.scan.gamma", "", 0.4, 2.5, "1",
    "Exponent on the scanned levels; above 1 is darker")
ECG_REAL(capture_scan_brightness, "capture.scan.brightness", "", 0.5, 1.5, "1",
    "Gain on the scanned levels; above 1 washes pale grids out")
ECG_REAL(capture_scan_black, "capture.scan.black", "", 0, 0.4, "0",
    "Black point: the level, in sRGB and after the gain, that the scanner makes black")
ECG_REAL(capture_scan_blur_px, "capture.scan.blur_px", "px", 0, 3, "0",
    "Standard deviation of the scanner's blur")
ECG_REAL(capture_scan_sharpen, "capture.scan.sharpen", "", 0, 3, "0", "Strength of sharpening")
ECG_REAL(capture_scan_noise, "capture.scan.noise", "", 0, 0.5, "0",
    "Standard deviation of the noise, in sRGB")
ECG_REAL(capture_scan_dust_density, "capture.scan.dust_density", "1/dm2", 0, 200, "0",
    "Specks and hairs on the glass")
ECG_REAL(capture_scan_scratches, "capture.scan.scratches", "", 0, 20, "0",
    "Scratches of the glass across the image")
ECG_REAL(capture_scan_streaks, "capture.scan.streaks", "", 0, 1, "0",
    "Lines along the feed where the sensor or its calibration is dirty")
ECG_ENUM(capture_scan_lid, "capture.scan.lid", "white|grey|black", "white",
    "What shows beside the sheet")
ECG_REAL(capture_scan_edge_shadow, "capture.scan.edge_shadow", "", 0, 1, "0",
    "Shadow at the sheet's edges, where it lifts from the glass")
ECG_REAL(capture_scan_cast, "capture.scan.cast", "", -0.1, 0.1, "0",
    "Warm (positive) or cool cast of the scanner's lamp")
ECG_REAL(capture_scan_temperature_k, "capture.scan.temperature_k", "K", 0, 40000, "0",
    "Tints the finished picture as by light of that colour temperature (1667 to 25000, beyond as "
    "these); 0: not at all")

/* Photocopier. */
ECG_INT(capture_copy_generations, "capture.copy.generations", "", 1, 8, "1",
    "How many times it was copied")
ECG_REAL(capture_copy_contrast, "capture.copy.contrast", "", 0, 1, "0.5",
    "How hard each copy drives greys to black or white")
ECG_REAL(capture_copy_specks, "capture.copy.specks", "", 0, 1, "0.2", "Specks of toner")
ECG_REAL(capture_copy_mottle, "capture.copy.mottle", "", 0, 1, "0.2",
    "Uneven toner in dark and grey parts")
ECG_REAL(capture_copy_dark_edge, "capture.copy.dark_edge", "", 0, 1, "0.3",
    "How dark the glass is beside the sheet, where the lid stood open")

/* Fax: one bit at 204 px/inch across and 98 or 196 lines/inch. */
ECG_ENUM(capture_fax_mode, "capture.fax.mode", "fine|standard", "fine", "196 or 98 lines per inch")
ECG_REAL(capture_fax_threshold, "capture.fax.threshold", "", 0.05, 0.95, "0.6",
    "Level, in sRGB, below which a fax is black")
ECG_REAL(capture_fax_lost_lines, "capture.fax.lost_lines", "", 0, 0.2, "0",
    "Share of lines lost on the way, shown as a copy of the line before")
ECG_REAL(capture_fax_noise, "capture.fax.noise", "", 0, 1, "0", "Black specks from a bad line")

/* Screen that is photographed. */
ECG_REAL(capture_lcd_brightness, "capture.lcd.brightness", "", 0.2, 2, "1",
    "White of the screen against the exposure")
ECG_REAL(capture_lcd_falloff, "capture.lcd.falloff", "", 0, 1, "0.3",
    "Light lost towards the screen's far edges, seen at an angle")
ECG_REAL(capture_lcd_gap, "capture.lcd.gap", "", 0, 0.8, "0.25",
    "Dark share between subpixels: how strong the lattice is")
ECG_REAL(capture_lcd_reflection, "capture.lcd.reflection", "", 0, 0.5, "0",
    "Light of the room mirrored by the glass, against the screen's white")
ECG_REAL(capture_lcd_bezel_mm, "capture.lcd.bezel_mm", "mm", 0, 80, "8",
    "Width of the dark frame round the screen")
ECG_COLOR(capture_lcd_surround, "capture.lcd.surround", "#525659",
    "What the viewer's window shows round the page")
ECG_REAL(capture_lcd_banding, "capture.lcd.banding", "", 0, 0.5, "0",
    "Dark bands from backlight dimming against a rolling shutter")
