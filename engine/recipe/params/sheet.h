/* Parameters of sheet; see recipe/params.h for the entry forms. */

/* Paper */
ECG_ENUM(sheet_paper_stock, "sheet.paper.stock", "plain|thermal|recycled|glossy", "plain",
    "What the paper is made of: the look of its texture, gloss and ageing")
ECG_COLOR(sheet_paper_tint, "sheet.paper.tint", "#ffffff", "Multiplies the clean paper's colour")
ECG_REAL(sheet_paper_texture, "sheet.paper.texture", "", 0, 1, "0",
    "Fibres and grain; 0.3 is everyday paper")
ECG_REAL(sheet_paper_unevenness, "sheet.paper.unevenness", "", 0, 1, "0",
    "Cloudy density of the paper, millimetres to centimetres across")
ECG_REAL(sheet_paper_show_through, "sheet.paper.show_through", "", 0, 1, "0",
    "How much of what is printed on the back shines through")
ECG_ENUM(sheet_paper_back, "sheet.paper.back", "text|ecg|form", "text", "What is printed on the back")

/* Age */
ECG_REAL(sheet_age_yellowing, "sheet.age.yellowing", "", 0, 1, "0",
    "Yellow-brown from air and light, strongest along the edges")
ECG_REAL(sheet_age_yellowing_edge_mm, "sheet.age.yellowing_edge_mm", "mm", 1, 150, "25",
    "How far the yellowing reaches inwards from the edges")
ECG_REAL(sheet_age_foxing, "sheet.age.foxing", "", 0, 1, "0", "Small rusty spots with soft haloes")
ECG_REAL(sheet_age_sun_fade, "sheet.age.sun_fade", "", 0, 1, "0",
    "A part left in the sun: ink and dyes paler, paper bleached or yellowed, with a soft border")

/* Ink */
ECG_ENUM(sheet_ink_trace_printer, "sheet.ink.trace_printer", "laser|inkjet|thermal", "laser",
    "What printed the trace and the text: which character the ink amounts below take")
ECG_ENUM(sheet_ink_grid_printer, "sheet.ink.grid_printer", "laser|inkjet|thermal", "laser",
    "What printed the grid")
ECG_REAL(sheet_ink_character, "sheet.ink.character", "", 0, 1, "0",
    "Ragged edges, specks and density variation of the printers")
ECG_INT(sheet_ink_dropouts, "sheet.ink.dropouts", "", 0, 40, "0",
    "Dead or dirty dots of the print head: thin pale lines along the feed")
ECG_REAL(sheet_ink_banding, "sheet.ink.banding", "", 0, 1, "0", "Bands of uneven density")
ECG_REAL(sheet_ink_empty, "sheet.ink.empty", "", 0, 1, "0",
    "A cartridge running out: streaks that grow along the feed")
ECG_REAL(sheet_ink_fade, "sheet.ink.fade", "", 0, 1, "0",
    "Uneven fading of trace and text; thermal print turns brownish")
ECG_REAL(sheet_ink_grid_fade, "sheet.ink.grid_fade", "", 0, 1, "0", "Uneven fading of the grid")
ECG_REAL(sheet_ink_heat, "sheet.ink.heat", "", 0, 1, "0",
    "Thermal paper darkened by heat and rubbed by finger nails")
ECG_REAL(sheet_ink_smear, "sheet.ink.smear", "", 0, 1, "0", "Ink dragged by a hand while fresh")

/* Wet */
ECG_INT(sheet_coffee_rings, "sheet.coffee.rings", "", 0, 8, "0", "Rings of cups, with drips and drops")
ECG_ENUM(sheet_coffee_drink, "sheet.coffee.drink", "coffee|tea", "coffee", "What was in the cup")
ECG_REAL(sheet_coffee_strength, "sheet.coffee.strength", "", 0, 2, "1", "How dark the rings are")
ECG_REAL(sheet_coffee_radius_mm, "sheet.coffee.radius_mm", "mm", 15, 60, "37", "Radius of the cup")
ECG_INT(sheet_coffee_spills, "sheet.coffee.spills", "", 0, 8, "0", "Spilt puddles of the drink")
ECG_REAL(sheet_soak_reach, "sheet.soak.reach", "", 0, 1, "0",
    "Share of the sheet that was soaked, from an edge, a corner or a puddle")
ECG_INT(sheet_soak_generations, "sheet.soak.generations", "", 1, 5, "2",
    "How many times it was soaked and dried: nested tide lines")
ECG_REAL(sheet_soak_tide, "sheet.soak.tide", "", 0, 2, "1", "How dark the tide lines are")
ECG_REAL(sheet_soak_run, "sheet.soak.run", "", 0, 1, "0.4",
    "How far the inks run where the sheet was wet")
