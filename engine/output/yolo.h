/*
 * Labels as the YOLO family's trainers read them (docs.ultralytics.com/datasets): a line for each
 * label, its class from 0 and numbers that are shares of the image's width and height.
 */
#ifndef OUTPUT_YOLO_H
#define OUTPUT_YOLO_H

#include "core/buffer.h"
#include "truth/labels.h"

enum ecg_yolo_kind {
    ECG_YOLO_BOX,  /* class x_centre y_centre width height */
    ECG_YOLO_RING, /* class x1 y1 x2 y2 ...: one ring; several are joined there and back */
    ECG_YOLO_QUAD, /* class x1 y1 x2 y2 x3 y3 x4 y4: the turned box */
};

void ecg_yolo_write(
    const struct ecg_labels *labels, enum ecg_yolo_kind kind, struct ecg_buffer *out);
/* The lines of a data.yaml that say what the classes are called. */
void ecg_yolo_names(struct ecg_buffer *out);

#endif
