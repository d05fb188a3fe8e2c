/* A piece of paper stuck on the sheet, and what is printed on it. */
#ifndef NOTES_LABEL_H
#define NOTES_LABEL_H

#include "notes/desk.h"

/* Its own frame: mm from its top-left corner, which lies at (x_mm, y_mm), turned clockwise. */
struct ecg_label {
    struct ecg_desk *desk;
    double x_mm, y_mm, angle_rad;
    double width_mm, height_mm;
    uint8_t kind;  /* enum ecg_kind of what is on it */
    uint8_t layer; /* enum ecg_layer */
    uint8_t ink[4];
};

/* Finds room for a label of its size and angle, in the header or anywhere. 0 when the sheet is too
 * small. */
int ecg_label_place(struct ecg_label *label, double header_chance, struct ecg_random *random);

/* sRGB 0..1 to opaque bytes. */
void ecg_label_color(const float rgb[3], uint8_t rgba[4]);
void ecg_label_point(const struct ecg_label *label, double x, double y, double out_mm[2]);

/* Each returns 0 or ECG_E_MEMORY. */
/* Its paper with rounded corners, a shadow under it, and its region (of label->kind). */
int ecg_label_paper(
    const struct ecg_label *label, const uint8_t rgba[4], double corner_mm, const char *content);
int ecg_label_fill(const struct ecg_label *label, double x0, double y0, double x1, double y1,
    const uint8_t rgba[4]);
/* A round spot. */
int ecg_label_dot(
    const struct ecg_label *label, double x, double y, double width_mm, const uint8_t rgba[4]);
/* One line of a font, its foot at y, cut short where it would be longer than the room given. */
int ecg_label_text(const struct ecg_label *label, int font, double size_mm, double x, double y,
    double room_mm, const char *text);
/* A Code 128 filling the box, with a region of kind CODE; nothing when the text can't be coded. */
int ecg_label_bars(
    const struct ecg_label *label, double x0, double y0, double x1, double y1, const char *text);
/* A square QR code with its top-left corner at (x, y), likewise. */
int ecg_label_qr(
    const struct ecg_label *label, double x, double y, double size_mm, const char *text);

#endif
