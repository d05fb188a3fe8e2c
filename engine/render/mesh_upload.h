/* The mesh's triangles on the GPU, for shaders/common/mesh.vert. */
#ifndef RENDER_MESH_UPLOAD_H
#define RENDER_MESH_UPLOAD_H

#include "gpu/gl.h"
#include "render/mesh.h"

/* Zero-initialise. */
struct ecg_mesh_upload {
    GLuint vao, nodes, indices;
    GLsizei n_indices;
    int columns, rows; /* what the indices are made for */
    int is_sorted;     /* by depth, for a mesh that may overlap itself */
    uint32_t *list;    /* kept for the next picture */
    size_t cap_list;
    struct ecg_mesh_depth *depths;
    size_t cap_depths;
};

/* Uploads the nodes, and the triangles in an order in which the nearest comes last. */
int ecg_mesh_upload(
    struct ecg_mesh_upload *upload, const struct ecg_mesh *mesh, struct ecg_error *error);
void ecg_mesh_upload_free(struct ecg_mesh_upload *upload);

#endif
