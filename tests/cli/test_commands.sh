#!/bin/sh
# The program as a user meets it: help, lists, a small dataset, error lines and exit statuses.
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

rm -rf out out2 out3 out4 out5 in
expect 0 "usage: ecgpress COMMAND" "$press"
expect 0 "generate .*makes a dataset" "$press" --help
expect 0 "^ecgpress [0-9]" "$press" --version
expect 2 "no command \"generat\"" "$press" generat
for command in generate preview verify inspect params recipes devices bench; do
    expect 0 "usage: ecgpress $command" "$press" "$command" --help
done

expect 0 "page.paper_speed_mm_s = 25" "$press" params speed
expect 0 '"name": *"page.paper_speed_mm_s"' "$press" params speed --json
expect 0 "^kit " "$press" recipes
expect 0 "page:" "$press" recipes kit
expect 0 "llvmpipe\|NVIDIA\|Mesa" "$press" devices

expect 2 "expected -o DIR" "$press" generate --synthetic 1
expect 2 "expected -i PATH" "$press" generate -o out
expect 2 "unknown option --sed" "$press" generate --sed 1
expect 2 "whole number" "$press" generate --seed x -o out
expect 2 "I/N" "$press" generate --synthetic 1 -o out --shard 3/3
expect 2 "only with --sink tar" "$press" generate --synthetic 1 -o out --tar-images 3
expect 1 "folder, tar, hash or null, got \"zip\"" "$press" generate --synthetic 1 -o out --sink zip
expect 1 "png, jpeg, npy or none, got \"hash\"" "$press" generate --synthetic 1 -o out --format hash
expect 1 "did you mean page.paper_speed_mm_s" "$press" generate --synthetic 1 -o out --set page.papr_speed_mm_s=25
expect 1 "no such recipe\|no recipe\|nosuch" "$press" generate --synthetic 1 -o out --recipe nosuch
expect 1 "nowhere" "$press" generate -i nowhere -o out
[ ! -e out/synthetic-0000-0.png ] || fail "a failed command left files"
rm -rf out

expect 0 "3 images in out" "$press" generate --synthetic 3 -o out --recipe kit --set output.dpi=72 --device software
expect 0 "0 images in out (and 3 from an earlier run)" "$press" generate --synthetic 3 -o out --recipe kit --set output.dpi=72 --device software
expect 1 "choose another output folder" "$press" generate --synthetic 3 -o out --recipe kit --set output.dpi=72 --seed 9
[ "$(wc -l <out/manifest.jsonl)" -eq 3 ] || fail "manifest lines"

# A job that could not begin has no figures to tell.
printf 'page: [' >bad.yaml
expect 1 "bad.yaml" "$press" generate --synthetic 1 -o out5 --recipe ./bad.yaml
printf '%s' "$output" | grep -q "busy" && fail "figures of a job that did not begin"

# What is written beside an image is a recording again.
expect 0 "500 Hz" "$press" inspect out/synthetic-0001-0.hea
expect 0 '"fs": *500' "$press" inspect --json out/synthetic-0001-0.hea
expect 1 "could not be read" "$press" inspect out/manifest.jsonl

mkdir -p in
printf 'I,II\n0.1,0.2\n0.2,0.3\n0.1,0.1\n' >in/a.csv
printf 'broken' >in/b.hea
expect 1 "b.hea" "$press" generate -i in -o out2 --fs 2 --set output.dpi=72 --device software
rm -rf out2
expect 1 "1 images in out2, 1 failed" "$press" generate -i in -o out2 --fs 2 --set output.dpi=72 --device software

# A line a second for programs.
rm -rf out3
expect 0 '^{"done":2,"failed":0,"total":2,"seconds":.*"mb_per_s":.*"busy":{"prepare":.*"render":.*"write":.*},"ended":true,"kept":0}' \
    "$press" generate --synthetic 2 -o out3 --sink hash --progress json --device software
expect 2 "bar, json or none" "$press" generate --synthetic 2 -o out3 --progress xml
grep -q '"hash":"[0-9a-f]\{16\}"' out3/manifest.jsonl || fail "hashes"

# WebDataset shards.
rm -rf out4
expect 0 "5 images in out4" "$press" generate --synthetic 5 -o out4 --sink tar --tar-images 2 --set output.dpi=50 --device software
expect 0 "^synthetic-0004-0.png" tar tf out4/shard-000002.tar

[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
