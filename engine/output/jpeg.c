#include "output/jpeg.h"

#include "core/alloc.h"

#include <math.h>
#include <string.h>
#include <turbojpeg.h>

struct ecg_jpeg {
    tjhandle handle;
};

struct ecg_jpeg *ecg_jpeg_make(void)
{
    struct ecg_jpeg *jpeg = ecg_calloc(1, sizeof *jpeg);
    if (!jpeg)
        return NULL;
    jpeg->handle = tjInitCompress();
    if (!jpeg->handle)
        ecg_jpeg_destroy(&jpeg);
    return jpeg;
}

void ecg_jpeg_destroy(struct ecg_jpeg **jpeg)
{
    if (!*jpeg)
        return;
    if ((*jpeg)->handle)
        tjDestroy((*jpeg)->handle);
    ecg_free(*jpeg);
    *jpeg = NULL;
}

/* TurboJPEG has no call for it: the density of the JFIF header that it always writes first. */
static void set_density(unsigned char *file, size_t size, double dpi)
{
    if (!(dpi > 0) || size < 20 || memcmp(file + 6, "JFIF", 5) != 0)
        return;
    unsigned whole = (unsigned)fmin(65535, fmax(1, round(dpi)));
    file[13] = 1; /* pixels per inch */
    file[14] = file[16] = (unsigned char)(whole >> 8);
    file[15] = file[17] = (unsigned char)whole;
}

int ecg_jpeg_encode(struct ecg_jpeg *jpeg, const struct ecg_image *image,
    const struct ecg_jpeg_params *params, struct ecg_buffer *out, struct ecg_error *error)
{
    static const int subsamplings[3] = { TJSAMP_444, TJSAMP_422, TJSAMP_420 };
    if (params->quality < 1 || params->quality > 100)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "JPEG: quality: expected 1 to 100, got %d", params->quality);
    int channels = image->channels;
    if (channels != 1 && channels != 3 && channels != 4)
        return ecg_fail(
            error, ECG_E_ARGUMENT, "JPEG: channels: expected 1, 3 or 4, got %d", channels);
    int subsampling = channels == 1 ? TJSAMP_GRAY : subsamplings[params->subsampling];
    int format = channels == 1 ? TJPF_GRAY : channels == 3 ? TJPF_RGB : TJPF_RGBX;
    unsigned long size = tjBufSize(image->width_px, image->height_px, subsampling);
    if (size == (unsigned long)-1)
        return ecg_fail(error, ECG_E_ARGUMENT, "JPEG: size: cannot hold %d x %d px",
            image->width_px, image->height_px);
    unsigned char *room = ecg_buffer_reserve(out, size);
    if (!room)
        return ecg_fail(error, ECG_E_MEMORY, "JPEG: out of memory");
    /* The accurate transform costs little and keeps high qualities true to themselves. */
    if (tjCompress2(jpeg->handle, image->data, image->width_px, 0, image->height_px, format, &room,
            &size, subsampling, params->quality, TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT) < 0)
        return ecg_fail(error, ECG_E_UNSUPPORTED, "JPEG: %s", tjGetErrorStr2(jpeg->handle));
    set_density(room, size, params->dpi);
    out->size += size;
    out->data[out->size] = 0;
    return 0;
}