ECG_INT(sheet_blood_drops, "sheet.blood.drops", "", 0, 40, "0", "Drops and smears of blood")
ECG_INT(sheet_iodine_spots, "sheet.iodine.spots", "", 0, 20, "0", "Spots of iodine tincture")
ECG_INT(sheet_grease_spots, "sheet.grease.spots", "", 0, 30, "0", "Translucent spots of grease or gel")
ECG_INT(sheet_fingerprints_count, "sheet.fingerprints.count", "", 0, 12, "0", "Dirty fingerprints")
ECG_REAL(sheet_fingerprints_strength, "sheet.fingerprints.strength", "", 0, 1, "0.35",
    "How dark the fingerprints are")

/* Mould */
ECG_REAL(sheet_mould_amount, "sheet.mould.amount", "", 0, 1, "0", "Colonies and specks of mould")
ECG_ENUM(sheet_mould_species, "sheet.mould.species", "mixed|black|green|grey|white|pink|ochre",
    "mixed", "Its colour; mixed draws one to three of them")
ECG_REAL(sheet_mould_size_mm, "sheet.mould.size_mm", "mm", 0.3, 20, "2.5",
    "Median radius of the larger colonies")
ECG_REAL(sheet_mould_eats_ink, "sheet.mould.eats_ink", "", 0, 1, "0.5",
    "How much of the ink under a colony is gone")

/* Wear */
ECG_REAL(sheet_wear_dirt, "sheet.wear.dirt", "", 0, 1, "0", "Grime, smudges and specks")
ECG_INT(sheet_wear_scratches, "sheet.wear.scratches", "", 0, 60, "0",
    "Scratches that took the ink off, or marked thermal paper")
ECG_REAL(sheet_wear_crease_white, "sheet.wear.crease_white", "", 0, 1, "0",
    "Creases broken open to white fibres, their ink gone")
ECG_REAL(sheet_wear_crease_dirt, "sheet.wear.crease_dirt", "", 0, 1, "0", "Dirt gathered in creases")
ECG_INT(sheet_wear_dog_ears, "sheet.wear.dog_ears", "", 0, 4, "0", "Corners folded over")
ECG_REAL(sheet_wear_dog_ear_mm, "sheet.wear.dog_ear_mm", "mm", 3, 60, "14", "Their size")
ECG_INT(sheet_tear_slits, "sheet.tear.slits", "", 0, 12, "0", "Tears running in from the edges")
ECG_REAL(sheet_tear_depth_mm, "sheet.tear.depth_mm", "mm", 2, 120, "15", "Median length of a tear")
ECG_INT(sheet_tear_corners, "sheet.tear.corners", "", 0, 4, "0", "Corners torn off")
ECG_REAL(sheet_tear_corner_mm, "sheet.tear.corner_mm", "mm", 3, 80, "18", "Their size")
ECG_ENUM(sheet_tear_edge, "sheet.tear.edge", "none|left|right|top|bottom", "none",
    "A side torn off along its length")
ECG_REAL(sheet_tear_edge_mm, "sheet.tear.edge_mm", "mm", 0.5, 40, "4",
    "How much of that side is gone")
ECG_BOOL(sheet_tear_header, "sheet.tear.header", "false",
    "The top, with name and date, torn off to keep the record anonymous")
ECG_INT(sheet_tear_holes, "sheet.tear.holes", "", 0, 12, "0", "Worn or poked holes")
ECG_ENUM(sheet_cut_punch, "sheet.cut.punch", "none|two|three|four", "none",
    "Holes of a hole punch, along one side")
ECG_ENUM(sheet_cut_perforation, "sheet.cut.perforation", "none|left|right|sides|top|bottom|ends",
    "none", "Edges torn off along a perforation")
ECG_INT(sheet_cut_strips, "sheet.cut.strips", "", 0, 4, "0",
    "Scissor cuts across the sheet, the pieces laid together again with a gap")
ECG_REAL(sheet_cut_trim_mm, "sheet.cut.trim_mm", "mm", 0, 60, "0",
    "Cut off with scissors, not quite straight, at one or two sides")
ECG_INT(sheet_stuck_staples, "sheet.stuck.staples", "", 0, 6, "0", "Staples, each with its shadow")
ECG_INT(sheet_stuck_staple_holes, "sheet.stuck.staple_holes", "", 0, 6, "0",
    "Pairs of holes where a staple was, with a trace of rust")
ECG_INT(sheet_stuck_tapes, "sheet.stuck.tapes", "", 0, 6, "0", "Pieces of adhesive tape")
ECG_ENUM(sheet_stuck_tape, "sheet.stuck.tape", "clear|matte|white", "clear",
    "Clear and yellowing, frosted, or opaque white tape")
ECG_REAL(sheet_stuck_tape_age, "sheet.stuck.tape_age", "", 0, 1, "0.4", "How yellow clear tape is")
ECG_REAL(sheet_burn_amount, "sheet.burn.amount", "", 0, 1, "0", "Scorched and burnt from an edge")

/* Erased */
ECG_INT(sheet_erased_correction, "sheet.erased.correction", "", 0, 10, "0",
    "Blobs of correction fluid")
ECG_INT(sheet_erased_bars, "sheet.erased.bars", "", 0, 10, "0", "Black bars of a thick marker")
