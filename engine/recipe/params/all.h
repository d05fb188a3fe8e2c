/* The rooms' parameters in the order of what happens to a sheet. Included several times, with the
 * ECG_* entry macros defined differently each time (scene.h, params.c): hence no include guard. */
#include "recipe/params/record.h"
#include "recipe/params/page.h"
#include "recipe/params/notes.h"
#include "recipe/params/sheet.h"
#include "recipe/params/bend.h"
#include "recipe/params/light.h"
#include "recipe/params/capture.h"
#include "recipe/params/optics.h"
#include "recipe/params/output.h"
