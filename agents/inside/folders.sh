# Images that are folders: a sandbox, or layers that lie over each other.

# gz_within_find PATH: sets gz_within_is to where PATH of the image lies, in the topmost of its layers that has it. False when
# none has, when a layer above says that it is gone, and when a link stands on the way.
gz_within_find() {
	gz_within_left=$gz_within_layers
	while [ -n "$gz_within_left" ]; do
		gz_within_is=${gz_within_left%%"$gz_images_nl"*}
		gz_within_left=${gz_within_left#*"$gz_images_nl"}
		gz_within_way=$1/
		gz_pace 2
		while [ -n "$gz_within_way" ]; do
			gz_within_name=${gz_within_way%%/*}
			gz_within_way=${gz_within_way#*/}
			[ ! -e "$gz_within_is/.wh.$gz_within_name" ] || return 1
			gz_within_folder=$gz_within_is
			gz_within_is=$gz_within_is/$gz_within_name
			[ ! -L "$gz_within_is" ] && [ ! -c "$gz_within_is" ] || return 1
			[ ! -e "$gz_within_is" ] || continue
			[ ! -e "$gz_within_folder/.wh..wh..opq" ] || return 1
			continue 2
		done
		return 0
	done
	return 1
}

# gz_within_white FOLDER NAME: does this layer say that NAME is gone from those below? A device 0/0 in the kernel's own
# overlay, a file .wh.NAME in fuse-overlayfs, and .wh..wh..opq for all of a folder. The kernel notes the latter in an attribute,
# which no shell can read: of a folder that was removed and made again what was there before may be listed.
gz_within_white() {
	[ -c "$1/$2" ] || [ -e "$1/.wh.$2" ] || [ -e "$1/.wh..wh..opq" ]
}

# The list of a folder, or of layers.
gz_within_folders() {
	for gz_within_db in usr/lib/sysimage/rpm/rpmdb.sqlite var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db \
		var/lib/rpm/Packages.db var/lib/rpm/Packages var/lib/dpkg/status lib/apk/db/installed usr/lib/apk/db/installed \
		usr/lib/os-release etc/os-release etc/environment .singularity.d/env/10-docker.sh \
		.singularity.d/env/10-docker2singularity.sh .singularity.d/env/90-environment.sh; do
		gz_within_find "$gz_within_db" && [ -f "$gz_within_is" ] || continue
		printf 's /%s\n' "$gz_within_db"
	done
	gz_within_count=0
	gz_within_above=
	gz_within_todo=$gz_within_layers
	while [ -n "$gz_within_todo" ]; do
		gz_within_layer=${gz_within_todo%%"$gz_images_nl"*}
		gz_within_todo=${gz_within_todo#*"$gz_images_nl"}
		if [ ! -r "$gz_within_layer" ] || [ ! -x "$gz_within_layer" ]; then
			echo 'end 1'
			return
		fi
		gz_within_layer || {
			echo 'end later'
			return
		}
		gz_within_above=$gz_within_above$gz_within_layer$gz_images_nl
	done
	echo 'end 0'
}

# Records of one layer, in the places that images have them, and its C library. False when the time is over, or when
# there are so many that nobody should list them.
gz_within_layer() {
	for gz_within_dir in "$gz_within_layer"/conda-meta "$gz_within_layer"/*/conda-meta "$gz_within_layer"/*/*/conda-meta \
		"$gz_within_layer"/*/envs/*/conda-meta "$gz_within_layer"/*/*/envs/*/conda-meta \
		"$gz_within_layer"/opt/*/*/conda-meta "$gz_within_layer"/home/*/*/conda-meta; do
		gz_within_records "$gz_within_dir" '*.json' || return 1
	done
	# What the patterns look at, roughly.
	gz_pace 1000
	# A pattern passes over what is closed. The folders left out here are closed in many images, and hold no packages in most.
	for gz_within_dir in "$gz_within_layer"/* "$gz_within_layer"/opt/* "$gz_within_layer"/usr/*; do
		case ${gz_within_dir##*/} in
		root | home | boot | dev | etc | include | lost+found | media | mnt | proc | run | sbin | share | srv | sys | tmp | var) continue ;;
		esac
		[ -d "$gz_within_dir" ] && [ ! -L "$gz_within_dir" ] || continue
		[ ! -r "$gz_within_dir" ] || [ ! -x "$gz_within_dir" ] || continue
		printf 'u conda\nu python\n'
		break
	done
	for gz_within_dir in "$gz_within_layer"/*/lib*/python* "$gz_within_layer"/*/*/lib*/python* \
		"$gz_within_layer"/*/envs/*/lib/python* "$gz_within_layer"/*/*/envs/*/lib/python*; do
		[ -d "$gz_within_dir" ] || continue
		for gz_within_name in site dist; do
			gz_within_records "$gz_within_dir/$gz_within_name-packages" '*.*-info' || return 1
		done
	done
	for gz_within_is in "$gz_within_layer"/lib*/libc[-.]* "$gz_within_layer"/lib*/*-linux-*/libc[-.]* \
		"$gz_within_layer"/usr/lib*/libc[-.]* "$gz_within_layer"/usr/lib*/*-linux-*/libc[-.]* "$gz_within_layer"/lib/ld-musl-*; do
		case $gz_within_is in
		*/libc-2.*.so | */libc.so.6 | */ld-musl-*.so.1) ;;
		*) continue ;;
		esac
		{ [ -e "$gz_within_is" ] || [ -L "$gz_within_is" ]; } && [ ! -c "$gz_within_is" ] || continue
		gz_within_hidden "${gz_within_is%/*}" || gz_within_gone "$gz_within_is" || printf 'l %s\n' "${gz_within_is#"$gz_within_layer"}"
	done
	return 0
}

