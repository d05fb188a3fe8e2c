/* Parameters of notes; see recipe/params.h for the entry forms. Nothing is written, stamped or
 * stuck by default; what these constants describe is one clinician in a hurry with a ballpoint.
 * The recipe "notes" has the distributions that make a hundred different ones. */

/* Handwriting. */
ECG_INT(notes_handwriting_count, "notes.handwriting.count", "", 0, 60, "0",
    "Notes written by hand, of one to a few lines each")
ECG_INT(
    notes_handwriting_lines, "notes.handwriting.lines", "", 1, 8, "3", "Most lines in one note")
ECG_REAL(notes_handwriting_size_mm, "notes.handwriting.size_mm", "mm", 0.5, 25, "2.4",
    "Height of small letters such as x")
ECG_ENUM(notes_handwriting_pen, "notes.handwriting.pen", "ballpoint|felt_tip|fountain|pencil",
    "ballpoint", "Pen of the notes")
ECG_REAL(notes_handwriting_pen_width_mm, "notes.handwriting.pen_width_mm", "mm", 0, 6, "0",
    "Width of its line; 0: usual for the pen")
ECG_COLOR(notes_handwriting_color, "notes.handwriting.color", "#1d3187",
    "Its ink; pencils are grey whatever this says")
ECG_REAL(notes_handwriting_legibility, "notes.handwriting.legibility", "", 0, 1, "0.6",
    "1: forms are kept; 0: a scrawl")
ECG_REAL(notes_handwriting_hurry, "notes.handwriting.hurry", "", 0, 1, "0.6",
    "Rounding, joining and dragging of a fast hand")
ECG_REAL(notes_handwriting_cursive, "notes.handwriting.cursive", "", 0, 1, "0.5",
    "0: letters apart; 1: all joined")
ECG_REAL(notes_handwriting_slant_deg, "notes.handwriting.slant_deg", "deg", -40, 50, "8",
    "Lean of the letters to the right")
ECG_REAL(notes_handwriting_aspect, "notes.handwriting.aspect", "", 0.4, 2.5, "1",
    "Width of the letters")
ECG_REAL(notes_handwriting_spacing, "notes.handwriting.spacing", "", 0, 4, "1",
    "Distance of letters and words")
ECG_REAL(
    notes_handwriting_tremor, "notes.handwriting.tremor", "", 0, 1, "0", "Shaking of the hand")
ECG_BOOL(notes_handwriting_capitals, "notes.handwriting.capitals", "false", "All in capitals")
ECG_REAL(notes_handwriting_turn_deg, "notes.handwriting.turn_deg", "deg", 0, 90, "2.5",
    "Standard deviation of the turn of a note's lines")
ECG_REAL(notes_handwriting_crossed_out, "notes.handwriting.crossed_out", "", 0, 1, "0.04",
    "Chance that a note's first word is struck out and written again")
ECG_REAL(notes_handwriting_underlined, "notes.handwriting.underlined", "", 0, 1, "0.12",
    "Chance that a note is underlined")

/* What is written. */
ECG_INT(notes_list_count, "notes.list.count", "", 0, 60, "0",
    "Words and phrases written one below the other, in a block of its own")
ECG_REAL(notes_list_x_mm, "notes.list.x_mm", "mm", 0, 3000, "4", "Left edge of that block")
ECG_REAL(notes_list_y_mm, "notes.list.y_mm", "mm", 0, 3000, "4", "Its upper edge")
ECG_REAL(notes_list_width_mm, "notes.list.width_mm", "mm", 5, 1000, "56",
    "Its width at most: longer phrases are written smaller")
ECG_REAL(notes_list_height_mm, "notes.list.height_mm", "mm", 3, 1000, "43",
    "Its height, which the lines share")

ECG_TEXT(notes_words_file, "notes.words_file", "",
    "File of phrases to write, one a line; empty: the built-in list")
ECG_BOOL(notes_words_text, "notes.words.text", "false",
    "That file is any text: phrases are picked out of it")
ECG_REAL(notes_words_matching, "notes.words.matching", "", 0, 1, "0.4",
    "Chance that a note states what the record's diagnosis says")
ECG_BOOL(notes_words_agree, "notes.words.agree", "true",
    "Statements about the recording only where its diagnosis says so, or is not known")

/* Where: weights against each other. */
ECG_REAL(
    notes_place_header, "notes.place.header", "", 0, 100, "2", "Weight of notes above the traces")
ECG_REAL(notes_place_margin, "notes.place.margin", "", 0, 100, "1",
    "Weight of notes along the sheet's edges")
ECG_REAL(notes_place_gap, "notes.place.gap", "", 0, 100, "1.5",
    "Weight of notes between the traces where there is room")
ECG_REAL(notes_place_trace, "notes.place.trace", "", 0, 100, "0.5",
    "Weight of notes straight over the traces")
ECG_REAL(notes_place_lead, "notes.place.lead", "", 0, 100, "1",
    "Weight of notes beside the lead that they speak of")
ECG_BOOL(
    notes_place_off_sheet, "notes.place.off_sheet", "false", "Notes may run off the sheet's edge")

/* Marks of a pen. */
ECG_INT(notes_marks_arrows, "notes.marks.arrows", "", 0, 30, "0", "Arrows to a beat")
ECG_INT(notes_marks_circles, "notes.marks.circles", "", 0, 30, "0", "Circles round beats")
ECG_INT(
    notes_marks_underlines, "notes.marks.underlines", "", 0, 30, "0", "Underlined printed text")
