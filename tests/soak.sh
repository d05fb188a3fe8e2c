#!/bin/sh
# Many small images in one process: descriptors do not grow, memory by no more than a tenth (what is in
# use stays the same; the allocator's gaps grow a little for some thousand images), and the rate at the
# end is that at the start.
#
#   sh tests/soak.sh ECGPRESS [IMAGES]      20000 images by default, to a tar that is thrown away
set -eu
press=$1
images=${2:-20000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
variants=20
"$press" generate --synthetic $((images / variants)) --variants $variants -o "$scratch/out" --sink tar \
    --set output.dpi=50 --set page.size=custom --set page.width_mm=120 --set page.height_mm=80 \
    --set page.layout=1x1 --set page.duration_s=2 --device software --progress json 2>"$scratch/progress" >"$scratch/summary" &
pid=$!
while kill -0 $pid 2>/dev/null; do
    count=$(sed -n 's/.*"done":\([0-9]*\).*/\1/p' "$scratch/progress" | tail -n 1)
    rss=$(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null || true)
    fds=$(ls /proc/$pid/fd 2>/dev/null | wc -l)
    cpu=$(awk '{ print $14 + $15 }' /proc/$pid/stat 2>/dev/null || true)
    [ -n "$rss" ] && [ -n "$cpu" ] && [ -n "$count" ] &&
        echo "$count $rss $fds $cpu" >>"$scratch/samples"
    sleep 1
done
wait $pid || { tail -n 3 "$scratch/progress"; exit 1; }
cat "$scratch/summary"
# Processor time an image, for the wall's is also that of whatever else runs. The first tenth warms
# up.
awk -v images="$images" '
    $1 >= images / 10 && !n { rss0 = $2; fds0 = $3 }
    $1 >= images / 10 { n++; at[n] = $1; cpu[n] = $4; rss = $2; fds = $3; if ($2 > most) most = $2 }
    END {
        if (n < 8) { print "too few samples: ask for more images"; exit 1 }
        q = int(n / 4)
        first = (cpu[1 + q] - cpu[1]) / (at[1 + q] - at[1]) * 10
        last = (cpu[n] - cpu[n - q]) / (at[n] - at[n - q]) * 10
        printf "memory %.1f MB after a tenth, %.1f MB at the end, %.1f MB at most\n", rss0 / 1024, rss / 1024, most / 1024
        printf "descriptors %d and %d\n", fds0, fds
        printf "processor time an image: %.2f ms in the first quarter, %.2f ms in the last\n", first, last
        bad = rss > rss0 * 1.1 || fds > fds0 || last > first * 1.15
        if (bad) print "FAILED: something grows"
        exit bad
    }' "$scratch/samples"
