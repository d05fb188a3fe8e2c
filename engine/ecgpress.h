/*
 * ecgpress: prints ECG recordings on virtual paper, ages and photographs that paper on the GPU,
 * and says where every sample ended up in the picture.
 *
 * The one public header. Functions return 0 or a negative enum ecg_code and then fill *error
 * (which may be NULL) with one line naming the file, the field and what was expected. The library
 * never prints and never exits. Strings are UTF-8. Handles are opaque; x_destroy(&x) frees and
 * writes NULL, and accepts a pointer to NULL.
 */
#ifndef ECGPRESS_H
#define ECGPRESS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ECG_API __attribute__((visibility("default")))

enum ecg_code {
    ECG_OK = 0,
    ECG_E_ARGUMENT = -1,    /* a caller's or user's value is wrong */
    ECG_E_IO = -2,          /* a file or folder could not be read or written */
    ECG_E_FORMAT = -3,      /* a file's content breaks its format */
    ECG_E_UNSUPPORTED = -4, /* valid, but not something ecgpress handles */
    ECG_E_MEMORY = -5,      /* out of memory */
    ECG_E_LIMIT = -6,       /* a stated limit would be exceeded */
    ECG_E_GPU = -7,         /* no usable OpenGL, or it failed */
    ECG_E_MISMATCH = -8,    /* truth and pixels, or arguments and earlier output, disagree */
    ECG_E_CANCELLED = -9,   /* the caller asked to stop */
};

struct ecg_error {
    int code;          /* enum ecg_code */
    char message[512]; /* one line, no newline at its end */
};

/* "0.1.0" */
ECG_API const char *ecg_version(void);

/* Text made by the library: `size` bytes and a 0 after them. ecg_string_free frees and zeroes. */
struct ecg_string {
    char *data;
    size_t size;
};
ECG_API void ecg_string_free(struct ecg_string *string);

/* ---- Recordings
 * --------------------------------------------------------------------------------- */

struct ecg_record; /* read-only once made: threads may share it */

/* Reads WFDB (.hea, or the record's name without it), Challenge .hea + .mat, .csv or .edf. fs_hz:
 * the sampling frequency of a CSV without a time column, else 0. */
ECG_API int ecg_record_read(
    struct ecg_record **record, const char *path, double fs_hz, struct ecg_error *error);
/* The built-in 12-lead recording number `index` of `seed`; seconds 0 means 10. */
ECG_API int ecg_record_synthesize(struct ecg_record **record, uint64_t seed, uint64_t index,
    double seconds, struct ecg_error *error);
/* A recording from memory: samples_mv[lead * n_samples + i], NaN where missing; everything is
 * copied. The id keys the random draws and names the picture: letters, digits, '_' and '-';
 * others are replaced and a hash appended. */
ECG_API int ecg_record_from_samples(struct ecg_record **record, const char *id, double fs_hz,
    int n_leads, const char *const *lead_names, size_t n_samples, const double *samples_mv,
    struct ecg_error *error);
ECG_API void ecg_record_destroy(struct ecg_record **record);
/* Drops what may tell who was recorded and when: comments, date, time; names of leads that are no
 * electrode's become "signal N"; an age of 90 and more becomes 90. Age, sex and diagnosis codes
 * stay: whether they are printed is the recipe's to say. The id stays too. ecg_job_run does this,
 * ecg_press_print takes the record as it is. */
ECG_API void ecg_record_anonymize(struct ecg_record *record);

/* What was read, of each record of each path (files, folders, RECORDS lists): for people, or as
 * one JSON object keyed by record. Unreadable ones are reported through `report` and make the
 * result negative; the others are still in *out. */
typedef void (*ecg_report_fn)(void *priv, const char *line);
ECG_API int ecg_inspect_records(const char *const *paths, size_t n_paths, double fs_hz,
    int as_json, ecg_report_fn report, void *priv, struct ecg_string *out,
    struct ecg_error *error);

/* Whether the path is a dataset made by ecg_job_run: its folder, or one of its tars. */
ECG_API int ecg_is_dataset(const char *path);
/* What a dataset holds, for people or as one JSON object (the keys of dataset.json, and "broken"):
 * images, recordings, parts, kinds, sizes, bytes, leads, the values of each parameter that varies.
 * Reads the manifest and the ends of the images' JSONs, in memory that does not grow with their
 * number but for the recordings' names. ECG_E_MISMATCH when files are missing or of another size,
 * ECG_E_FORMAT when parameters could not be read; *out is filled then, too. */