ECG_INT(
    notes_marks_brackets, "notes.marks.brackets", "", 0, 30, "0", "Brackets over a run of beats")
ECG_INT(notes_marks_checks, "notes.marks.checks", "", 0, 30, "0", "Check marks")
ECG_INT(notes_marks_questions, "notes.marks.questions", "", 0, 30, "0", "Question marks")
ECG_INT(notes_marks_callipers, "notes.marks.callipers", "", 0, 30, "0",
    "Callipers from beat to beat or over a QT, most with the time written on")
ECG_INT(notes_marks_strikes, "notes.marks.strikes", "", 0, 30, "0", "Printed text struck out")
ECG_INT(notes_marks_highlights, "notes.marks.highlights", "", 0, 30, "0",
    "Strokes of a highlighter over printed text or a stretch of trace")
ECG_INT(notes_marks_initials, "notes.marks.initials", "", 0, 10, "0", "Initials")
ECG_INT(notes_marks_signatures, "notes.marks.signatures", "", 0, 10, "0", "Signatures")
ECG_ENUM(notes_marks_pen, "notes.marks.pen", "same|ballpoint|felt_tip|fountain|pencil", "same",
    "Pen of the marks; same: that of the notes")
ECG_COLOR(notes_marks_color, "notes.marks.color", "#c01822", "Its ink, when it is not the same")
ECG_COLOR(notes_marks_highlighter_color, "notes.marks.highlighter_color", "#f7f03a",
    "Ink of the highlighter")
ECG_REAL(notes_marks_highlighter_width_mm, "notes.marks.highlighter_width_mm", "mm", 0.5, 15,
    "4.2", "Width of its stroke")

/* Rubber stamps. */
ECG_INT(notes_stamp_round, "notes.stamp.round", "", 0, 6, "0",
    "Round stamps: a hospital's name on an arc, the date across")
ECG_INT(notes_stamp_date, "notes.stamp.date", "", 0, 6, "0", "Date stamps")
ECG_INT(notes_stamp_box, "notes.stamp.box", "", 0, 6, "0", "Framed words such as RECEIVED")
ECG_TEXT(notes_stamp_text, "notes.stamp.text", "", "Words on the stamps; empty: drawn from a list")
ECG_COLOR(notes_stamp_color, "notes.stamp.color", "#2a2f8c", "Ink of the stamps")
ECG_REAL(notes_stamp_scale, "notes.stamp.scale", "", 0.3, 4, "1", "Size; 1: round stamps of 34 mm")
ECG_REAL(notes_stamp_turn_deg, "notes.stamp.turn_deg", "deg", 0, 180, "9",
    "Standard deviation of their turn")
ECG_REAL(notes_stamp_wear, "notes.stamp.wear", "", 0, 1, "0.5",
    "Unevenness of the ink: 0 even, 1 half missing")

/* Stuck on. */
ECG_INT(notes_sticker_patient, "notes.sticker.patient", "", 0, 6, "0",
    "Patient labels: an invented name and number, and a code")
ECG_ENUM(notes_sticker_code, "notes.sticker.code", "bar|qr|none", "bar",
    "The label's code: Code 128, a QR code or none")
ECG_INT(notes_sticker_barcode, "notes.sticker.barcode", "", 0, 6, "0",
    "Small labels with a bar code and its number only")
ECG_INT(notes_sticker_post_it, "notes.sticker.post_it", "", 0, 6, "0",
    "Post-it notes with handwriting")
ECG_COLOR(
    notes_sticker_post_it_color, "notes.sticker.post_it_color", "#f8ec7c", "Paper of the post-its")
ECG_REAL(notes_sticker_turn_deg, "notes.sticker.turn_deg", "deg", 0, 180, "3",
    "Standard deviation of a sticker's turn; a tenth of them stand upright")
ECG_REAL(notes_sticker_shadow, "notes.sticker.shadow", "", 0, 1, "0.5",
    "Strength of the shadow under a sticker's edge")

/* QR codes by themselves. */
ECG_INT(notes_qr_count, "notes.qr.count", "", 0, 6, "0", "QR codes")
ECG_REAL(notes_qr_size_mm, "notes.qr.size_mm", "mm", 5, 80, "18", "Size of the code")
ECG_TEXT(notes_qr_content, "notes.qr.content", "ECG-{number}",
    "What it says; {record} {variant} {seed} {date} and {number} are filled in")
ECG_ENUM(notes_qr_on, "notes.qr.on", "paper|label", "paper",
    "Printed on the sheet, or on a label of its own")
ECG_ENUM(notes_qr_place, "notes.qr.place", "free|top_right", "free",
    "Wherever there is room, or in the sheet's top right corner")

/* Hidden parts. */
ECG_INT(notes_redaction_count, "notes.redaction.count", "", 0, 40, "0", "Redactions")
ECG_ENUM(notes_redaction_style, "notes.redaction.style", "bar|marker|erased|label", "bar",
    "A clean bar, a marker's strokes, correction fluid, a blank label")
ECG_ENUM(notes_redaction_where, "notes.redaction.where", "text|trace|anywhere", "text",
    "What is hidden: printed header text, a stretch of a trace, anything")
ECG_COLOR(notes_redaction_color, "notes.redaction.color", "#0b0b0d", "Colour of bars and markers")
