#!/bin/sh
# ecgpress bench runs, and its JSON holds together. Never asserts times.
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

rm -rf bench.json folder
mkdir folder
expect 2 "expected passes, effects" "$press" bench --parts speed
expect 2 "WIDTHxHEIGHT" "$press" bench --sizes 2200
expect 2 "WIDTHxHEIGHT" "$press" bench --sizes 0x0
expect 2 "expected 1 to 1000" "$press" bench --images 0
expect 2 "expected a list" "$press" bench --recipes ""
expect 1 "expected auto, fragment or compute" "$press" bench --passes fast --device software
expect 1 "nosuch" "$press" bench --parts passes --recipes nosuch --device software
expect 1 "cannot make a folder" "$press" bench --parts flow --recipes kit --folder nowhere --device software
expect 0 "End to end at 550 x 425" "$press" bench --sizes 550x425 --recipes kit,0005-photo --images 2 --rounds 1 \
    --seconds 0.1 --only mould --folder folder --device software --passes compute --json bench.json
[ -z "$(ls folder)" ] || fail "files were left in the folder"

# Needs no JSON tool: numbers are checked by their form, parts by their members.
for member in version device cores shaders passes effects stages encoders flow; do
    grep -q "^  \"$member\":" bench.json || fail "no member $member"
done
[ "$(grep -c '"images_s": [0-9]*\.*[0-9]' bench.json)" -eq 12 ] || fail "images/s of 2 runs and their 10 stages"
[ "$(grep -c '"encoder": ' bench.json)" -eq 34 ] || fail "17 encoders on 2 pictures"
grep -A 1 '^  "shaders": {' bench.json | grep -q '"passes": "compute"' || fail "what passes were built as"
grep -q '"same_bytes": true' bench.json || fail "compute shaders gave other bytes"
grep -q '"name": "mould"' bench.json || fail "the effect mould"
grep -q '"name": "coffee rings"' bench.json && fail "effects that were not asked for"
! grep -q 'nan\|inf' bench.json || fail "a figure is not a number"
grep -A 2 '"print": {' bench.json | grep -q '"ms": [0-9.]*[1-9]' || fail "the print pass took no time"
grep -q '"share_of_cpu": [0-9.]*[1-9]' bench.json || fail "no share of the limit"
if command -v python3 >/dev/null; then
    python3 -c 'import json; json.load(open("bench.json"))' || fail "bench.json is not JSON"
fi

[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
