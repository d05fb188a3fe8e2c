/* Parameters of bend; see recipe/params.h for the entry forms. */
ECG_REAL(bend_print_scale, "bend.print.scale", "", 0.5, 1.1, "1",
    "Size of the print on the sheet, about its middle; 0.954 where a driver fits it to the page")
ECG_REAL(bend_print_stretch_x, "bend.print.stretch_x", "", 0.95, 1.05, "1",
    "Further stretch along x, from a feed that runs fast or slow")
ECG_REAL(
    bend_print_stretch_y, "bend.print.stretch_y", "", 0.95, 1.05, "1", "Further stretch along y")
ECG_REAL(bend_print_x_mm, "bend.print.x_mm", "mm", -20, 20, "0",
    "How far the whole print sits to the right of its place")
ECG_REAL(bend_print_y_mm, "bend.print.y_mm", "mm", -20, 20, "0",
    "How far the whole print sits below its place")
ECG_ENUM(bend_print_feed, "bend.print.feed", "x|y", "x",
    "Direction in which the paper runs through the printer")
ECG_REAL(bend_print_wander_mm, "bend.print.wander_mm", "mm", 0, 3, "0",
    "Uneven feed: root mean square of the slow displacement along the feed")
ECG_REAL(bend_swell_mm, "bend.swell_mm", "mm", 0, 3, "0",
    "Paper that swelled and shrank unevenly: root mean square of the smooth shift within the "
    "sheet")

/* Folded and flattened again */
ECG_ENUM(bend_fold_pattern, "bend.fold.pattern", "none|half|thirds|z|quarters|lines|grid", "none",
    "Folded once, like a letter, zigzag, crosswise, along lines anywhere, or again and again both "
    "ways")
ECG_ENUM(bend_fold_across, "bend.fold.across", "longer|shorter", "longer",
    "Which side of the sheet the folds divide")
ECG_INT(bend_fold_lines, "bend.fold.lines", "", 1, 8, "2", "How many folds the pattern lines has")
ECG_INT(bend_fold_columns, "bend.fold.columns", "", 0, 30, "3",
    "Folds of the pattern grid that run up the sheet, evenly spaced, to and fro")
ECG_INT(bend_fold_rows, "bend.fold.rows", "", 0, 30, "3",
    "Folds of the pattern grid that run across the sheet")
ECG_REAL(bend_fold_turn_deg, "bend.fold.turn_deg", "deg", -90, 90, "0",
    "Turn of the pattern grid, counter-clockwise")
ECG_REAL(bend_fold_angle_deg, "bend.fold.angle_deg", "deg", 0, 80, "10",
    "How far a panel still turns from its neighbour; 0 is pressed flat, its creases remain "
    "visible")
ECG_REAL(bend_fold_spread, "bend.fold.spread", "", 0, 1, "0.4",
    "How much the folds' angles differ from each other")
ECG_REAL(
    bend_fold_width_mm, "bend.fold.width_mm", "mm", 0.3, 20, "1.5", "Over what width a fold turns")

/* Crumpled and smoothed out */
ECG_REAL(bend_crumple_depth_mm, "bend.crumple.depth_mm", "mm", 0, 12, "0",
    "Height of a typical facet's ridge over its valley")
ECG_REAL(
    bend_crumple_scale_mm, "bend.crumple.scale_mm", "mm", 5, 80, "18", "Size of a typical facet")
ECG_REAL(bend_crumple_cover, "bend.crumple.cover", "", 0, 1, "1",
    "Share of the sheet that was crumpled")

/* Curl and waves */
ECG_REAL(bend_curl_angle_deg, "bend.curl.angle_deg", "deg", -170, 170, "0",
    "How far the sheet turns from one end to the other; above 0 its ends rise")
ECG_REAL(bend_curl_axis_deg, "bend.curl.axis_deg", "deg", -90, 90, "90",
    "Direction of the curl's axis: 0 along x, 90 along y; folds force it along themselves")
ECG_REAL(bend_curl_flat, "bend.curl.flat", "", 0, 0.9, "0.3",
    "Share in the middle that its weight holds flat")
ECG_REAL(bend_curl_cone, "bend.curl.cone", "", 0, 1, "0",
    "0 curls like a tube, 1 like a cone whose tip is at the sheet's edge (never on a folded "
    "sheet)")
ECG_REAL(bend_lean, "bend.lean", "", -1, 1, "0",
    "How a folded or curled sheet lies: 0 even, -1 on its first panel, 1 on its last")
ECG_REAL(
    bend_corner_lift_deg, "bend.corner.lift_deg", "deg", 0, 120, "0", "How far a corner turns up")
ECG_REAL(bend_corner_size_mm, "bend.corner.size_mm", "mm", 8, 150, "45",
    "From the corner's tip to where it starts to lift")
ECG_ENUM(bend_corner_which, "bend.corner.which",
    "any|top_left|top_right|bottom_right|bottom_left|all", "any", "Which corner lifts")
ECG_REAL(bend_wave_height_mm, "bend.wave.height_mm", "mm", 0, 12, "0",
    "A sheet that lies unevenly on the desk: root mean square of its height")
ECG_REAL(bend_wave_length_mm, "bend.wave.length_mm", "mm", 40, 400, "130", "Length of those waves")
ECG_REAL(bend_cockle_height_mm, "bend.cockle.height_mm", "mm", 0, 3, "0",
    "Ripples of paper that was wet: root mean square of their height, where it was wet")
ECG_REAL(
    bend_cockle_length_mm, "bend.cockle.length_mm", "mm", 8, 60, "20", "Length of the ripples")
