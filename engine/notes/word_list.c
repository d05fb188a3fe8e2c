/* Words and phrases one below the other in a block whose place and size are given, as
 * ECG-Image-Kit writes them. */
#include "notes/note.h"

#include <math.h>
#include <string.h>

/* Pitch of the lines over the height of small letters. */
static const double PITCH = 3;

/* One line, its foot at y_mm, in letters of that size or smaller ones that keep to the width. */
static int write_line(struct ecg_desk *desk, const char *phrase, double size_mm, double y_mm,
    double room_mm, struct ecg_random *random)
{
    struct ecg_random same = *random;
    for (int attempt = 0; attempt < 2; attempt++) {
        struct ecg_pile before = ecg_desk_pile(desk);
        struct ecg_writer writer = desk->writer;
        struct ecg_writing_pen pen = desk->pen;
        double width_mm = 0;
        writer.size_mm = writer.gait.unit_mm = size_mm;
        pen.width_mm = fmin(pen.width_mm, size_mm / 3.2);
        *random = same;
        int code = ecg_desk_write(desk, &writer, &pen, phrase, 0, y_mm, 0, random, &width_mm);
        if (code || attempt || width_mm <= room_mm)
            return code;
        ecg_desk_drop(desk, &before);
        size_mm *= room_mm / width_mm;
    }
    return 0;
}

int ecg_notes_write_list(struct ecg_desk *desk)
{
    const struct ecg_scene *scene = desk->scene;
    int count = scene->notes_list_count, code = 0;
    if (count == 0)
        return 0;
    struct ecg_pile before = ecg_desk_pile(desk);
    struct ecg_random random = ecg_desk_random(desk, "list", 0);
    double pitch_mm = scene->notes_list_height_mm / count;
    for (int k = 0; k < count && !code; k++) {
        char phrase[ECG_PHRASE_SIZE];
        ecg_words_note(desk->words, &desk->blanks, scene->notes_words_matching,
            scene->notes_words_agree, &random, phrase);
        code = write_line(desk, phrase, pitch_mm / PITCH, (k + 1) * pitch_mm,
            scene->notes_list_width_mm, &random);
    }
    struct ecg_box ink;
    if (code || !ecg_desk_box(desk, &before, &ink))
        return code;
    ecg_desk_shift(
        desk, &before, scene->notes_list_x_mm - ink.x0, scene->notes_list_y_mm - ink.y0);
    if (ecg_desk_keep_on_sheet(desk, &before))
        ecg_desk_settle(desk, &before, ECG_GROUND_NOTE);
    return 0;
}