ECG_API int ecg_inspect_dataset(
    const char *path, int as_json, struct ecg_string *out, struct ecg_error *error);

/* Puts the annotated images of datasets, of tars, of folders that are walked for JSONs, or of single
 * JSON files on one PNG, up to 400 of them, in cells of cell_px; with_overlay draws the truth on
 * them: points, boxes, and as tints the masks that lie beside them. ECG_E_ARGUMENT when there are
 * none. */
ECG_API int ecg_contact_sheet(const char *const *paths, size_t n_paths, const char *out,
    int columns, int cell_px, int with_overlay, struct ecg_error *error);

/* ---- Recipes and parameters
 * --------------------------------------------------------------------- */

struct ecg_recipe; /* a distribution for each parameter; not changed by drawing from it */

/* A built-in recipe's name ("clean"), its number in the ECG-Image-Database ("0003"), or a YAML
 * file's path. */
ECG_API int ecg_recipe_load(
    struct ecg_recipe **recipe, const char *name_or_file, struct ecg_error *error);
/* One assignment, such as "page.paper_speed_mm_s=choice(25:3, 50:1)". */
ECG_API int ecg_recipe_set(
    struct ecg_recipe *recipe, const char *assignment, struct ecg_error *error);
ECG_API void ecg_recipe_destroy(struct ecg_recipe **recipe);

enum ecg_list_form { ECG_LIST_TEXT, ECG_LIST_MARKDOWN, ECG_LIST_JSON };
/* The parameter table, those whose name contains `filter` (NULL: all). */
ECG_API int ecg_list_params(
    const char *filter, enum ecg_list_form form, struct ecg_string *out, struct ecg_error *error);
/* The built-in recipes, a line each. */
ECG_API int ecg_list_recipes(struct ecg_string *out, struct ecg_error *error);
/* One recipe in full, as YAML, its bases and the assignments merged in. */
ECG_API int ecg_show_recipe(const char *name_or_file, const char *const *sets, size_t n_sets,
    struct ecg_string *out, struct ecg_error *error);
/* The OpenGL devices `device` can name, a line each. */
ECG_API int ecg_list_devices(struct ecg_string *out, struct ecg_error *error);

/* ---- One picture
 * -------------------------------------------------------------------------------- */

/* The engine: an OpenGL context and what it keeps warm. Used by the thread that created it only;
 * one a process is enough. */
struct ecg_press;

/* device: NULL or "auto", "software", or a number as listed by ecg_list_devices. */
ECG_API int ecg_press_create(
    struct ecg_press **press, const char *device, struct ecg_error *error);
ECG_API void ecg_press_destroy(struct ecg_press **press);
/* Which OpenGL device is used; valid while the press lives. */
ECG_API const char *ecg_press_device(const struct ecg_press *press);

/* A finished picture: RGB, 8 bits, sRGB, rows from the top without padding, and its truth as the
 * JSON that `ecgpress generate` writes beside an image. */
struct ecg_picture {
    int width_px, height_px;
    uint8_t *rgb;
    struct ecg_string json;
};
/* The picture is a function of (recipe, record, seed, variant) alone. Free with ecg_picture_free.
 */
ECG_API int ecg_press_print(struct ecg_press *press, const struct ecg_recipe *recipe,
    const struct ecg_record *record, uint64_t seed, uint64_t variant, struct ecg_picture *picture,
    struct ecg_error *error);
ECG_API void ecg_picture_free(struct ecg_picture *picture);

/* ---- Many pictures
 * ------------------------------------------------------------------------------ */

struct ecg_stage_time {
    const char *name;
    double busy_s; /* summed over threads */
};

struct ecg_progress {
    size_t done, failed, total;      /* images; total grows when long records give several pages */
    uint64_t bytes;                  /* written */
    double seconds;                  /* since the start */
    struct ecg_stage_time stages[4]; /* prepare, render, encode, write */
};

/* What ECG-Image-Kit's command line says, a field a flag; docs/kit.md compares them one by one.
 * "Up to" is the upper end of a draw for each image, unless the is_..._fixed beside it is set.
 * Start from ecg_kit_defaults. Values out of range make the job end with ECG_E_ARGUMENT, naming
 * the flag.
 */