# gz_within_records FOLDER PATTERN
gz_within_records() {
	[ -d "$1" ] && ! gz_within_hidden "$1" || return 0
	if [ ! -r "$1" ] || [ ! -x "$1" ]; then
		case $2 in *json) echo 'u conda' ;; *) echo 'u python' ;; esac
		return 0
	fi
	gz_clock
	[ "${gz_clock_is:-0}" -lt "$gz_images_until" ] || return 1
	gz_within_before=$gz_within_count
	# shellcheck disable=SC2086
	for gz_within_is in "$1"/$2; do
		case $gz_within_is in
		*"$gz_images_nl"*) continue ;;
		*.json | *.dist-info | *.egg-info) ;;
		*) continue ;;
		esac
		# A device is the word of this layer that a file is gone.
		[ -e "$gz_within_is" ] && [ ! -c "$gz_within_is" ] && ! gz_within_gone "$gz_within_is" || continue
		gz_within_count=$((gz_within_count + 1))
		[ "$gz_within_count" -le "$GZ_WITHIN_RECORDS" ] || return 1
		printf 'f %s\n' "${gz_within_is#"$gz_within_layer"}"
	done
	gz_pace "$((gz_within_count - gz_within_before + 3))"
}

# gz_within_hidden FOLDER: does a link lead to this folder of the layer, or does a layer above say that it is gone?
gz_within_hidden() {
	gz_within_way=${1#"$gz_within_layer/"}/
	gz_within_done=
	while [ -n "$gz_within_way" ]; do
		gz_within_name=${gz_within_way%%/*}
		gz_within_way=${gz_within_way#*/}
		[ ! -L "$gz_within_layer/$gz_within_done$gz_within_name" ] || return 0
		gz_within_left=$gz_within_above
		while [ -n "$gz_within_left" ]; do
			! gz_within_white "${gz_within_left%%"$gz_images_nl"*}/${gz_within_done%/}" "$gz_within_name" || return 0
			[ ! -L "${gz_within_left%%"$gz_images_nl"*}/$gz_within_done$gz_within_name" ] || return 0
			gz_within_left=${gz_within_left#*"$gz_images_nl"}
		done
		gz_within_done=$gz_within_done$gz_within_name/
	done
	return 1
}

# gz_within_gone FILE: does a layer above say that this file of a folder that is not hidden is gone, or have it itself?
gz_within_gone() {
	[ -n "$gz_within_above" ] || return 1
	gz_within_done=${1#"$gz_within_layer/"}
	gz_within_left=$gz_within_above
	while [ -n "$gz_within_left" ]; do
		gz_within_name=${gz_within_left%%"$gz_images_nl"*}/$gz_within_done
		[ ! -e "$gz_within_name" ] && [ ! -L "$gz_within_name" ] && [ ! -e "${gz_within_name%/*}/.wh.${1##*/}" ] || return 0
		gz_within_left=${gz_within_left#*"$gz_images_nl"}
	done
	return 1
}
