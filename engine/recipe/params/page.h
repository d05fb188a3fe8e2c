/* Parameters of page; see recipe/params.h for the entry forms. */

/* The sheet. */
ECG_ENUM(page_size, "page.size", "letter|a4|zfold_letter|zfold_a4|roll|custom", "letter",
    "Sheet: letter 279.4 x 215.9 mm, a4 297 x 210, zfold_letter 280 x 216, zfold_a4 295 x 210")
ECG_ENUM(page_orientation, "page.orientation", "landscape|portrait", "landscape",
    "Which way up letter, a4 and the z-folds are printed")
ECG_REAL(page_width_mm, "page.width_mm", "mm", 30, 3000, "279.4", "Width of a custom sheet")
ECG_REAL(page_height_mm, "page.height_mm", "mm", 20, 2000, "215.9", "Height of a custom sheet")
ECG_REAL(page_roll_width_mm, "page.roll.width_mm", "mm", 20, 400, "63",
    "Width of roll paper, the height of its page: 50, 63, 80, 110, 112 or 210 in real machines")
ECG_REAL(page_roll_length_mm, "page.roll.length_mm", "mm", 0, 3000, "0",
    "Length torn off a roll; 0: what the traces need")
ECG_COLOR(page_paper_color, "page.paper_color", "#ffffff", "Colour of the clean paper")
ECG_REAL(page_margin_left_mm, "page.margin.left_mm", "mm", 0, 200, "8",
    "Blank to the left of the first pulse or trace")
ECG_REAL(page_margin_right_mm, "page.margin.right_mm", "mm", 0, 200, "8",
    "Blank to the right of the longest row that fits")
ECG_REAL(page_margin_top_mm, "page.margin.top_mm", "mm", 0, 200, "8",
    "Blank above the header, or above the rows without one")
ECG_REAL(page_margin_bottom_mm, "page.margin.bottom_mm", "mm", 0, 200, "8",
    "Blank below the footer, or below the rows without one")

ECG_REAL(page_pad_mm, "page.pad_mm", "mm", 0, 500, "0",
    "Blank border that the sheet gets all round, outside the margins and the grid")

/* What is plotted where. */
ECG_TEXT(page_layout, "page.layout", "3x4+1",
    "ROWSxCOLUMNS, +N rhythm strips below: 3x4, 3x4+1, 3x4+3, 6x2+1, 12x1, 2x6, 6x1, 1x1")
ECG_TEXT(page_leads, "page.leads", "",
    "Leads in printing order, down the columns (\"V1,V2,-aVR\"); empty: page.lead_order")
ECG_ENUM(page_lead_order, "page.lead_order", "standard|cabrera|record", "standard",
    "I II III aVR aVL aVF V1-V6; or aVL I -aVR II aVF III V1-V6; or as in the record")
ECG_TEXT(page_strips, "page.strips", "II,V1,V5",
    "Leads of the rhythm strips, the first ones that the record has")
ECG_INT(page_lead_page, "page.lead_page", "", 0, 255, "0",
    "Which sheet of leads, from 0, when the layout holds fewer than the record has")
ECG_ENUM(page_column_time, "page.column_time", "continue|same", "continue",
    "Whether each column goes on where the one before it ends, or all start together")
ECG_REAL(page_duration_s, "page.duration_s", "s", 0, 3600, "10",
    "Time shown by one row, over all its columns, where the sheet is wide enough; 0: all that "
    "fits")
ECG_ENUM(page_window, "page.window", "at|random", "at",
    "Which part of a longer record: from page.window_start_s, or anywhere")
ECG_REAL(page_window_start_s, "page.window_start_s", "s", 0, 1000000, "0",
    "Start of the printed part in the record")
ECG_REAL(page_paper_speed_mm_s, "page.paper_speed_mm_s", "mm/s", 2.5, 200, "25", "Paper speed")
ECG_REAL(page_gain_limb_mm_mv, "page.gain.limb_mm_mv", "mm/mV", 0.5, 100, "10",
    "Gain of the limb leads and of every lead that is no chest lead")
ECG_REAL(page_gain_chest_mm_mv, "page.gain.chest_mm_mv", "mm/mV", 0, 100, "0",
    "Gain of the chest leads; 0: as the limb leads")
