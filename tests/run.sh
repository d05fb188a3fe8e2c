#!/bin/sh
# Installs what is missing, builds, and runs every test. No display and no GPU are needed: the
# preview's window is tested on a display in memory (Xvfb).
#
#   sh tests/run.sh                 release build, gcc
#   sh tests/run.sh --clang         release build, clang (its warnings too)
#   sh tests/run.sh --asan          address and undefined-behaviour sanitizers
#   sh tests/run.sh --tsan          thread sanitizer, on the tests that start threads
#   sh tests/run.sh --ci            the release build and both sanitizers: what .ci/run does
#   sh tests/run.sh --all           each of these
#   sh tests/run.sh --long [N]      as many kills at random moments (50), of a folder and of shards
#   sh tests/run.sh --slurm         a real Slurm: starts munge and Slurm's daemons on this machine (root)
#   sh tests/run.sh --fuzz [S]      every fuzz target under libFuzzer for S seconds (60)
#   sh tests/run.sh --faults        small runs with every allocation, file call and shader failing in turn
#   sh tests/run.sh --soak [N]      many small images (20 000) in one process: nothing may grow
#   sh tests/run.sh --valgrind      the readers of recordings under valgrind
set -eu
cd "$(dirname "$0")/.."
. cli/packages.sh

run_release() {
    build_preset release
    ctest --preset release -j 2
}

run_clang() {
    need_packages clang
    echo "Building (clang)"
    CC=clang CXX=clang++ cmake -S . -B build/clang -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build build/clang
    ctest --test-dir build/clang --output-on-failure -j 2
}

run_asan() {
    build_preset asan
    ctest --preset asan -j 2
}

# What Mesa and LLVM do with their own threads is not checked: tests/tsan.supp.
run_tsan() {
    build_preset tsan
    ctest --preset tsan -j 2
}

run_faults() {
    build_preset release
    for test in alloc files gpu; do
        in_folder "fault.$test" env ECGPRESS_FAULTS=all "$PWD/build/release/tests/fault.$test"
    done
}

# Without huge tables and loops, which take valgrind minutes.
run_valgrind() {
    need_packages valgrind
    build_preset release
    for test in wfdb_formats wfdb_records tables leads memory shared_records; do
        mkdir -p build/valgrind
        echo "valgrind: record.$test"
        (cd build/valgrind && valgrind -q --error-exitcode=9 --leak-check=full \
            "../release/tests/record.$test")
    done
}

# What a target finds that was not in the corpus is kept for the next time in build/fuzz/corpus; an
# input that breaks something is left in build/fuzz/found.
run_fuzz() {
    need_packages clang libclang-rt-14-dev
    build_preset fuzz
    for target in build/fuzz/tests/fuzz.*; do
        name=${target##*fuzz.}
        mkdir -p "build/fuzz/corpus/$name" build/fuzz/found
        scratch=$(mktemp -d)
        echo "Fuzzing $name for $1 s"
        if ! (cd "$scratch" && exec "$OLDPWD/$target" "$OLDPWD/build/fuzz/corpus/$name" \
            "$OLDPWD/tests/fuzz/corpus/$name" -max_total_time="$1" -timeout=25 \
            -rss_limit_mb=6000 -max_len=6000 -print_final_stats=1 \
            -artifact_prefix="$OLDPWD/build/fuzz/found/$name-" >log 2>&1); then
            tail -n 60 "$scratch/log" >&2
            rm -rf "$scratch"
            return 1
        fi
        sed -n 's/^stat::number_of_executed_units: */  inputs: /p' "$scratch/log"
        rm -rf "$scratch"
    done
}

# in_folder NAME COMMAND...: in build/release/test-output/NAME.
in_folder() (
    mkdir -p "build/release/test-output/$1"
    cd "build/release/test-output/$1"
    shift
    "$@"
)

run_long() {
    build_preset release
    in_folder cli.killed sh "$PWD/tests/cli/test_killed.sh" "$PWD/build/release/ecgpress" "$1"
}

run_slurm() {
    need_packages slurm-wlm munge
    build_preset release
    in_folder cluster.slurm sh "$PWD/tests/cluster/test_slurm.sh" "$PWD/build/release/ecgpress"
}

# shellcheck disable=SC2086
need_packages $BUILD_PACKAGES $WINDOW_PACKAGES libarchive-dev xvfb xauth
case "${1:-}" in
"") run_release ;;
--clang) run_clang ;;
--asan) run_asan ;;
--tsan) run_tsan ;;
--long) run_long "${2:-50}" ;;
--slurm) run_slurm ;;
--faults) run_faults ;;
--soak)
    build_preset release
    sh tests/soak.sh "$PWD/build/release/ecgpress" "${2:-20000}"
    ;;
--valgrind) run_valgrind ;;
--fuzz) run_fuzz "${2:-60}" ;;
--ci)
    run_release
    run_asan
    run_tsan
    ;;
--all)
    run_release
    run_clang
    run_asan
    run_tsan
    ;;
*)
    sed -n '2,16s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
