#!/bin/sh
# What a dataset is as a whole: its parts, COCO and YOLO labels, its card, what inspect says of it.
# The same bytes from one process, from several, from shards, from tars.
press=$1
here=$(dirname "$0")
# shellcheck source=tests/cli/report.sh
. "$here/report.sh"

# generate FOLDER OPTION...
generate() {
    folder=$1
    shift
    "$press" generate -o "$folder" --synthetic 4 --variants 2 --seed 2 --recipe clean \
        --set output.dpi=50 --device software --progress none "$@" >log 2>&1 ||
        { fail "generate -o $folder $*"; cat log; }
}

rm -rf one jobs more parts tar tars photo quads in card1 card2
split=train:0.5,val:0.3,test:0.2
generate one --truth points,coco,yolo --split $split --jobs 1
generate jobs --truth points,coco,yolo --split $split --jobs 4
diff -r one jobs || fail "a dataset depends on the number of threads"
expect 0 " 0 problems" python3 "$here/dataset_reader.py" one boxes

# All images of a recording are in one part, in a folder of its name, and every file says so.
for part in train val test; do
    for file in one/$part/*.json; do
        case $file in *.coco.json | *'*'*) continue ;; esac
        grep -q "\"split\":\"$part\"" "$file" || fail "$file does not say its part"
        grep -q "\"split\":\"$part\".*\"$part/$(basename "$file")\":" one/manifest.jsonl ||
            fail "$file is not in the manifest"
    done
done
[ "$(cut -d, -f2,4 one/manifest.jsonl | sort -u | wc -l)" -eq 4 ] || fail "a recording in two parts"
generate more --truth points --split $split --synthetic 7
[ "$(grep -o '"record":"synthetic-000[0-3]","variant":.,"split":"[a-z]*"' one/manifest.jsonl)" = \
    "$(grep -o '"record":"synthetic-000[0-3]","variant":.,"split":"[a-z]*"' more/manifest.jsonl)" ] ||
    fail "more recordings move others to another part"
expect 1 "split: \"train:0.5,val:0.5\" now" "$press" generate -o one --synthetic 4 --variants 2 --seed 2 \
    --recipe clean --set output.dpi=50 --truth points,coco,yolo --split train:1,val:1 --device software
expect 1 "split: expected NAME:SHARE" "$press" generate -o x --synthetic 1 --split train=0.5
expect 1 "one of yolo, yolo-seg and yolo-obb" "$press" generate -o x --synthetic 1 --truth yolo,yolo-seg
expect 1 "another format than none" "$press" generate -o x --synthetic 1 --truth coco --format none
[ ! -e x ] || fail "a refused command left a folder"

# Parts joined are the whole.
for shard in 0 1 2; do
    generate parts --truth points,coco,yolo --split $split --shard $shard/3
    [ ! -e parts/coco-train.json ] || fail "a shard alone has a joint COCO file"
done
expect 0 "8 images" "$press" merge parts
rm parts/todo-* parts/manifest-*
diff -r one parts || fail "the parts together are not the whole"

# In tars: the same members, the same annotations; lists of what is there once they are unpacked.
generate tar --truth points,coco,yolo --split $split --sink tar --tar-images 3
for shard in 0 1; do
    generate tars --truth points,coco,yolo --split $split --sink tar --tar-images 3 --shard $shard/2
done
expect 0 "8 images" "$press" merge tars
for folder in tar tars; do
    sed '/^{"id":[0-9]*,"file_name"/d' $folder/coco-train.json >told
    sed '/^{"id":[0-9]*,"file_name"/d' one/coco-train.json | cmp -s - told ||
        fail "$folder: other annotations than in folders"
    grep -q '"shard":"train-shard-' $folder/coco-train.json || fail "$folder: no tar is named"
    mkdir $folder/unpacked
    for shard in $folder/*.tar; do
        tar xf "$shard" -C $folder/unpacked
    done
    for part in train val test; do
        while read -r line; do
            [ -s "$folder/unpacked/$line" ] || fail "$folder: no $line"
        done <$folder/images-$part.txt
        for file in one/$part/*; do
            [ ! -e "$file" ] || cmp -s "$file" "$folder/unpacked/$(basename "$file")" ||
                fail "$folder: $file"
        done
    done
done

# The card: counts, origin, licences, what was drawn.
mkdir -p in/db
printf 'I,II\n0.1,0.2\n0.2,0.3\n0.1,0.1\n' >in/db/a.csv
printf 'broken' >in/b.hea
printf '\n  Creative Commons Attribution 4.0 International\n' >in/db/LICENSE.txt
for shard in 0/1 0/2 1/2; do
    "$press" generate -i in --synthetic 2 --fs 2 --variants 3 -o "card${shard#*/}" --shard $shard \
        --recipe mixed --set output.dpi=50 --set capture.width_px=200 --set page.paper_speed_mm_s=25 \
        --truth points --licence "it's ours" --device software >log 2>&1
done
"$press" merge card2 >log 2>&1
cmp card1/dataset.json card2/dataset.json || fail "the card of shards is another"
expect 0 " 0 problems" python3 "$here/dataset_reader.py" card1 card

# What inspect says: of folders, of tars with and without their manifest, of a damaged one.
expect 0 "images   8 of 4 recordings" "$press" inspect one
"$press" inspect one >told
for word in "parts    train" "size     [0-9]* to [0-9]* x" ".coco.json" "page.layout"; do
    grep -q "$word" told || fail "inspect does not say $word"
done
"$press" inspect tar | sed -n '/^leads/,$p' >told_tar
sed -n '/^leads/,$p' told | cmp -s - told_tar || fail "inspect says else of tars than of folders"
mv tar/manifest.jsonl kept
"$press" inspect tar | sed -n '/^leads/,$p' | cmp -s - told_tar || fail "inspect of tars alone"
mv kept tar/manifest.jsonl
for key in images records parts kinds lead_names parameters; do
    "$press" inspect --json one | python3 -c "import json, sys
assert json.load(sys.stdin)['$key'] == json.load(open('one/dataset.json'))['$key'] or '$key' == 'parameters'
" || fail "inspect --json: $key is not the card's"
done
expect 0 '"broken": 0' "$press" inspect --json one
sed -i 's/"record":"synthetic-0000"/"record":7/' parts/manifest.jsonl
expect 1 "manifest.jsonl" "$press" inspect parts
rm "$(ls more/*/*.png | head -n 1)"
expect 1 "of 1 images, synthetic-" "$press" inspect more

# Bent, photographed, torn, upside down, covered: rings and turned boxes.
for recipe in 0010-photo-damaged torn notes-full; do
    rm -rf photo
    expect 0 "images in" "$press" generate -o photo --synthetic 1 --seed 3 --recipe $recipe \
        --truth points,coco,yolo-seg --set output.dpi=50 --set capture.width_px=700 --device software
    expect 0 " 0 problems" python3 "$here/dataset_reader.py" photo rings
done
generate quads --truth points,coco,yolo-obb --set bend.crumple.depth_mm=4
expect 0 " 0 problems" python3 "$here/dataset_reader.py" quads quads

# The reader would have said it.
sed -i 's/"bbox":\[\([0-9]*\)/"bbox":[1\1/' quads/coco.json
expect 1 "the box is not" python3 "$here/dataset_reader.py" quads quads

[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
