# shellcheck shell=sh
# Sourced by the shell tests: counts what failed in $fails, and says it.
fails=0

fail() {
    echo "FAILED: $*"
    fails=$((fails + 1))
}

# expect STATUS PATTERN COMMAND...: the command exits so, and its output (both streams, left in
# $output) has the pattern.
expect() {
    want=$1
    pattern=$2
    shift 2
    output=$("$@" 2>&1)
    got=$?
    if [ "$got" -ne "$want" ] || ! printf '%s\n' "$output" | grep -q -e "$pattern"; then
        fail "$*"
        echo "  status $got, expected $want; output without \"$pattern\":"
        printf '%s\n' "$output" | head -n 5 | sed 's/^/  | /'
    fi
}
