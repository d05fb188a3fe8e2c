#!/bin/sh
# A run that is interrupted, out of disk or out of its folder: nothing is left half made, the exit
# status is honest, and the same command again gives what an undisturbed run gives. (Killed runs:
# test_killed.sh.)
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

# In a shell of its own, which becomes the program.
make() {
    exec "$press" generate --synthetic 6 -o "$1" --recipe stained --set output.dpi=50 --seed 3 \
        --jobs 2 --device software
}

# same NAME: what is in NAME is what the undisturbed run gave.
same() {
    diff -r reference "$1" >diff.txt 2>&1 || {
        fail "$1 differs from the undisturbed run"
        head -n 5 diff.txt
    }
}

# sound NAME: no temporary files, and every line of the manifest has its files.
sound() {
    if find "$1" -name '*.tmp*' | grep -q .; then
        fail "$1 has temporary files"
    fi
    [ -f "$1/manifest.jsonl" ] || return 0
    grep -o '"synthetic-[0-9]*-[0-9]*\.[a-z]*": *[0-9]*' "$1/manifest.jsonl" | tr '":' '  ' |
        while read -r name size; do
            [ "$(wc -c <"$1/$name")" = "$size" ] || echo "$name is not $size bytes"
        done >wrong.txt
    [ ! -s wrong.txt ] || fail "$1: $(head -n 1 wrong.txt)"
}

# start FOLDER: a long run, in the background as $pid, that has made its first images.
start() {
    "$press" generate --synthetic 500 -o "$1" --recipe stained --set output.dpi=50 --seed 3 \
        --device software >log.txt 2>&1 &
    pid=$!
    tries=0
    while [ ! -f "$1/synthetic-0001-0.png" ] && [ $tries -lt 300 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
}

rm -rf reference stopped full lost
(make reference) >log.txt 2>&1 || fail "the undisturbed run"
[ "$(ls reference | wc -l)" -ge 26 ] || fail "the undisturbed run made too little"

# Ctrl-C: status 130, how to go on, nothing half made.
start stopped
kill -INT $pid
wait $pid
status=$?
[ $status -eq 130 ] || fail "interrupted: status $status"
grep -q "the same command goes on where" log.txt || fail "interrupted: $(tail -n 1 log.txt)"
sound stopped
[ "$(ls stopped | wc -l)" -lt 1900 ] || fail "interrupted: it went on to the end"
for file in reference/synthetic-*; do
    other=stopped/${file#reference/}
    [ ! -e "$other" ] || cmp -s "$file" "$other" || fail "interrupted: $other differs from the undisturbed run"
done
expect 0 " from an earlier run" "$press" generate --synthetic 500 -o stopped --recipe stained \
    --set output.dpi=50 --seed 3 --device software --limit 2

# A full disk. A limit on the size of files stands for it where nothing can be mounted.
mkdir full
if mount -t tmpfs -o size=700k none full 2>/dev/null; then
    (make full/out) >log.txt 2>&1
    [ $? -eq 1 ] || fail "full disk: status $?"
    grep -q "No space left" log.txt || fail "full disk: $(tail -n 1 log.txt)"
    sound full/out
    mount -o remount,size=60m full
    (make full/out) >log.txt 2>&1 || fail "after the full disk: $(tail -n 1 log.txt)"
    same full/out
    umount full
fi
rm -rf full
(
    ulimit -f 60
    make full
) >log.txt 2>&1
[ $? -eq 1 ] || fail "files too large: $(tail -n 1 log.txt)"
grep -q "File too large" log.txt || fail "files too large: $(tail -n 1 log.txt)"
sound full
(make full) >log.txt 2>&1 || fail "after files too large: $(tail -n 1 log.txt)"
same full

# The output folder goes away.
start lost
mv lost lost-away
wait $pid
status=$?
[ $status -eq 1 ] || fail "folder gone: status $status"
grep -q "cannot write" log.txt || fail "folder gone: $(tail -n 1 log.txt)"
sound lost-away
rm -rf lost lost-away
start lost
until rm -rf lost 2>/dev/null; do :; done
wait $pid
status=$?
[ $status -eq 1 ] || fail "folder removed: status $status"
[ -z "$(find lost -type f 2>/dev/null)" ] || fail "folder removed: files came after it: $(ls lost)"
rm -rf lost

# Folders and files that may not be read: told one by one, the rest is made. For root everything may
# be read: then as somebody else, if the program can be started as such.
allowed=""
if [ "$(id -u)" -eq 0 ]; then
    allowed="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
closed=$(mktemp -d)
mkdir "$closed/in" "$closed/in/good" "$closed/in/locked" "$closed/in/blind"
printf 'time,II\n0,0\n0.01,0.1\n0.02,0.2\n0.03,0.1\n' | tee "$closed/in/good/a.csv" "$closed/in/good/b.csv" \
    "$closed/in/locked/c.csv" >"$closed/in/blind/d.csv"
chmod 000 "$closed/in/good/b.csv" "$closed/in/locked"
chmod 444 "$closed/in/blind"
mkdir -m 777 "$closed/out"
chmod 755 "$closed"
if $allowed "$press" --version >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    expect 1 "3 could not be made" $allowed "$press" generate -i "$closed/in" -o "$closed/out/made" \
        --set output.dpi=50 --device software
    for name in good/b.csv locked blind; do
        printf '%s\n' "$output" | grep -q "in/$name.*: Permission denied" || fail "unreadable: $name: $output"
    done
    [ -f "$closed/out/made/good-a-0.png" ] || fail "unreadable: the readable one was not made"
    sound "$closed/out/made"
else
    echo "not tested: unreadable folders"
fi
rm -rf "$closed"

# refused PATTERN COMMAND...: status 1, and one line with the pattern.
refused() {
    pattern=$1
    shift
    "$@" >log.txt 2>&1
    status=$?
    [ $status -eq 1 ] || fail "$*: status $status"
    [ "$(grep -c "^ecgpress" log.txt)" -eq 1 ] || fail "$*: expected one line, got $(cat log.txt)"
    grep -q -e "$pattern" log.txt || fail "$*: $(tail -n 1 log.txt)"
}
# Places that cannot be written, devices that are not there, shaders that do not compile.
refused "cannot make folder" "$press" generate --synthetic 1 -o "$press/out" --device software
refused "no such device\|device" "$press" generate --synthetic 1 -o never --device 99
refused "\.glsl\|shader\|OpenGL" env MESA_GL_VERSION_OVERRIDE=4.5 MESA_GLSL_VERSION_OVERRIDE=130 \
    "$press" generate --synthetic 1 -o never --device software
refused "OpenGL\|EGL\|device" env __EGL_VENDOR_LIBRARY_DIRS=/nonexistent \
    "$press" generate --synthetic 1 -o never --device software
[ ! -e never/synthetic-0000-0.png ] || fail "a picture without a device"
rm -rf never

# The run's own check of its labels.
rm -rf checked
"$press" generate --synthetic 2 -o checked --set output.dpi=80 --verify 1 --device software >log.txt 2>&1 ||
    fail "--verify: $(tail -n 1 log.txt)"
grep -q "2 opened again, pixels and truth agree" log.txt || fail "--verify: $(cat log.txt)"
refused "expected a share from 0 to 1" "$press" generate --synthetic 1 -o never --verify 2 --device software
refused "png or jpeg" "$press" generate --synthetic 1 -o never --verify 1 --format npy --device software
"$press" generate --synthetic 1 -o never --anonymize maybe >log.txt 2>&1
[ $? -eq 2 ] || fail "--anonymize maybe"

[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
