#include "notes/notes.h"

#include "notes/desk.h"
#include "notes/marks.h"
#include "notes/note.h"
#include "notes/stamp.h"
#include "notes/sticker.h"

static int is_blank(const struct ecg_scene *s)
{
    return s->notes_handwriting_count + s->notes_marks_arrows + s->notes_marks_circles +
               s->notes_marks_underlines + s->notes_marks_brackets + s->notes_marks_checks +
               s->notes_marks_questions + s->notes_marks_callipers + s->notes_marks_strikes +
               s->notes_marks_highlights + s->notes_marks_initials + s->notes_marks_signatures +
               s->notes_stamp_round + s->notes_stamp_date + s->notes_stamp_box +
               s->notes_sticker_patient + s->notes_sticker_barcode + s->notes_sticker_post_it +
               s->notes_qr_count + s->notes_redaction_count + s->notes_list_count ==
           0;
}

int ecg_notes_add(struct ecg_page *page, const struct ecg_scene *scene,
    const struct ecg_record *record, const struct ecg_fonts *fonts, struct ecg_error *error)
{
    /* In the order of a sheet's life; what is placed later keeps clear of what is there. */
    static int (*const MAKERS[])(struct ecg_desk * desk) = { ecg_notes_stick_codes,
        ecg_notes_redact, ecg_notes_stick_labels, ecg_notes_mark_text, ecg_notes_mark_beats,
        ecg_notes_stamp, ecg_notes_stick_post_its, ecg_notes_write_list, ecg_notes_write,
        ecg_notes_sign };
    if (is_blank(scene))
        return 0;
    struct ecg_desk desk;
    int code = ecg_desk_open(&desk, page, scene, record, fonts, error);
    if (code)
        return code;
    for (size_t i = 0; i < sizeof MAKERS / sizeof MAKERS[0] && !code; i++)
        code = MAKERS[i](&desk);
    ecg_desk_close(&desk);
    return code ? ecg_fail(error, code, "notes: out of memory") : 0;
}