ECG_REAL(page_first_baseline_mm, "page.first_baseline_mm", "mm", 0, 2000, "0",
    "Zero line of the first row, from the top of the sheet; 0: rows share the height evenly")
ECG_REAL(page_row_pitch_mm, "page.row_pitch_mm", "mm", 0, 200, "0",
    "Distance between the zero lines of rows; 0: from the height")
ECG_REAL(page_strip_pitch_mm, "page.strip_pitch_mm", "mm", 0, 200, "0",
    "Distance of a rhythm strip's zero line from the row above it; 0: as page.row_pitch_mm")
ECG_REAL(page_row_round_mm, "page.row_round_mm", "mm", 0, 10, "0",
    "Rows sharing the height are a multiple of this apart; 0: as it comes")
ECG_REAL(page_row_pitch_min_mm, "page.row_pitch_min_mm", "mm", 3, 60, "11",
    "Below this pitch a low sheet gets fewer rows")
ECG_REAL(page_column_gap_mm, "page.column_gap_mm", "mm", 0, 40, "0",
    "Blank between the traces of neighbouring columns")
ECG_ENUM(page_column_gap_kind, "page.column_gap_kind", "cut|shift", "cut",
    "The gap's time is lost at the end of each column, or the next column is moved right")
ECG_ENUM(page_clip, "page.clip", "sheet|area|row", "sheet",
    "Where traces are cut off: at the sheet's edge, at the frame of the rows, at the next rows")

/* Trace, pulse, separators, names. */
ECG_REAL(page_trace_width_mm, "page.trace.width_mm", "mm", 0.03, 3, "0.26", "Width of the trace")
ECG_COLOR(page_trace_color, "page.trace.color", "#000000", "Ink of traces and pulses")
ECG_REAL(page_trace_opacity, "page.trace.opacity", "", 0, 1, "1", "Strength of that ink")
ECG_ENUM(page_pulse_position, "page.pulse.position", "none|left|right|column", "left",
    "Calibration pulse, 1 mV for 0.2 s: before each row, after it, or in a column of its own")
ECG_ENUM(page_pulse_rows, "page.pulse.rows", "all|first|strips", "all",
    "Which rows have one; strips: the rhythm strips only, the last row without strips")
ECG_REAL(page_pulse_width_scale, "page.pulse.width_scale", "", 0.3, 5, "1",
    "Line width of the pulse over that of the trace")
ECG_REAL(page_pulse_foot_mm, "page.pulse.foot_mm", "mm", 0, 10, "1",
    "Length of the zero line drawn on either side of the pulse")
ECG_REAL(page_pulse_gap_mm, "page.pulse.gap_mm", "mm", 0, 40, "0.5",
    "Blank between the pulse and the trace")
ECG_ENUM(page_separator_style, "page.separator.style", "none|tick|dashes|dotted|marks", "none",
    "Between columns: a tick through the zero line, a dash above and one below it, a dotted line "
    "over all rows, or ':' along the top edge")
ECG_REAL(page_separator_width_mm, "page.separator.width_mm", "mm", 0.03, 4, "0.3",
    "Line width of separators")
ECG_REAL(page_separator_length_mm, "page.separator.length_mm", "mm", 0.5, 40, "6",
    "Length of a tick, or of each dash")
ECG_ENUM(page_label_position, "page.label.position", "none|above|below|over", "below",
    "Lead names: none, above or below the trace's start, or on it")
ECG_ENUM(page_label_font, "page.label.font",
    "sans|sans_bold|serif|serif_bold|mono|mono_bold|dejavu|condensed|plotter", "sans",
    "Font of the lead names")
ECG_REAL(page_label_size_mm, "page.label.size_mm", "mm", 0.5, 20, "3.6", "Em size of lead names")
ECG_REAL(page_label_dx_mm, "page.label.dx_mm", "mm", -20, 20, "0",
    "From the trace's start to the name's left edge")
ECG_REAL(page_label_dy_mm, "page.label.dy_mm", "mm", 0, 30, "5",
    "From the zero line up to a name's foot above it, or down to the foot of one below it")
ECG_REAL(page_label_strip_dy_mm, "page.label.strip_dy_mm", "mm", 0, 30, "0",
    "The same for rhythm strips; 0: as page.label.dy_mm")

