#!/bin/sh
# Parts of a dataset: chosen by --shard or by a job array's variables, joined by merge.
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"
unset SLURM_ARRAY_TASK_ID SLURM_ARRAY_TASK_COUNT SLURM_ARRAY_TASK_MIN SLURM_ARRAY_TASK_STEP \
    JOB_COMPLETION_INDEX ECGPRESS_SHARDS

# part PATTERN VARIABLE=VALUE...: generate under these says so.
part() {
    pattern=$1
    shift
    expect "${status:-0}" "$pattern" env "$@" "$press" generate --synthetic 1 -o chosen --sink null \
        --recipe kit --set output.dpi=50 --device software
    rm -rf chosen
}

rm -rf out one two three whole chosen
part 'part 2/8, by SLURM_ARRAY_TASK_ID' SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=8
part 'part 3/4, by SLURM_ARRAY_TASK_ID' SLURM_ARRAY_TASK_ID=40 SLURM_ARRAY_TASK_COUNT=4 \
    SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=10
part 'part 17/64, by SLURM_ARRAY_TASK_ID' SLURM_ARRAY_TASK_ID=17 SLURM_ARRAY_TASK_COUNT=2 \
    SLURM_ARRAY_TASK_MIN=3 ECGPRESS_SHARDS=64
part 'part 5/6, by JOB_COMPLETION_INDEX' JOB_COMPLETION_INDEX=5 ECGPRESS_SHARDS=6
status=2
part 'set ECGPRESS_SHARDS' JOB_COMPLETION_INDEX=5
part 'part 6, but there are 6' JOB_COMPLETION_INDEX=6 ECGPRESS_SHARDS=6
part 'neither SLURM_ARRAY_TASK_ID' ECGPRESS_SHARDS=6
part 'cannot tell which part task 7' SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=2 \
    SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_STEP=3
part 'expected a whole number, got "x"' SLURM_ARRAY_TASK_ID=x

# make SHARD FOLDER OPTION...
make() {
    shard=$1
    folder=$2
    shift 2
    "$press" generate --synthetic 3 --variants 3 -o "$folder" --shard "$shard" --recipe kit \
        --set output.dpi=50 --device software "$@" >log 2>&1 || { fail "part $shard"; cat log; }
}

make 0/1 whole
expect 2 "expected the folder" "$press" merge
expect 1 "no shards there" "$press" merge whole
expect 1 "nowhere" "$press" merge nowhere
make 0/3 out
make 1/3 out
expect 1 "^shard 2/3: was not begun" "$press" merge out
expect 1 "^6 images in out/manifest.jsonl" "$press" merge out
make 2/3 out
rm out/synthetic-0001-2.json
expect 1 "^missing: synthetic-0001-2 (shard 0/3)" "$press" merge out
expect 1 "1 images missing, 0 double, 0 shards not begun" "$press" merge out
make 0/3 out
expect 0 "^9 images in out/manifest.jsonl" "$press" merge out
rm out/todo-* out/manifest-*
diff -r whole out || fail "the parts together are not the whole"

# Several folders, tars: a copied part is double, a lost tar is missing, other settings do not fit.
make 0/2 one --sink tar --tar-images 2
make 1/2 two --sink tar --tar-images 2
expect 0 "^9 images in one/manifest.jsonl" "$press" merge one two
[ "$(grep -c '"folder":"/.*/two"' one/manifest.jsonl)" -eq 4 ] || fail "folders"
cp two/*1-of-2* one
expect 1 "^double: synthetic-0000-1: in shard 1 of one and in shard 1 of two" "$press" merge one two
rm one/*1-of-2* two/shard-1-of-2-000001.tar
expect 1 "2 images missing" "$press" merge one two
make 2/3 out
expect 1 "made with other settings than one" "$press" merge one out
make 0/3 three
"$press" generate --synthetic 4 --variants 3 -o three --shard 1/3 --recipe kit --set output.dpi=50 \
    --device software >log 2>&1
expect 1 "cut from other recordings" "$press" merge three
make 0/4 three
expect 1 "holds shards of" "$press" merge three

# What is no manifest line is named, unless it is the half of one that a killed part left.
make 0/1 whole
cp whole/manifest.jsonl told
printf '{"name":"synthetic-0009' >>whole/manifest.jsonl
make 0/1 whole
cmp whole/manifest.jsonl told || fail "half a line is not dropped"
printf '{"name":"a"}\n' >>whole/manifest.jsonl
expect 1 'manifest.jsonl:10: no manifest line: "record": expected a text; move the file away' \
    "$press" generate --synthetic 3 --variants 3 -o whole --recipe kit --set output.dpi=50 --device software

[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
