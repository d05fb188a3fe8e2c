/* Parameters of capture; see recipe/params.h for the entry forms. */

/* Geometry: where the sheet lies in the image. */
ECG_ENUM(capture_kind, "capture.kind", "none|scan|photo|screen|copy|fax", "none",
    "What made the picture: the page itself, a flatbed scanner, a phone, a phone before a screen, "
    "a photocopier, a fax")
ECG_INT(capture_width_px, "capture.width_px", "px", 0, 32768, "0",
    "Width of the image; 0: the sheet's at its density, of a photo 4032 or 3024")
ECG_INT(capture_height_px, "capture.height_px", "px", 0, 32768, "0",
    "Height of the image; as the width")
ECG_INT(capture_turns, "capture.turns", "", 0, 3, "0",
    "Quarter turns, clockwise, of the sheet in the picture")

/* Geometry of scanners, photocopiers and fax machines: rows of the image follow the feed. */
ECG_REAL(capture_scan_dpi, "capture.scan.dpi", "px/inch", 50, 1200, "200", "Pixels per inch")
ECG_REAL(capture_scan_feed_dpi, "capture.scan.feed_dpi", "px/inch", 0, 1200, "0",
    "Pixels per inch along the feed; 0: the same; a fax has 204 across and 98 or 196 along")
ECG_REAL(capture_scan_skew_deg, "capture.scan.skew_deg", "deg", -180, 180, "0",
    "Clockwise turn of the sheet")
ECG_REAL(capture_scan_scale, "capture.scan.scale", "", 0.5, 2, "1", "Enlargement")
ECG_REAL(capture_scan_stretch, "capture.scan.stretch", "", 0.9, 1.1, "1",
    "Further stretch along the feed")
ECG_REAL(capture_scan_wander_mm, "capture.scan.wander_mm", "mm", 0, 3, "0",
    "Uneven feed: root mean square of the slow displacement along the feed")
ECG_REAL(capture_scan_shear_deg, "capture.scan.shear_deg", "deg", -10, 10, "0",
    "How far the rows are from square to the feed")
ECG_REAL(capture_scan_x_mm, "capture.scan.x_mm", "mm", -150, 150, "0",
    "How far the sheet lies to the right of the image's middle")
ECG_REAL(capture_scan_y_mm, "capture.scan.y_mm", "mm", -150, 150, "0",
    "How far the sheet lies below the image's middle")
ECG_REAL(capture_scan_border_mm, "capture.scan.border_mm", "mm", -60, 150, "0",
    "What is seen of the lid around the sheet; below 0 the sheet is cropped")
ECG_REAL(capture_scan_pressed, "capture.scan.pressed", "", 0, 1, "0.9",
    "How flat the lid presses the sheet: curl and waves go first, creases last")
ECG_REAL(capture_scan_optics_mm, "capture.scan.optics_mm", "mm", 0, 1000, "0",
    "Distance from which the sensor's lens sees a row: what lifts off the glass moves inwards; "
    "0: a contact sensor")

/* Geometry of a phone's camera. It looks at the sheet from the front; tilt, pan and roll 0 is
 * square on. Lens: r -> r (1 + k1 r^2 + k2 r^4), r in focal lengths (OpenCV's k1, k2). */
ECG_REAL(capture_camera_focal_mm, "capture.camera.focal_mm", "mm", 13, 120, "26",
    "Focal length, as for 35 mm film (its diagonal, 43.27 mm, is the image's)")
ECG_REAL(capture_camera_distance_mm, "capture.camera.distance_mm", "mm", 0, 3000, "0",
    "From the lens to the sheet's middle; 0: as far as capture.camera.fill asks for")
ECG_REAL(capture_camera_fill, "capture.camera.fill", "", 0.1, 3, "0.85",
    "Part of the frame's width or height that the sheet takes; above 1 it is cut off")
ECG_REAL(capture_camera_x, "capture.camera.x", "", -0.6, 0.6, "0",
    "How far right of the frame's middle the sheet lies, in frame widths")
ECG_REAL(capture_camera_y, "capture.camera.y", "", -0.6, 0.6, "0",
    "How far below the frame's middle the sheet lies, in frame heights")
ECG_REAL(capture_camera_tilt_deg, "capture.camera.tilt_deg", "deg", -60, 60, "0",
    "Above 0 the camera is held from below the sheet: its top looks smaller")
ECG_REAL(capture_camera_pan_deg, "capture.camera.pan_deg", "deg", -60, 60, "0",
    "Above 0 the camera is held from the right: the left side looks smaller")
ECG_REAL(capture_camera_roll_deg, "capture.camera.roll_deg", "deg", -180, 180, "0",
    "Clockwise turn of the sheet in the picture")
ECG_REAL(capture_camera_k1, "capture.camera.k1", "", -0.3, 0.3, "0",
    "Lens distortion; below 0 is barrel")
ECG_REAL(capture_camera_k2, "capture.camera.k2", "", -0.2, 0.2, "0", "Its next term")

/* Geometry of a page shown on a screen, which the camera then photographs */
ECG_INT(capture_screen_width_px, "capture.screen.width_px", "px", 320, 8192, "1920",
    "Width of the screen")
ECG_INT(capture_screen_height_px, "capture.screen.height_px", "px", 240, 8192, "1080",
    "Height of the screen")
ECG_REAL(capture_screen_ppi, "capture.screen.ppi", "px/inch", 60, 400, "141",
    "Pixels per inch of the screen")
ECG_REAL(capture_screen_zoom, "capture.screen.zoom", "", 0.2, 4, "0.95",
    "Size of the shown page; 1 fits the screen, above 1 its edges are beyond it")
