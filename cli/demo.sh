#!/bin/sh
# Installs what is missing, builds, and prints a small dataset from the built-in recording into demo/.
set -eu
cd "$(dirname "$0")/.."
. cli/packages.sh

# shellcheck disable=SC2086
need_packages $BUILD_PACKAGES $WINDOW_PACKAGES
build_preset release
press=build/release/ecgpress

rm -rf demo
echo "Printing 12 clean pages"
$press generate --synthetic 12 --recipe clean --seed 1 -o demo/clean
echo "Printing 4 pages with notes, 8 scans and photos"
$press generate --synthetic 4 --recipe notes --seed 2 -o demo/notes
$press generate --synthetic 8 --recipe mixed --seed 6 -o demo/mixed
echo "Checking that truth and pixels agree"
$press verify demo | tail -n 1
$press inspect demo --contact demo/contact-sheet.png
echo
echo "Look at demo/contact-sheet.png, and at the images and their JSON in demo/."
