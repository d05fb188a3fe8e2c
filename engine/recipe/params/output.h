/* Parameters of output; see recipe/params.h for the entry forms. */
ECG_REAL(output_dpi, "output.dpi", "px/inch", 50, 1200, "200",
    "Pixels per inch of the sheet, for pages that are not photographed")
ECG_INT(output_json_indent, "output.json_indent", "", 0, 8, "0",
    "Blanks a level in the JSON; 0: on one line, a third of the size")
ECG_ENUM(output_lattice, "output.lattice", "bent|always|never", "bent",
    "Whether the JSON lists the image position of every 5 mm crossing: where the sheet is bent "
    "(a flat one has its affine map), always, or never")
ECG_BOOL(output_mask_unplotted, "output.mask_unplotted", "false",
    "Samples that the page does not show are missing in the WFDB beside the image")
ECG_ENUM(output_png_effort, "output.png.effort", "fast|small", "fast",
    "Fast: our compressor; small: libdeflate, about 30 % smaller, ten times the time")
ECG_INT(output_jpeg_quality, "output.jpeg.quality", "", 1, 100, "92", "Quality of JPEG files")
ECG_ENUM(output_jpeg_subsampling, "output.jpeg.subsampling", "444|422|420", "444",
    "How much coarser a JPEG's colour is than its brightness")
