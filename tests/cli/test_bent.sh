#!/bin/sh
# Bent sheets and photos: the ink lies where the JSON says, measured on the finished pictures.
press=$1
fails=0

# check NAME OPTION...: a small dataset of bent sheets, and 0.15 px median, 1 px 99th percentile.
check() {
    name=$1
    shift
    rm -rf "$name"
    # A thin trace: the middle of a thick and jagged one is not the signal.
    if ! "$press" generate --synthetic 3 --seed 5 --progress none -o "$name" \
        --set page.trace.width_mm=0.25 "$@" >"$name.log" 2>&1 ||
        ! "$press" verify --median 0.15 --p99 1 "$name" >>"$name.log" 2>&1; then
        echo "FAILED: $name: $*"
        sed 's/^/  | /' "$name.log"
        fails=$((fails + 1))
    fi
}

check flat-on --recipe clean --set output.dpi=200 \
    --set 'bend.fold.pattern=choice(half:1, thirds:1, z:1, quarters:1, lines:1)' \
    --set 'bend.crumple.depth_mm=uniform(0.5, 1.5)' --set 'bend.curl.angle_deg=uniform(-30, 30)' \
    --set bend.corner.lift_deg=25 --set bend.wave.height_mm=0.7 --set bend.cockle.height_mm=0.1 \
    --set bend.swell_mm=0.3 --set bend.print.scale=0.954 --set bend.print.wander_mm=0.2

check photo --recipe clean --set capture.kind=photo --set capture.width_px=2800 \
    --set 'capture.camera.tilt_deg=choice(40:1, -40:1, uniform(-40, 40):2)' \
    --set 'capture.camera.k1=choice(-0.2:1, 0.1:1, uniform(-0.2, 0.1):1)' \
    --set 'capture.camera.roll_deg=uniform(-12, 12)' --set 'capture.turns=int(0, 3)' \
    --set bend.fold.pattern=thirds --set bend.curl.angle_deg=20

check scan --recipe clean --set capture.kind=scan --set 'capture.scan.skew_deg=uniform(-3, 3)' \
    --set capture.scan.stretch=1.01 --set capture.scan.wander_mm=0.4 \
    --set capture.scan.border_mm=6 --set capture.scan.optics_mm=350 \
    --set bend.curl.angle_deg=-40 --set bend.fold.pattern=half

exit $((fails > 0))
