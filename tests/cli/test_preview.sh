#!/bin/sh
# The preview in a real window (Xvfb): a scripted session; what it shows and saves is what
# `ecgpress generate` makes. Without Xvfb, or built without the window, only its error lines.
press=$1
here=$(dirname "$0")
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

rm -rf out again shots rerolled ./*.yaml ./*.txt
expect 0 "usage: ecgpress preview" "$press" preview --help
if "$press" preview 2>&1 | grep -q "built without"; then
    expect 1 "libimgui-dev" "$press" preview
    [ "$fails" -eq 0 ] && echo "built without the window; its error line is as expected"
    exit $((fails > 0))
fi
expect 1 "no display" env -u DISPLAY -u WAYLAND_DISPLAY "$press" preview --recipe clean
[ "$(env -u DISPLAY "$press" preview 2>&1 | wc -l)" -eq 1 ] || fail "more than one line without a display"
expect 2 "WIDTHxHEIGHT" "$press" preview --size 10x10
expect 1 "nosuch" "$press" preview --recipe nosuch
printf 'wait\nscreenshto a.png\n' >bad.txt
expect 1 'script bad.txt:2: no command "screenshto"' "$press" preview --script bad.txt
command -v xvfb-run >/dev/null || {
    echo "no xvfb-run: the window itself is not tested"
    exit $((fails > 0))
}

# in_window ARGUMENT...: the preview on a display of its own. Without -f, xvfb-run keeps the display's
# key in a folder that it now and then cannot remove, as xauth still has a lock in it: it then ends
# with 5, whatever the preview said.
in_window() {
    : >Xauthority
    xvfb-run -a -f "$PWD/Xauthority" -s "-screen 0 1280x1024x24" "$press" preview --size 1200x800 "$@"
}

# A session: parameters are set, locked, undone; the recipe and the image are saved.
mkdir -p shots
cat >session.txt <<'END'
wait
screenshot shots/first.png
set output.dpi=100
set page.grid.kind=dots
lock page.grid.major_color
reroll
set sheet.age.yellowing=0.9
undo
redo
set sheet.coffee.rings=5
undo
save-recipe mine.yaml
save-image out
screenshot shots/last.png
END
expect 0 "" in_window --recipe old --seed 4 --script session.txt
[ -s shots/first.png ] && [ -s shots/last.png ] || fail "screenshots are missing"
cmp -s shots/first.png shots/last.png && fail "the screenshots do not differ"
for text in "base: old" "dpi: 100" "kind: dots" "yellowing: 0.9"; do
    grep -q "$text" mine.yaml || fail "mine.yaml lacks \"$text\""
done
grep -q coffee mine.yaml && fail "mine.yaml holds what was undone"

# The saved recipe makes the same picture, and the same truth but for the recipe's name.
expect 0 "1 images" "$press" generate --synthetic 1 --seed 5 --recipe mine.yaml -o again
cmp out/synthetic-0000-0.png again/synthetic-0000-0.png || fail "preview and generate differ"
cmp out/synthetic-0000-0.dat again/synthetic-0000-0.dat || fail "their signals differ"
sed 's/"\(scene.\)\{0,1\}recipe": *"[^"]*"//g' out/synthetic-0000-0.json >a.json
sed 's/"\(scene.\)\{0,1\}recipe": *"[^"]*"//g' again/synthetic-0000-0.json >b.json
cmp a.json b.json || fail "their truths differ"

# A slider moved by the mouse is one step back; R re-rolls the seed; a lock is a click.
cat >session.txt <<'END'
search capture.camera.tilt
wait
mouse 180 187 up
mouse 180 187 down
mouse 200 187 down
mouse 220 187 down
mouse 220 187 up
screenshot shots/dragged.png
save-recipe dragged.yaml
undo
key R
save-recipe undone.yaml
save-image rerolled
END
expect 0 "" in_window --recipe clean --set output.dpi=60 --script session.txt
grep -q "tilt_deg: [1-9]" dragged.yaml || fail "the slider was not moved"
grep -q "tilt_deg" undone.yaml && fail "moving the slider is more than one step"
grep -q '"scene.seed": *"1"' rerolled/synthetic-0000-0.json || fail "R does not re-roll"

# A shader with a mistake is told in the window, and the picture is back when it is corrected.
rm -rf shaders
cp -r "$here/../../shaders" shaders
cat >session.txt <<'END'
set output.dpi=60
save-image one
screenshot shots/good.png
expect print/flat.frag
screenshot shots/broken.png
expect compiled again
save-image two
END
(
    wait_for() {
        for _ in $(seq 300); do [ -e "$1" ] && return; sleep 0.1; done
    }
    wait_for shots/good.png
    echo "int mistake(" >>shaders/print/flat.frag
    wait_for shots/broken.png
    cp "$here/../../shaders/print/flat.frag" shaders/print/flat.frag
) &
rm -rf one two
ECGPRESS_SHADER_DIR=shaders expect 0 "" in_window --recipe clean --script session.txt
wait
cmp one/synthetic-0000-0.png two/synthetic-0000-0.png || fail "the picture is not back"

printf 'set sheet.nosuch=1\n' >bad.txt
expect 1 "bad.txt:1: set: no parameter sheet.nosuch; did you mean" in_window --script bad.txt
[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
