#!/bin/sh
# A dataset that is killed with -9 at any moment, again and again, ends up as if nothing had happened.
#
#   test_killed.sh ECGPRESS [KILLS]     KILLS for each kind of sink, 6 by default (`tests/run.sh --long`: 50)
press=$1
kills=${2:-6}
fails=0
seed=${ECGPRESS_TEST_SEED:-$(date +%s)}
echo "moments drawn with ECGPRESS_TEST_SEED=$seed"

# draw N: a whole number below N.
draw() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}

# Becomes the program, so that killing the shell that runs this in the background kills it.
become() {
    exec "$press" generate --synthetic 5 --variants 2 --recipe clean --set output.dpi=50 --seed 5 \
        --device software --progress none "$@" 2>&1
}

make() {
    (become "$@")
}

# Runs the dataset until it is whole, killing it each time after some milliseconds.
make_killed() {
    killed=0
    tries=0
    while [ $killed -lt "$kills" ] && [ $tries -lt $((kills * 4)) ]; do
        tries=$((tries + 1))
        become "$@" >log &
        job=$!
        draw 1000
        sleep "$(printf '0.%03d' "$drawn")"
        if kill -9 $job 2>/dev/null; then
            killed=$((killed + 1))
        fi
        wait $job 2>/dev/null
        # Once it is whole, it starts anew: kills go on from an empty folder, and from a whole one.
        if [ $killed -lt "$kills" ] && tail -n 1 log | grep -q '^busy' && [ $((tries % 2)) -eq 0 ]; then
            rm -rf "$out"
        fi
    done
    make "$@" >log || { echo "FAILED: the last run"; cat log; fails=$((fails + 1)); }
}

check() {
    if diff -r "$1" "$2" >difference; then
        echo "$2: as undisturbed after $killed kills"
    else
        echo "FAILED: $2 differs from $1"
        head -n 5 difference
        fails=$((fails + 1))
    fi
}

rm -rf folder tar folder-killed tar-killed full twice
make -o folder >log || { cat log; exit 1; }
make -o tar --sink tar --tar-images 3 >log || { cat log; exit 1; }
out=folder-killed
make_killed -o $out
check folder $out
out=tar-killed
make_killed -o $out --sink tar --tar-images 3
check tar $out

# No room for a file: the job stops with one line, and goes on when there is room again.
out=full
(
    trap '' XFSZ
    ulimit -f 600
    make -o full --sink tar --tar-images 3
) >log && { echo "FAILED: wrote more than there is room for"; fails=$((fails + 1)); }
grep -q 'cannot write: File too large' log || { echo "FAILED: no line on the full disk"; cat log; fails=$((fails + 1)); }
make -o full --sink tar --tar-images 3 >log || { cat log; fails=$((fails + 1)); }
killed=0
check tar full

# Two processes that make the same thing at once do not mix.
mkdir -p twice/.unfinished
if flock twice/.unfinished/lock sh -c '"$@"' sh "$press" generate --synthetic 1 -o twice --device software 2>log ||
    ! grep -q 'another process is making this dataset' log; then
    echo "FAILED: a second process was let in"
    fails=$((fails + 1))
fi
[ ! -e twice/ecgpress.json ] || { echo "FAILED: it wrote there"; fails=$((fails + 1)); }

[ $fails -eq 0 ] && echo "all as expected"
exit $((fails > 0))
