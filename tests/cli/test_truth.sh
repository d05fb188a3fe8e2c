#!/bin/sh
# generate --truth: the files asked for, whole, the same again from any number of threads and in
# tiles' worth of pixels; what is asked for belongs to the dataset.
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

rm -rf all again some tar
sets="--recipe torn --set output.dpi=60 --set capture.kind=scan --set capture.scan.dpi=60"
# shellcheck disable=SC2086
"$press" generate --synthetic 2 --seed 3 -o all --truth all $sets --device software --jobs 3 \
    >log 2>&1 || { fail "generate --truth all"; cat log; }
# shellcheck disable=SC2086
"$press" generate --synthetic 2 --seed 3 -o again --truth all $sets --device software --jobs 1 \
    >log 2>&1 || fail "generate --truth all, one thread"
for ending in png json hea dat mask-leads.png mask-coverage.png mask-layers.png uv.npy uv-x.png \
    uv-y.png mesh.npy depth.npy normal.npy grid.npy clean.png rectified.png; do
    file=synthetic-0001-0.$ending
    [ -s "all/$file" ] || fail "$file is missing"
    cmp -s "all/$file" "again/$file" || fail "$file depends on the number of threads"
    grep -q "\"$file\":" all/manifest.jsonl || fail "$file is not in the manifest"
done

# NPY arrays say what they hold, and hold it.
head -c 128 all/synthetic-0000-0.uv.npy | grep -q "'descr': '<f4'.*'shape': ([0-9]*, [0-9]*, 2" ||
    fail "uv.npy's header"
head -c 128 all/synthetic-0000-0.normal.npy | grep -q "'descr': '<f2'.*, 3" || fail "normal.npy"

"$press" generate --synthetic 1 -o some --truth mask-leads --set output.dpi=60 --device software \
    >log 2>&1 || fail "generate --truth mask-leads"
[ -f some/synthetic-0000-0.mask-leads.png ] && [ -f some/synthetic-0000-0.json ] ||
    fail "--truth mask-leads: mask and JSON"
[ ! -e some/synthetic-0000-0.hea ] && [ ! -e some/synthetic-0000-0.uv.npy ] ||
    fail "--truth mask-leads: more than was asked for"
grep -q '"wfdb": *null' some/synthetic-0000-0.json || fail "the JSON names a WFDB that is not there"

"$press" generate --synthetic 1 -o some --truth uv --set output.dpi=60 >log 2>&1 &&
    fail "another --truth in the same folder"
grep -q "truth" log || fail "a line that names truth"
"$press" generate --synthetic 1 -o other --truth points,masks >log 2>&1 && fail "--truth masks"
grep -q 'mask-leads.*got "masks"' log || fail "a line that says what there is"
[ ! -e other ] || fail "a refused --truth left a folder"

exit $((fails > 0))
