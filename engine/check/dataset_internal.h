/* What the files of a dataset's reader share: which image was read last, and which file is open.
 */
#ifndef CHECK_DATASET_INTERNAL_H
#define CHECK_DATASET_INTERNAL_H

#include "check/dataset.h"
#include "check/tar_images.h"

struct ecg_dataset {
    char *folder;
    char *only_shard; /* images of this tar only; NULL: of all */
    int is_listed;    /* by manifests, else tars are looked through */
    char **manifests; /* file names of those, or of the tars; sorted */
    size_t n_manifests, cap_manifests;
    size_t manifest; /* the one that is being read */
    struct ecg_manifest *file;
    struct ecg_tar_images *tar;    /* without manifests: the one that is looked through */
    struct ecg_manifest_line line; /* the image read last */
    char *open_path;
    int open_fd; /* of the file read last: mostly a tar that the next image lies in too */
};

/* Closes the file read last. */
void ecg_dataset_close_file(struct ecg_dataset *dataset);
int ecg_dataset_out_of_memory(const struct ecg_dataset *dataset, struct ecg_error *error);

#endif
