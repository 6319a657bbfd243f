# Images in the stores of podman.

# The layers of an image of podman's store, as its drivers overlay and vfs have them (github.com/containers/storage,
# drivers/overlay): images.json names the top one, its file "lower" the others by links in l/, the nearest first. vfs copies
# all of an image into each. False where this account may not read them.
gz_within_store() {
	case $gz_within_rel in '' | *[!0-9a-f]*) return 1 ;; esac
	for gz_within_name in overlay vfs; do
		gz_within_json=$gz_images_real/$gz_within_name-images/images.json
		[ -f "$gz_within_json" ] && [ -r "$gz_within_json" ] || continue
		gz_within_top=$(GZ_ID=$gz_within_rel awk '
		{ text = text $0 }
		END {
			at = index(text, "\"id\":\"" ENVIRON["GZ_ID"] "\"")
			if (!at) exit
			text = substr(text, at + 6)
			end = index(text, "\"id\":\"")
			if (end) text = substr(text, 1, end)
			if (match(text, /"layer":"[0-9a-f]+"/)) print substr(text, RSTART + 9, RLENGTH - 10)
		}' "$gz_within_json")
		[ -n "$gz_within_top" ] || continue
		if [ "$gz_within_name" = vfs ]; then
			gz_within_layers=$gz_images_real/vfs/dir/$gz_within_top$gz_images_nl
			[ -r "$gz_images_real/vfs/dir/$gz_within_top" ] && [ -x "$gz_images_real/vfs/dir/$gz_within_top" ]
			return
		fi
		gz_within_base=$gz_images_real/overlay
		gz_within_layers=$gz_within_base/$gz_within_top/diff$gz_images_nl
		gz_within_left=
		[ ! -e "$gz_within_base/$gz_within_top/lower" ] || read -r gz_within_left 2>/dev/null <"$gz_within_base/$gz_within_top/lower" ||
			[ -n "$gz_within_left" ] || return 1
		gz_within_left=$gz_within_left:
		while [ "$gz_within_left" != : ] && [ -n "$gz_within_left" ]; do
			gz_within_name=${gz_within_left%%:*}
			gz_within_left=${gz_within_left#*:}
			case $gz_within_name in
			l/*[!A-Z0-9]* | l/) return 1 ;;
			l/*) gz_within_layers=$gz_within_layers$gz_within_base/$gz_within_name/.$gz_images_nl ;;
			*) return 1 ;;
			esac
		done
		gz_within_left=$gz_within_layers
		while [ -n "$gz_within_left" ]; do
			gz_within_name=${gz_within_left%%"$gz_images_nl"*}
			gz_within_left=${gz_within_left#*"$gz_images_nl"}
			[ -d "$gz_within_name" ] && [ -r "$gz_within_name" ] && [ -x "$gz_within_name" ] || return 1
		done
		return 0
	done
	return 1
}
