# Sourced by cli/demo.sh and tests/run.sh: installs the Debian packages that are not there yet.
#
#   need_packages NAME...   installs what is missing, saying what; as root, or with sudo

BUILD_PACKAGES="cmake ninja-build gcc g++ pkg-config libegl-dev libopengl-dev libgl-dev libgl1-mesa-dri
    libglew-dev libcglm-dev libstb-dev libdeflate-dev libturbojpeg0-dev libyaml-dev libjansson-dev
    libqrencode-dev libflac-dev libedf-dev fonts-liberation2 fonts-dejavu-core fonts-dejavu-extra hershey-fonts-data"

# The preview window; without them the program is built without it.
WINDOW_PACKAGES="libimgui-dev libglfw3-dev libfreetype-dev"

need_packages() {
    missing=""
    for package in "$@"; do
        case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" in
        "install ok installed") ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            echo "Missing packages:$missing" >&2
            echo "Install them as root (apt-get install$missing), then run this again." >&2
            return 1
        }
        as_root="sudo"
    fi
    echo "Installing:$missing"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if $as_root env DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        echo "apt-get failed; its whole output is in $log" >&2
        return 1
    fi
}

# build_preset PRESET: configures and builds, quietly unless it fails.
build_preset() {
    echo "Building ($1)"
    log=$(mktemp)
    if cmake --preset "$1" >"$log" 2>&1 && cmake --build --preset "$1" >>"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}
