/* Parameters of bend; see recipe/params.h for the entry forms. */
ECG_REAL(bend_print_scale, "bend.print.scale", "", 0.5, 1.1, "1",
    "Size of the print on the sheet, about its middle; 0.954 where a driver fits it to the page")
ECG_REAL(bend_print_stretch_x, "bend.print.stretch_x", "", 0.95, 1.05, "1",
    "Further stretch along x, from a feed that runs fast or slow")
ECG_REAL(bend_print_stretch_y, "bend.print.stretch_y", "", 0.95, 1.05, "1",
    "Further stretch along y")
ECG_REAL(bend_print_x_mm, "bend.print.x_mm", "mm", -20, 20, "0",
    "How far the whole print sits to the right of its place")
ECG_REAL(bend_print_y_mm, "bend.print.y_mm", "mm", -20, 20, "0",
    "How far the whole print sits below its place")
ECG_ENUM(bend_print_feed, "bend.print.feed", "x|y", "x",
    "Direction in which the paper runs through the printer")
ECG_REAL(bend_print_wander_mm, "bend.print.wander_mm", "mm", 0, 3, "0",
    "Uneven feed: root mean square of the slow displacement along the feed")
