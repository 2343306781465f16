#!/usr/bin/env bash
# usage: bash tests/bare.sh COMMAND…       the command as on a bare machine: no fonts, no browser, no settings, an empty home
# FONTS=FOLDER bash tests/bare.sh COMMAND… the same with just these fonts
# Needs util-linux' unshare and the right to a mount namespace of one's own (root, or user namespaces); else says so, status 77.
set -eu
if [ "${BARE_INSIDE:-}" != 1 ]; then
    home=$(mktemp -d)
    trap 'rm -rf "$home"' EXIT
    unshare --map-root-user --mount true 2>/dev/null || { echo "bare.sh: this machine lets nobody hide its fonts (unshare --mount)" >&2; exit 77; }
    env -u DISPLAY -u FONTCONFIG_PATH -u PLAYWRIGHT_BROWSERS_PATH -u XIANGTU_BROWSER \
        BARE_INSIDE=1 HOME="$home" XIANGTU_DATA="$home/data" \
        XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/share" \
        XDG_DATA_DIRS="$home" FONTCONFIG_FILE=/dev/null LANG=C.UTF-8 \
        unshare --map-root-user --mount bash "$0" "$@"
    exit
fi
for folder in /usr/share/fonts /usr/local/share/fonts /usr/share/X11/fonts; do
    if [ -d $folder ]; then mount -t tmpfs none $folder; fi
done
for browser in chromium chromium-browser google-chrome; do
    if path=$(command -v $browser); then mount --bind /dev/null "$(readlink -f "$path")"; fi  # without fonts it only crashes
done
if [ -n "${FONTS:-}" ]; then mkdir -p /usr/share/fonts && cp -r "$FONTS"/. /usr/share/fonts; fi
exec "$@"