struct ecg_kit_params {
    long long start_sample;  /* --start_index: the one page of a record; -1: all its pages */
    int max_images;          /* --max_num_images; -1: all */
    const char *config_file; /* YAML; NULL: the kit's own values */
    int resolution_dpi, resolution_is_random; /* 50 to 1200; random: 50 up to it */
    int pad_inches, padding_is_random;        /* 0 to 10 */
    int columns;                              /* -1: 1 for two leads, else 4 */
    const char *strip;                        /* --full_mode: lead of the long row, "None" */
    int mask_unplotted;
    double pulse_chance, grid_chance, header_chance, bw_chance; /* 0 to 1 */
    int grid_color; /* 1 brown, 2 pink, 3 blue, 4 green, 5 red */
    int grid_color_is_random;
    int without_lead_names, with_qr_code;
    int store_config; /* JSON: 0 none, 1 positions, 2 all */
    int with_lead_names_box, with_leads_box;
    int is_fully_random; /* each of the next three in every second image */
    int with_handwriting, with_wrinkles, with_augment;
    const char *words_file;    /* --link; NULL or "": the built-in list */
    int words, words_is_fixed; /* up to, 2 at least */
    int x_offset_px, y_offset_px, offset_is_fixed;
    double handwriting_size; /* share of the page, up to 1 */
    int handwriting_size_is_fixed;
    int crease_angle_deg, crease_angle_is_fixed;
    int creases_vertically, vertically_is_fixed; /* up to; 0 to 30 */
    int creases_horizontally, horizontally_is_fixed;
    int rotate_deg, rotate_is_fixed; /* up to, either way; -180 to 180 */
    int noise, noise_is_fixed;       /* standard deviation in 255ths, 0 to 127 */
    double crop;                     /* share of each side, 0 to 0.45 */
    int crop_is_fixed;
    int temperature_k, temperature_is_fixed; /* 1000 to 40000 */
};
ECG_API void ecg_kit_defaults(struct ecg_kit_params *params);

struct ecg_job_params {
    const char *const *inputs; /* files, folders, RECORDS lists; may be NULL when synthetic > 0 */
    size_t n_inputs;
    size_t synthetic;   /* built-in recordings to add */
    double fs_hz;       /* of CSV files without a time column; 0: none given */
    const char *output; /* folder, made when missing; required */
    const char *recipe; /* NULL: "clean" */
    const char *const *sets;
    size_t n_sets;
    uint64_t seed;
    uint64_t variants; /* images of each record; 0 means 1 */
    size_t limit;      /* at most so many records; 0: all */
    const char
        *window; /* NULL: as the recipe says; "start", "random", "all" or a start in seconds */
    /* 0: nothing of a record's header but age, sex and diagnosis, as far as the recipe prints
     * them, goes anywhere: comments, date, time and lead names that are no electrode's are
     * dropped. 1: they stay, and the WFDB beside an image repeats comments, date and time. Kit
     * pages repeat them always, as the kit does. */
    int keep_identity;
    /* 0 to 1: this share of the images, chosen by their keys, is opened again before it is
     * written: where pixels and truth disagree the image is lost, with a line that says how much.
     * PNG and JPEG only. */
    double verify_share;
    const char *format; /* NULL: "png"; "jpeg"; "npy" (raw); "none" (truth only) */
    /* NULL: "folder"; "tar": WebDataset shards; for measuring "hash" (nothing is written, the
     * manifest holds hashes) and "null". A tar ends before an image that would take it over
     * tar_images (0: 1000) or tar_mb (MB of 10^6 bytes, 0: 1000). */
    const char *sink;
    uint64_t tar_images, tar_mb;
    const char *truth; /* NULL: "points,wfdb"; a comma list of what else is wanted, see
                          docs/truth.md */
    /* NULL: not split; "train:0.8,val:0.1,test:0.1": parts and their shares. A recording's part
     * follows from its id alone; its images go to a sub-folder, or to tars, of that name. */
    const char *split;
    /* NULL, or under what terms the recordings are: repeated in the dataset's card as it is. */
    const char *licence;
    const char *device; /* as ecg_press_create */
    /* NULL or "auto", "fragment", "compute": what kind of shader passes over all pixels are built
     * as. Auto: in software fragment; on a GPU compute where that is measured to be faster and
     * gives the same bytes. */
    const char *passes;
    int jobs;               /* worker threads; 0: one per core */
    uint64_t shard, shards; /* part number shard (from 0) of shards; 0 shards means 1 */
    /* NULL, or what to print instead of a recipe: pages, files and names are then those of
     * ECG-Image-Kit, `inputs` one folder or one record's header; recipe, sets, window, variants
     * and shards are not used. */
    const struct ecg_kit_params *kit;
    /* Called from any thread, one call at a time; all may be NULL. */
    void (*on_warning)(void *priv, const char *line);
    void (*on_failure)(void *priv, const char *line);
    void (*on_progress)(void *priv, const struct ecg_progress *progress);
    /* Asked often, by several threads at once; non-zero stops early. NULL: never. A flag that a
     * signal handler sets must be a lock-free atomic. */
    int (*is_cancelled)(void *priv);
    void *priv;
};

