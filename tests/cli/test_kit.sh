#!/bin/sh
# ecgpress kit as those use it who have scripts for ECG-Image-Kit.
press=$1
here=$(dirname "$0")
fails=0
rm -rf kit && mkdir kit && cd kit || exit 1

"$press" kit --help | grep -q "^usage: ecgpress kit" || { echo "FAILED: --help"; fails=1; }

# On real records, where they are: the very command of the kit's README.
records=$here/../../../shared/records/ptbxl
if [ -d "$records" ]; then
    "$press" kit -i "$records" -o real --augment -rot 5 -noise 40 --deterministic_rot \
        --deterministic_noise --hw_text -n 4 --x_offset 30 --y_offset 20 --wrinkles -ca 45 -se 10 \
        --print_header --add_qr_code --store_config 2 --max_num_images 1 --device software >log 2>&1 ||
        { echo "FAILED: real records"; cat log; fails=1; }
    "$press" verify real >log 2>&1 || { echo "FAILED: verify real records"; cat log; fails=1; }
fi

if command -v python3 >/dev/null; then
    PYTHONDONTWRITEBYTECODE=1 python3 "$here/kit_cases.py" "$press" || fails=1
else
    echo "no python3: flags not checked one by one"
fi
[ "$fails" -eq 0 ] && echo "all as expected"
exit $((fails > 0))
