#!/bin/sh
# Contact sheets of a dataset: the same whether its files lie by themselves or in tars, with or
# without a manifest.
press=$1
# shellcheck source=tests/cli/report.sh
. "$(dirname "$0")/report.sh"

rm -rf empty one tars parts bare unpacked ./*.png
generate() {
    out=$1
    shift
    "$press" generate --synthetic 3 --seed 3 --recipe notes --set output.dpi=50 --device software \
        --truth points,mask-leads,mask-layers -o "$out" "$@" >/dev/null || fail "generate $out"
}
# contact FILE PATH...: with the truth.
contact() {
    sheet=$1
    shift
    expect 0 "^$sheet" "$press" inspect "$@" --contact "$sheet" --overlay --columns 2 --cell 240
}
generate one
generate tars --sink tar --tar-images 2
generate parts --sink tar --tar-images 2 --split a:0.5,b:0.5
mkdir bare unpacked
cp tars/*.tar bare
for shard in tars/*.tar; do tar xf "$shard" -C unpacked; done

contact one.png one
for way in tars bare unpacked; do
    contact $way.png $way
    cmp one.png $way.png || fail "$way: another sheet than of the folder"
done
contact each.png tars/shard-000000.tar bare/shard-000001.tar
cmp one.png each.png || fail "the tars one by one give another sheet"
contact parts.png parts
[ "$(wc -c <parts.png)" -gt 1000 ] || fail "no sheet of tars in parts"

expect 0 "^plain.png" "$press" inspect tars --contact plain.png --columns 2 --cell 240
cmp -s one.png plain.png && fail "--overlay changes nothing"
rm unpacked/*.mask-*.png
contact bald.png unpacked
cmp -s one.png bald.png && fail "masks change nothing"

mkdir -p empty
expect 1 "no annotated images" "$press" inspect empty --contact x.png
head -c 3000 tars/shard-000000.tar >torn.tar
expect 1 "torn.tar: damaged" "$press" inspect torn.tar --contact x.png
[ ! -e x.png ] || fail "a sheet of nothing"
[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