struct ecg_job_result {
    size_t made, kept,
        failed;      /* images made now, found whole from an earlier run; records failed */
    size_t verified; /* of those made, opened again */
    uint64_t bytes;
    double seconds;
    char device[128];                /* "" when the job did not get as far as making pictures */
    const char *passes;              /* "fragment" or "compute": what they were built as */
    struct ecg_stage_time stages[4]; /* prepare, render, encode, write */
};

/* Makes a dataset. 0 when everything came out; ECG_E_FORMAT when records failed (each was reported
 * through on_failure, the others are whole); other codes when the job itself could not go on.
 * Running it again with the same parameters makes what is missing; other parameters on the same
 * output folder are refused with ECG_E_MISMATCH. */
ECG_API int ecg_job_run(
    const struct ecg_job_params *params, struct ecg_job_result *result, struct ecg_error *error);

struct ecg_merge_result {
    size_t images;        /* in the joint manifest */
    size_t missing;       /* images that a shard was to make and that are not there */
    size_t doubles;       /* images that are there more than once */
    size_t absent_shards; /* of which nothing is there; their images are not counted as missing */
};

/* Joins the manifests of a dataset's shards (of one folder, or of several) into manifest.jsonl in
 * the first folder. Each problem is a line to `report` (NULL: none is wanted). 0 when everything
 * is there once, else ECG_E_MISMATCH: also when the shards do not belong together, and then
 * nothing is written. ECG_E_ARGUMENT when there are no shards. */
ECG_API int ecg_merge(const char *const *folders, size_t n_folders, ecg_report_fn report,
    void *priv, struct ecg_merge_result *result, struct ecg_error *error);

/* ---- Verification
 * ------------------------------------------------------------------------------- */

/* One image, measured: distances in px between the ink and the annotated points, on slopes under 1
 * px/px. */
struct ecg_verify_image {
    const char *name; /* path of its JSON; valid during the callback */
    int passed;
    char problem[512]; /* why it did not pass; "" when it did */
    size_t points;     /* annotated, visible, on gentle slopes, about one a pixel */
    size_t measured;   /* of these */
    size_t crowded;    /* not measured: other ink too near */
    size_t busy;       /* of the crowded: the JSON says that other ink is there */
    size_t absent;     /* no ink found */
    size_t unlike;     /* not measured: ink, but no line of that width; damage to it, or on it */
    double median_px, p95_px, p99_px, max_px; /* of the measured; NaN when there are none */
    /* Common displacement of all ink, from steep flanks too: a shift along time shows there. */
    double shift_down_px, shift_right_px;
    double snr_db;       /* with `signal`: mean over leads; NaN without */
    double least_snr_db; /* the worst lead's */
};

struct ecg_verify_params {
    const char *const *paths; /* JSON files, or folders that are walked for them */
    size_t n_paths;
    /* Tolerances; 0: 0.1 px and 0.5 px for pages as drawn, 0.15 px and 1 px where they are bent,
     * 0.5 px and 3 px for captured ones. */
    double median_px, p99_px;
    /* Of the points that must be measured; 0: 0.3. Where 50 are, the busy ones are left out. */
    double least_share;
    /* Share of the points that may lack ink; 0: 0.05, of 1-bit pictures 0.5. No lead may lack
     * nearly all of its own. */
    double most_absent;
    int signal; /* also read the signal back and compare it with the WFDB beside the image */
    double least_snr_db; /* of the mean over an image's leads; 0: not judged */
    int jobs;            /* threads; 0: one per core */
    /* Images in the order of their names, one call at a time; may be NULL. */
    void (*on_image)(void *priv, const struct ecg_verify_image *image);
    void *priv;
};

struct ecg_verify_result {
    size_t images, failed;
    size_t points, measured, absent;
    double median_px, p95_px, p99_px; /* over all images' measured points, to 0.001 px */
    double snr_db;                    /* mean over images */
};

/* Opens images and their JSON again and finds the ink near each annotated point, using nothing
 * else. 0 when every image passed, ECG_E_MISMATCH when one did not or there is none, ECG_E_IO when
 * a path cannot be read. */
ECG_API int ecg_verify(const struct ecg_verify_params *params, struct ecg_verify_result *result,
    struct ecg_error *error);

#ifdef __cplusplus
}
#endif

#endif
