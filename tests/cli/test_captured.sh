#!/bin/sh
# Scans, photos and photographed screens with everything that a recipe draws: the ink is found
# where the JSON says, the signal comes back, and JPEG files have the quality that was drawn.
press=$1
fails=0

fail() {
    echo "FAILED: $1"
    [ ! -f "$2" ] || sed 's/^/  | /' "$2"
    fails=$((fails + 1))
}

# check NAME "VERIFY OPTIONS" OPTION...
check() {
    name=$1
    limits=$2
    shift 2
    rm -rf "$name"
    # shellcheck disable=SC2086
    if ! "$press" generate --synthetic 2 --seed 8 --progress none -o "$name" "$@" \
        >"$name.log" 2>&1 || ! "$press" verify $limits "$name" >>"$name.log" 2>&1; then
        fail "$name: $*" "$name.log"
    fi
}

check scan "--median 0.15 --signal --snr 23" --recipe 0003-scan-color
check photo "--median 0.5 --signal --snr 18" --recipe 0005-photo --set capture.width_px=2200 \
    --set capture.height_px=1700 --set capture.turns=0 --format jpeg
check screen "--median 0.5" --recipe 0006-screen --set capture.width_px=2200 \
    --set capture.height_px=1700 --set capture.turns=0

# The first entry of a baseline JPEG's first quantization table says which quality it was written
# with: 16 scaled by 50 / q, or by 2 - q / 50 from 50 on (IJG's scale), rounded.
for image in photo/*.jpg; do
    json=${image%.jpg}.json
    drawn=$(tr ',{' '\n\n' <"$json" | sed -n 's/.*"output\.jpeg\.quality": *\([0-9]*\).*/\1/p')
    entry=$(od -An -v -tu1 -w1 "$image" | awk '
        { p3 = p2; p2 = p1; p1 = p0; p0 = $1 + 0; n++ }
        at && n == at { print p0; exit }
        !at && p1 == 255 && p0 == 219 { at = n + 4 }')
    expected=$(awk -v q="$drawn" 'BEGIN {
        s = q < 50 ? int(5000 / q) : 200 - 2 * q
        e = int((16 * s + 50) / 100)
        print e < 1 ? 1 : e }')
    [ "$entry" = "$expected" ] ||
        fail "$image: quality $drawn means $expected in the table's corner, found $entry"
done

exit $((fails > 0))
