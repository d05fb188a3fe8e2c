#!/bin/sh
# Installs what is missing, builds, and prints a small dataset from the built-in recording into demo/.
set -eu
cd "$(dirname "$0")/.."
. cli/packages.sh

# shellcheck disable=SC2086
need_packages $BUILD_PACKAGES
build_preset release
press=build/release/ecgpress

echo "Printing"
rm -rf demo
$press generate --synthetic 12 --recipe clean --seed 1 -o demo/clean
$press verify demo/clean
$press inspect demo/clean --contact demo/contact-sheet.png
echo
echo "Look at demo/contact-sheet.png, and at the images and their JSON in demo/."
