#include "render/mesh_upload.h"

#include "core/alloc.h"

#include <stddef.h>
#include <stdlib.h>

struct ecg_mesh_depth {
    float depth_mm;
    uint32_t triangle; /* cell * 2 + which */
};

static void make_arrays(struct ecg_mesh_upload *upload)
{
    static const struct {
        GLint size;
        size_t offset;
    } attributes[] = {
        { 2, offsetof(struct ecg_node, x_px) },
        { 1, offsetof(struct ecg_node, depth_mm) },
        { 3, offsetof(struct ecg_node, x_mm) },
        { 3, offsetof(struct ecg_node, normal) },
        { 1, offsetof(struct ecg_node, occlusion) },
    };
    glCreateVertexArrays(1, &upload->vao);
    glCreateBuffers(1, &upload->nodes);
    glCreateBuffers(1, &upload->indices);
    glVertexArrayVertexBuffer(upload->vao, 0, upload->nodes, 0, sizeof(struct ecg_node));
    glVertexArrayElementBuffer(upload->vao, upload->indices);
    for (GLuint i = 0; i < sizeof attributes / sizeof attributes[0]; i++) {
        glEnableVertexArrayAttrib(upload->vao, i);
        glVertexArrayAttribFormat(
            upload->vao, i, attributes[i].size, GL_FLOAT, GL_FALSE, (GLuint)attributes[i].offset);
        glVertexArrayAttribBinding(upload->vao, i, 0);
    }
}

/* The corners of a triangle: as mesh_cell.h cuts the cells. */
static void corners(const struct ecg_mesh *mesh, uint32_t triangle, uint32_t corner[3])
{
    uint32_t columns = (uint32_t)mesh->columns, cell = triangle / 2;
    uint32_t a = cell / (columns - 1) * columns + cell % (columns - 1);
    uint32_t d = a + columns + 1;
    corner[0] = a;
    corner[1] = triangle % 2 ? a + 1 : d;
    corner[2] = triangle % 2 ? d : a + columns;
}

static int farther_first(const void *a, const void *b)
{
    const struct ecg_mesh_depth *x = a, *y = b;
    if (x->depth_mm != y->depth_mm)
        return x->depth_mm > y->depth_mm ? -1 : 1;
    return x->triangle < y->triangle ? -1 : x->triangle > y->triangle;
}

/* Whether triangles are seen from both sides: only then can one part lie over another. */
static int may_overlap(const struct ecg_mesh *mesh, uint32_t n_triangles)
{
    int seen[2] = { 0, 0 };
    for (uint32_t i = 0; i < n_triangles; i++) {
        uint32_t c[3];
        corners(mesh, i, c);
        const struct ecg_node *p = &mesh->nodes[c[0]], *q = &mesh->nodes[c[1]],
                              *r = &mesh->nodes[c[2]];
        double area = (double)(q->x_px - p->x_px) * (double)(r->y_px - p->y_px) -
                      (double)(q->y_px - p->y_px) * (double)(r->x_px - p->x_px);
        seen[area > 0] = 1;
    }
    return seen[0] && seen[1];
}

static int sort_by_depth(struct ecg_mesh_upload *upload, const struct ecg_mesh *mesh,
    uint32_t n_triangles, struct ecg_error *error)
{
    if (ecg_grow(&upload->depths, &upload->cap_depths, n_triangles, sizeof *upload->depths) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    for (uint32_t i = 0; i < n_triangles; i++) {
        uint32_t c[3];
        corners(mesh, i, c);
        upload->depths[i].triangle = i;
        upload->depths[i].depth_mm =
            mesh->nodes[c[0]].depth_mm + mesh->nodes[c[1]].depth_mm + mesh->nodes[c[2]].depth_mm;
    }
    qsort(upload->depths, n_triangles, sizeof *upload->depths, farther_first);
    return 0;
}

static int upload_triangles(
    struct ecg_mesh_upload *upload, const struct ecg_mesh *mesh, struct ecg_error *error)
{
    uint32_t n = (uint32_t)(mesh->columns - 1) * (uint32_t)(mesh->rows - 1) * 2;
    int must_sort = !mesh->is_affine && may_overlap(mesh, n);
    if (!must_sort && !upload->is_sorted && upload->columns == mesh->columns &&
        upload->rows == mesh->rows)
        return 0;
    if (ecg_grow(&upload->list, &upload->cap_list, (size_t)n * 3, sizeof *upload->list) < 0)
        return ecg_fail(error, ECG_E_MEMORY, "mesh: out of memory");
    int code = must_sort ? sort_by_depth(upload, mesh, n, error) : 0;
    if (code < 0)
        return code;
    for (uint32_t i = 0; i < n; i++)
        corners(mesh, must_sort ? upload->depths[i].triangle : i, &upload->list[(size_t)i * 3]);
    glNamedBufferData(upload->indices, (GLsizeiptr)((size_t)n * 3 * sizeof *upload->list),
        upload->list, GL_STREAM_DRAW);
    upload->n_indices = (GLsizei)(n * 3);
    upload->is_sorted = must_sort;
    upload->columns = mesh->columns;
    upload->rows = mesh->rows;
    return 0;
}

int ecg_mesh_upload(
    struct ecg_mesh_upload *upload, const struct ecg_mesh *mesh, struct ecg_error *error)
{
    if (!upload->vao)
        make_arrays(upload);
    size_t bytes = (size_t)mesh->columns * (size_t)mesh->rows * sizeof *mesh->nodes;
    glNamedBufferData(upload->nodes, (GLsizeiptr)bytes, mesh->nodes, GL_STREAM_DRAW);
    return upload_triangles(upload, mesh, error);
}

void ecg_mesh_upload_free(struct ecg_mesh_upload *upload)
{
    glDeleteVertexArrays(1, &upload->vao);
    glDeleteBuffers(1, &upload->nodes);
    glDeleteBuffers(1, &upload->indices);
    ecg_free(upload->list);
    ecg_free(upload->depths);
    *upload = (struct ecg_mesh_upload){ 0 };
}
