#!/bin/sh
# Installs what is missing, builds, and runs every test. No display and no GPU are needed.
#
#   sh tests/run.sh                 release build, gcc
#   sh tests/run.sh --clang         release build, clang (its warnings too)
#   sh tests/run.sh --asan          address and undefined-behaviour sanitizers
#   sh tests/run.sh --tsan          thread sanitizer, on the tests that start threads
#   sh tests/run.sh --all           each of these
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
    ASAN_OPTIONS=detect_leaks=1 ctest --preset asan -j 2
}

run_tsan() {
    build_preset tsan
    TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp" ctest --preset tsan -j 2 -R '^(core|job)\.'
}

# shellcheck disable=SC2086
need_packages $BUILD_PACKAGES libarchive-dev
case "${1:-}" in
"") run_release ;;
--clang) run_clang ;;
--asan) run_asan ;;
--tsan) run_tsan ;;
--all)
    run_release
    run_clang
    run_asan
    run_tsan
    ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
