#include "press_room.h"

#include "core/alloc.h"
#include "gpu/context.h"
#include "gpu/program.h"
#include "gpu/timer.h"

struct press_room {
    struct ecg_gpu *gpu;
    struct ecg_renderer *renderer;
    struct ecg_shown shown;
};

int press_room_open(struct press_room **out, const char *device, struct ecg_error *error)
{
    struct press_room *room = *out = ecg_calloc(1, sizeof *room);
    if (!room)
        return ecg_fail(error, ECG_E_MEMORY, "preview: out of memory");
    int code = ecg_gpu_open(&room->gpu, device, error);
    if (code == 0)
        code = ecg_renderer_create(&room->renderer, room->gpu, error);
    if (code < 0)
        press_room_close(out);
    return code;
}

void press_room_close(struct press_room **out)
{
    struct press_room *room = *out;
    if (!room)
        return;
    if (room->renderer)
        ecg_shown_free(&room->shown);
    ecg_renderer_destroy(&room->renderer);
    if (room->gpu)
        ecg_gpu_close(&room->gpu);
    ecg_free(room);
    *out = NULL;
}

static int print(struct press_room *room, const struct ecg_render_job *job,
    struct ecg_image *image, int (*is_wanted)(void *priv), void *priv, struct ecg_error *error)
{
    int left = 1;
    int code = ecg_render_begin(room->renderer, job, &room->shown, error);
    while (code == 0 && left) {
        code = ecg_render_step(room->renderer, &left, error);
        ecg_gpu_finish(room->gpu);
        if (code == 0 && left && !is_wanted(priv)) {
            ecg_render_give_up(room->renderer);
            return ecg_fail(error, ECG_E_CANCELLED, "picture: not wanted any more");
        }
    }
    return code < 0 ? code : ecg_shown_read(&room->shown, image, error);
}

static void read_timers(struct ecg_timers *timers, struct made *made)
{
    struct ecg_timing timing;
    int i = 0;
    for (; i < MADE_PASSES && ecg_timers_read(timers, i, &timing); i++)
        made->passes[i] = (struct made_pass){ timing.name, timing.total_ms };
    made->n_passes = i;
}

int press_room_print(struct press_room *room, struct made *made, int with_clean,
    int (*is_wanted)(void *priv), void *priv, struct ecg_error *error)
{
    struct ecg_timers *timers = ecg_gpu_timers(room->gpu);
    struct ecg_render_job job = ecg_work_job(made->work);
    struct ecg_scene scene;
    ecg_timers_enable(timers, 1);
    int code = print(room, &job, &made->work->image, is_wanted, priv, error);
    if (code == 0)
        read_timers(timers, made);
    ecg_timers_enable(timers, 0);
    if (code < 0 || !with_clean)
        return code;
    job = maker_clean_job(made, &scene);
    return print(room, &job, &made->clean_image, is_wanted, priv, error);
}

void press_room_forget_programs(struct press_room *room)
{
    ecg_programs_clear(ecg_gpu_programs(room->gpu));
}
