/* Parameters of output; see recipe/params.h for the entry forms. */
ECG_REAL(output_dpi, "output.dpi", "px/inch", 50, 1200, "200",
    "Pixels per inch of the sheet, for pages that are not photographed")
