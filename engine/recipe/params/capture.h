/* Parameters of capture; see recipe/params.h for the entry forms. */

/* Geometry: where the sheet lies in the image. */
ECG_ENUM(capture_kind, "capture.kind", "none|scan|photo|screen|copy|fax", "none",
    "What made the picture: the page itself, a flatbed scanner, a phone, a phone before a screen, "
    "a photocopier, a fax")