/* The grid. */
ECG_ENUM(page_grid_kind, "page.grid.kind", "none|lines|dots|three_level|major", "lines",
    "1 mm and 5 mm lines; 1 mm dots and 5 mm lines; also heavier 25 mm lines; 5 mm lines only")
ECG_ENUM(page_grid_palette, "page.grid.palette",
    "custom|brown|pink|blue|green|red|grey|orange|salmon|violet|black|sky|mint|rose|sepia", "red",
    "Colours of the grid; custom: page.grid.major_color and minor_color")
ECG_COLOR(page_grid_major_color, "page.grid.major_color", "#ff0000", "Ink of the 5 mm lines")
ECG_COLOR(page_grid_minor_color, "page.grid.minor_color", "#fedfdb", "Ink of the 1 mm grid")
ECG_REAL(page_grid_major_width_mm, "page.grid.major_width_mm", "mm", 0.02, 2, "0.18",
    "Width of the 5 mm lines")
ECG_REAL(page_grid_minor_width_mm, "page.grid.minor_width_mm", "mm", 0.02, 2, "0.1",
    "Width of the 1 mm lines, size of the dots")
ECG_REAL(page_grid_opacity, "page.grid.opacity", "", 0, 1, "1", "Strength of the grid's inks")
ECG_ENUM(page_grid_extent, "page.grid.extent", "sheet|frame", "sheet",
    "The grid covers the whole sheet, or a frame of whole 5 mm boxes behind the rows")
ECG_ENUM(page_grid_align, "page.grid.align", "trace|sheet", "trace",
    "A crossing of 5 mm lines lies on the first trace's start, or on the sheet's top left corner")
ECG_REAL(page_grid_shift_x_mm, "page.grid.shift_x_mm", "mm", -10, 10, "0",
    "Pre-printed paper: the grid is this far to the right of where it belongs")
ECG_REAL(page_grid_shift_y_mm, "page.grid.shift_y_mm", "mm", -10, 10, "0",
    "Pre-printed paper: the grid is this far below where it belongs")
ECG_REAL(page_grid_turn_deg, "page.grid.turn_deg", "deg", -3, 3, "0",
    "Pre-printed paper: the grid is turned clockwise by this about the sheet's centre")
ECG_BOOL(page_frame, "page.frame", "false", "A line around the rows")
ECG_COLOR(
    page_print_color, "page.print_color", "#000000", "Ink of names, separators, header and footer")

/* Printed text. Everything in it is invented but what page.header.use_record lets through. */
ECG_ENUM(page_header_style, "page.header.style", "none|table|report|boxed|line|minimal|kit",
    "none",
    "Block above the rows: patient, measurements and statements side by side; a report; framed "
    "boxes; two lines; name and date only; as ECG-Image-Kit copies the record's header")
ECG_ENUM(page_header_language, "page.header.language", "en|de|fr|es|it|pt|nl|pl|sv|cs|tr", "en",
    "Language of the header and footer, and origin of most of its names")
ECG_ENUM(page_header_font, "page.header.font",
    "sans|sans_bold|serif|serif_bold|mono|mono_bold|dejavu|condensed|plotter", "sans",
    "Font of header and footer")
ECG_REAL(page_header_size_mm, "page.header.size_mm", "mm", 0.8, 12, "3.1",
    "Em size of header text; footers are set a little smaller")
ECG_BOOL(page_header_use_record, "page.header.use_record", "true",
    "Print the record's own age, sex and diagnosis where it has them; nothing else of a record is "
    "ever printed, but by the header style kit")
ECG_BOOL(page_header_measurements, "page.header.measurements", "true",
    "Print rate, intervals and axes, as far as they can be measured on the signal")
ECG_BOOL(page_header_statements, "page.header.statements", "true",
    "Print interpretive statements for the record's diagnosis")
ECG_ENUM(page_footer_style, "page.footer.style", "none|plain|speed|device|kit", "none",
    "Line below the rows: 25mm/s 10mm/mV 0.05-150 Hz; Speed: 25 mm/sec Limb: 10 mm/mV; device, "
    "scale and page; speed and gain only, where ECG-Image-Kit puts them")
