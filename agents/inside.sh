# What is inside images: lists of packages, the C library, the name of the system, and the settings that decide where an
# image runs. Used by the facet images for those that the service names. Only lists are read: nothing is unpacked, nothing
# is written, and nothing in an image is run.
#
# An image is a squashfs (unsquashfs(1) -l, -cat), a folder (a sandbox), or folders that lie over each other (the layers
# of podman's overlay driver). In folders only plain files are read that no link leads to, since a link may point out of the
# image, and conda and Python packages in the places that images have them: a walk through all of an image would be
# a hundred thousand questions to a file server.
#
# Each line has a mark of ours in front: f a record, l a C library, s a database or a file of settings, d and a lines of
# dpkg's and apk's, r of rpm's, which is no text, o of os-release, v a setting, u whose packages may be in folders that are
# closed to this account; k says that libraries and settings were looked for, c and "end" how the reading of a file and of the list ended.

GZ_WITHIN_RECORDS=20000

# The images below the open root that this node was asked for, as parts of the root; a third of the facet's time at most.
# A line is the offset of a squashfs in a file, or 0, and a path: a file, a folder, or a store and the id of an image in it.
gz_within_asked() {
	[ -z "$GZ_ROOT" ] || return 0
	gz_within_rest=$GZ_CONTENTS$gz_images_nl
	while [ -n "$gz_within_rest" ]; do
		gz_images_f=${gz_within_rest%%"$gz_images_nl"*}
		gz_within_rest=${gz_within_rest#*"$gz_images_nl"}
		gz_within_at=${gz_images_f%% *}
		gz_images_f=${gz_images_f#* }
		case $gz_within_at in '' | *[!0-9]*) continue ;; esac
		case $gz_images_f in
		"$gz_images_p"/*) gz_within_rel=${gz_images_f#"$gz_images_p"/} ;;
		*) continue ;;
		esac
		gz_clock
		[ "$((${gz_clock_is:-0} + GZ_LIMIT * 33))" -lt "$gz_images_until" ] || return 0
		gz_within_file=$gz_images_real/$gz_within_rel
		gz_within_layers=
		if [ "$gz_images_kind" != folder ]; then
			gz_within_store || continue
		elif [ -d "$gz_within_file" ]; then
			gz_within_layers=$gz_within_file$gz_images_nl
		else
			[ -f "$gz_within_file" ] && [ -r "$gz_within_file" ] && gz_have unsquashfs || continue
		fi
		gz_part contents
		printf '%s %s\n' "$gz_within_at" "$gz_within_rel"
		gz_within "$((GZ_LIMIT / 4 + 1))"
	done
}

# gz_within SECONDS: the lines of one image. Some rpm databases have tens of megabytes, so that a few a visit have to do.
gz_within() {
	if [ -n "$gz_within_layers" ]; then
		gz_within_list=$(gz_within_folders)
	else
		gz_within_list=$(gz_within_squashfs "$1")
	fi
	gz_within_rpm=
	for gz_within_db in usr/lib/sysimage/rpm/rpmdb.sqlite var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db \
		var/lib/rpm/Packages.db var/lib/rpm/Packages; do
		gz_within_listed "$gz_within_db" && gz_within_rpm=$gz_within_db && break
	done
	if [ -n "$gz_within_rpm" ] && [ "$gz_within_rpms" -ge 4 ]; then
		# Not looked into now, which is not the same as nothing inside.
		echo 'end later'
		return
	fi
	printf '%s\n' "$gz_within_list"
	[ -z "$gz_within_rpm" ] || gz_within_rpmdb "$1"
	for gz_within_db in d:var/lib/dpkg/status a:lib/apk/db/installed a:usr/lib/apk/db/installed; do
		# How it ended is told as well: a damaged image gives the beginning of a database.
		{
			gz_within_cat "$1" "${gz_within_db#?:}"
			printf '\nend %s\n' "$?"
		} 2>/dev/null |
			GZ_MARK=${gz_within_db%%:*} GZ_FILE=${gz_within_db#?:} awk '
			/^end [0-9]+$/ { end = substr($0, 5); next }
			/^(Package|Status|Version|Architecture|Source):/ && ENVIRON["GZ_MARK"] == "d" { print "d " $0; next }
			/^[PVAo]:/ && ENVIRON["GZ_MARK"] == "a" { print "a " $0; next }
			$0 == "" { print ENVIRON["GZ_MARK"] " " }
			END { print "c " end " /" ENVIRON["GZ_FILE"] }'
	done
	gz_within_settings "$1"
	echo 'k 1'
}

# gz_within_listed PATH: is this database or file of settings in the image?
gz_within_listed() {
	case $gz_images_nl$gz_within_list$gz_images_nl in
	*"$gz_images_nl"s" /$1$gz_images_nl"*) return 0 ;;
	esac
	return 1
}

# gz_within_cat SECONDS PATH: a file of the image.
gz_within_cat() {
	if [ -z "$gz_within_layers" ]; then
		gz_run images-cat "$1" unsquashfs -o "$gz_within_at" -cat "$gz_within_file" "$2"
	else
		gz_within_find "$2" && [ -f "$gz_within_is" ] && [ -r "$gz_within_is" ] && cat "$gz_within_is"
	fi
}

# gz_within_settings SECONDS: what decides where the image runs, of the variables that its maker set, and no other, as
# any may hold a secret: versions of CUDA and ROCm, and what NVIDIA's container toolkit asks of a driver. Of os-release what
# names the system.
gz_within_settings() {
	for gz_within_db in usr/lib/os-release etc/os-release etc/environment .singularity.d/env/10-docker.sh \
		.singularity.d/env/10-docker2singularity.sh .singularity.d/env/90-environment.sh; do
		gz_within_listed "$gz_within_db" || continue
		{
			gz_within_cat "$1" "$gz_within_db"
			printf '\nend %s\n' "$?"
		} 2>/dev/null |
			GZ_FILE=$gz_within_db awk '
			/^end [0-9]+$/ { end = substr($0, 5); next }
			length($0) > 4095 { next }
			ENVIRON["GZ_FILE"] ~ /os-release$/ { if (/^(ID|VERSION_ID)=/) print "o " $0; next }
			/^[ \t]*(export[ \t]+)?(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/ { print "v " $0 }
			END { print "c " end " /" ENVIRON["GZ_FILE"] }'
	done
}

# gz_within_rpmdb SECONDS: rpm's database as it is, which the service reads.
gz_within_rpmdb() {
	if ! { command -v gzip && command -v base64; } >/dev/null 2>&1; then
		echo 'x no gzip or no base64'
		return
	fi
	gz_within_rpms=$((gz_within_rpms + 1))
	{
		gz_within_end=$({
			{
				gz_within_cat "$1" "$gz_within_rpm"
				printf '%s' "$?" >&3
			} 2>/dev/null | head -c 100663296 | gzip -1 -c | base64 | sed 's/^/r /' >&4
		} 3>&1)
	} 4>&1
	printf 'c %s /%s\n' "$gz_within_end" "$gz_within_rpm"
}

# gz_within_squashfs SECONDS: the list of a squashfs. The last line tells how unsquashfs ended.
gz_within_squashfs() {
	{
		gz_run images-list "$1" unsquashfs -o "$gz_within_at" -l "$gz_within_file"
		printf '\nend %s\n' "$?"
	} 2>/dev/null | awk '
	/^end [0-9]+$/ { end = $0; next }
	{ sub(/^squashfs-root/, "") }
	/\/conda-meta\/[^\/]+\.json$/ || /\/(site|dist)-packages\/[^\/]+\.(dist|egg)-info$/ { print "f " $0 }
	/^(\/usr)?\/lib(64|32)?\/([a-z0-9_]+-linux-[a-z0-9]+\/)?(libc-2\.[0-9]+\.so|libc\.so\.6|ld-musl-[a-z0-9_]+\.so\.1)$/ { print "l " $0 }
	/^\/\.singularity\.d\/env\/(10-docker[a-z0-9]*|90-environment)\.sh$/ || $0 == "/etc/environment" { print "s " $0 }
	/^(\/usr\/lib|\/etc)\/os-release$/ { print "s " $0 }
	/^(\/usr)?\/(var\/lib\/rpm|lib\/sysimage\/rpm)\/(rpmdb\.sqlite|Packages\.db|Packages)$/ ||
	/^\/var\/lib\/dpkg\/status$/ || /^(\/usr)?\/lib\/apk\/db\/installed$/ { print "s " $0 }
	END { print end }'
}

# --- folders -----------------------------------------------------------------------------------

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

# --- stores ------------------------------------------------------------------------------------

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
