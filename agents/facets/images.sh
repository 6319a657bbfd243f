# Container images: files, sandboxes and OCI layouts in folders, and the stores of podman and docker.
# Nothing is started but od, dd, stat, awk, sha256sum for files that the service names, and the docker
# client where its socket is open to this account. What is inside those that the service names is read by agents/inside.sh.
#
# Folders: the configured ones, then the usual places below that exist. Unpacked images on CVMFS
# are read only where a folder there is configured: each look costs its server a request.
# Stores: where containers-storage.conf(5) puts them, those shared by several accounts included.
# Homes: with GZ_HOMES=1 the caches of Apptainer and Singularity, and the stores of rootless podman.

GZ_IMAGES_DEPTH=5
GZ_IMAGES_ENTRIES=50000

facet_images() {
	gz_within_rpms=0
	gz_images_nl='
'
	gz_images_seen=$gz_images_nl
	gz_images_mounts=
	gz_images_link=
	gz_clock
	# Two thirds of the facet's time; what is found later is reported as not read.
	gz_images_until=$((${gz_clock_is:-0} + GZ_LIMIT * 66))
	gz_each_root images
	gz_images_list=$gz_each_root_is
	gz_images_ifs=$IFS
	IFS=$gz_images_nl
	set -f
	# shellcheck disable=SC2086
	set -- $gz_images_list
	set +f
	IFS=$gz_images_ifs
	gz_images_stores
	gz_images_look "$@"
	for gz_images_place in "$@"; do
		gz_images_place "$gz_images_place" asked
	done
	for gz_images_base in /apps /opt /shared /sw /software /data /usr/local; do
		for gz_images_name in containers container-images singularity-images apptainer-images sif; do
			gz_images_place "$gz_images_base/$gz_images_name" usual
		done
	done
	if [ -z "$GZ_ROOT" ]; then
		for gz_images_place in "${NXF_APPTAINER_CACHEDIR:-}" "${NXF_APPTAINER_LIBRARYDIR:-}" \
			"${NXF_SINGULARITY_CACHEDIR:-}" "${NXF_SINGULARITY_LIBRARYDIR:-}"; do
			gz_images_place "$gz_images_place" usual
		done
		if [ "$GZ_HOMES" = 1 ]; then
			gz_images_place "${APPTAINER_CACHEDIR:-${HOME:-}/.apptainer}/cache" usual
			gz_images_place "${SINGULARITY_CACHEDIR:-${HOME:-}/.singularity}/cache" usual
		fi
	fi
	if [ "$GZ_HOMES" = 1 ]; then
		for gz_images_home in "$GZ_ROOT"/home/* "$GZ_ROOT/root"; do
			[ -d "$gz_images_home" ] && [ -x "$gz_images_home" ] || continue
			for gz_images_name in .apptainer/cache .singularity/cache .local/share/containers/storage; do
				gz_images_place "${gz_images_home#"$GZ_ROOT"}/$gz_images_name" usual
			done
		done
	fi
	# Lines "KIND PATH", one after the other without a subshell, in which what was seen would be forgotten.
	gz_images_todo=$gz_images_kinds
	while [ -n "$gz_images_todo" ]; do
		gz_images_place=${gz_images_todo%%"$gz_images_nl"*}
		gz_images_todo=${gz_images_todo#*"$gz_images_nl"}
		gz_images_place "${gz_images_place#* }" usual
	done
	gz_images_docker
	gz_end present
}

# Sets gz_images_kinds to the stores that podman uses here, a line "KIND PATH" each. Of the system's
# two files the second counts only where the first is missing; an account may have one of its own.
gz_images_stores() {
	gz_images_kinds=
	gz_images_conf=
	for gz_images_f in /etc/containers/storage.conf /usr/share/containers/storage.conf; do
		gz_at "$gz_images_f"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_images_conf=$(gz_images_conf "$gz_at_is")
		break
	done
	gz_images_told graphroot podman-store /var/lib/containers/storage
	gz_images_told imagestore podman-store ''
	gz_images_told additional podman-shared ''
	[ -z "$GZ_ROOT" ] || return 0
	gz_images_told rootless podman-store "${HOME:-}/.local/share/containers/storage"
	gz_images_f=${CONTAINERS_STORAGE_CONF:-${XDG_CONFIG_HOME:-${HOME:-}/.config}/containers/storage.conf}
	[ -f "$gz_images_f" ] && [ -r "$gz_images_f" ] || return 0
	gz_images_conf=$(gz_images_conf "$gz_images_f")
	gz_images_told graphroot podman-store ''
	gz_images_told imagestore podman-store ''
	gz_images_told additional podman-shared ''
}

# gz_images_told KEY KIND OTHERWISE: adds the paths that the file gave for KEY to gz_images_kinds.
gz_images_told() {
	gz_images_rest=$gz_images_conf$gz_images_nl
	gz_images_any=
	while [ -n "$gz_images_rest" ]; do
		gz_images_f=${gz_images_rest%%"$gz_images_nl"*}
		gz_images_rest=${gz_images_rest#*"$gz_images_nl"}
		case $gz_images_f in "$1 "*) ;; *) continue ;; esac
		gz_images_f=${gz_images_f#* }
		# The only variables that podman fills in here.
		case $gz_images_f in
		*'$HOME'* | *'$USER'* | *'$UID'*)
			[ -z "$GZ_ROOT" ] || continue
			gz_images_f=$(printf '%s' "$gz_images_f" | GZ_IMAGES_UID=$(id -u) GZ_IMAGES_USER=$(id -un) awk '
			function fill(name, value,    at) {
				while ((at = index($0, name)) > 0) $0 = substr($0, 1, at - 1) value substr($0, at + length(name))
			}
			{
				fill("$HOME", ENVIRON["HOME"]); fill("$UID", ENVIRON["GZ_IMAGES_UID"])
				fill("$USER", ENVIRON["GZ_IMAGES_USER"]); print
			}')
			;;
		esac
		gz_images_any=1
		gz_images_kinds="$gz_images_kinds$2 ${gz_images_f%/}$gz_images_nl"
	done
	[ -n "$gz_images_any" ] || [ -z "$3" ] || gz_images_kinds="$gz_images_kinds$2 $3$gz_images_nl"
}

# gz_images_conf FILE: the paths in a storage.conf (TOML), a line "KEY PATH" each.
gz_images_conf() {
	awk '
	function paths(key, text, many,    quote, end) {
		while (match(text, /["\047]/)) {
			quote = substr(text, RSTART, 1)
			text = substr(text, RSTART + 1)
			end = index(text, quote)
			if (!end) return
			if (substr(text, 1, 1) ~ /[\/$]/) print key " " substr(text, 1, end - 1)
			if (!many) return
			text = substr(text, end + 1)
		}
	}
	NR > 5000 { exit }
	/^[ \t]*#/ { next }
	open != "" { paths(open, $0, 1); if (/\]/) open = ""; next }
	/^[ \t]*\[/ { section = $0; gsub(/[ \t\r]/, "", section); next }
	section !~ /^\[storage[].]/ { next }
	{
		key = $0
		sub(/[ \t]*=.*/, "", key); sub(/^[ \t]*/, "", key)
		value = $0
		sub(/^[^=]*=[ \t]*/, "", value)
	}
	key == "graphroot" || key == "imagestore" { paths(key, value) }
	key == "rootless_storage_path" { paths("rootless", value) }
	key == "additionalimagestores" {
		paths("additional", value, 1)
		if (value ~ /^\[/ && value !~ /\]/) open = "additional"
	}
	' "$1" 2>/dev/null
}

# gz_images_place PATH asked|usual: one place, each only once. A usual place that is not there, or is
# another name of one that was read, is passed over in silence.
gz_images_place() {
	gz_images_p=${1%/}
	case $gz_images_p in
	/var/lib/docker | */.local/share/docker) return 0 ;;
	/*) ;;
	*) return 0 ;;
	esac
	case $gz_images_seen in *"$gz_images_nl$gz_images_p$gz_images_nl"*) return 0 ;; esac
	gz_at "$gz_images_p"
	gz_images_real=$gz_at_is
	if [ "$2" = usual ]; then
		[ -d "$gz_images_real" ] || return 0
		[ ! -L "$gz_images_real" ] || ! gz_twin "${gz_images_seen#"$gz_images_nl"}" "$gz_images_real" || return 0
	fi
	gz_images_seen=$gz_images_seen$gz_images_p$gz_images_nl
	gz_images_kind=folder
	case $gz_images_p in */containers/storage) gz_images_kind=podman-store ;; esac
	case "$gz_images_nl$gz_images_kinds" in
	*"${gz_images_nl}podman-shared $gz_images_p$gz_images_nl"*) gz_images_kind=podman-shared ;;
	*"${gz_images_nl}podman-store $gz_images_p$gz_images_nl"*) gz_images_kind=podman-store ;;
	esac
	for gz_images_f in "$gz_images_real"/*-images/images.json; do
		gz_inside "$gz_images_f"
		[ ! -f "$gz_at_is" ] || [ "$gz_images_kind" != folder ] || gz_images_kind=podman-store
	done
	gz_root "$gz_images_kind" "$gz_images_p"
	if [ ! -e "$gz_images_real" ]; then
		gz_gone "$gz_images_p"
	elif [ ! -d "$gz_images_real" ]; then
		gz_end_root failed not-a-folder "$gz_images_p is not a folder"
	elif [ ! -r "$gz_images_real" ] || [ ! -x "$gz_images_real" ]; then
		gz_end_root failed permission "$gz_images_p cannot be read by this account"
	elif [ "$gz_images_kind" != folder ]; then
		gz_images_podman
	else
		gz_images_folder
	fi
}

# --- folders -----------------------------------------------------------------------------------

gz_images_folder() {
	gz_images_any=
	case $gz_images_p in */.apptainer/cache | */.singularity/cache) gz_images_any=1 ;; esac
	[ "$gz_images_p" != "${APPTAINER_CACHEDIR:-}/cache" ] || gz_images_any=1
	[ "$gz_images_p" != "${SINGULARITY_CACHEDIR:-}/cache" ] || gz_images_any=1
	# A cache anywhere else, by the folders that every cache has: its files have no endings.
	for gz_images_f in oci-tmp blob/blobs oci/blobs; do
		[ ! -d "$gz_images_real/$gz_images_f" ] || gz_images_any=1
	done
	gz_images_left=$GZ_IMAGES_ENTRIES
	# Registry, group and its groups are folders on CVMFS.
	gz_images_deepest=$GZ_IMAGES_DEPTH
	case $gz_images_p in /cvmfs/*) gz_images_deepest=10 ;; esac
	gz_images_depth=1
	gz_images_mount_points
	# A pattern that finds nothing does not tell an empty folder from one that cannot be listed.
	gz_images_found=
	for gz_images_f in "$gz_images_real"/*; do
		[ ! -e "$gz_images_f" ] && [ ! -L "$gz_images_f" ] || gz_images_found=1
		break
	done
	[ -n "$gz_images_found" ] || gz_images_listed || return 0
	[ -z "$GZ_DIGESTS" ] || gz_images_sums
	[ -z "$GZ_CONTENTS" ] || gz_within_asked
	! gz_elsewhere || return 0
	# Nor does it say that it broke off.
	[ -z "$gz_images_found" ] || gz_images_listed || return 0
	gz_images_walk "$gz_images_real"
	gz_end_root present
}

gz_images_listed() {
	! ls "$gz_images_real/" >/dev/null 2>&1 || return 0
	gz_end_root failed error "$gz_images_p cannot be listed"
	return 1
}

# The digests that this node was asked for of files below the open root, as parts of the root: a third
# of the facet's time at most. Which files, and of how many bytes in all, the service decides.
gz_images_sums() {
	gz_images_rest=$GZ_DIGESTS$gz_images_nl
	while [ -n "$gz_images_rest" ]; do
		gz_images_f=${gz_images_rest%%"$gz_images_nl"*}
		gz_images_rest=${gz_images_rest#*"$gz_images_nl"}
		case $gz_images_f in
		"$gz_images_p"/*) gz_images_rel=${gz_images_f#"$gz_images_p"/} ;;
		*) continue ;;
		esac
		gz_clock
		[ "$((${gz_clock_is:-0} + GZ_LIMIT * 33))" -lt "$gz_images_until" ] || return 0
		gz_inside "$gz_images_real/$gz_images_rel"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_images_hex=$(gz_run images-digest "$((GZ_LIMIT / 3 + 1))" sha256sum <"$gz_at_is" 2>/dev/null) || continue
		gz_images_hex=${gz_images_hex%% *}
		case $gz_images_hex in *[!0-9a-f]* | '') continue ;; esac
		gz_part digest
		printf '%s %s' "$gz_images_hex" "$gz_images_rel"
	done
}

# Mount points, one a line, so that the walk stays on one file system without starting find.
gz_images_mount_points() {
	[ -z "$gz_images_mounts" ] && [ -z "$GZ_ROOT" ] || return 0
	gz_images_mounts=$gz_images_nl
	# shellcheck disable=SC2034
	while read -r gz_images_a gz_images_b gz_images_c gz_images_d gz_images_e gz_images_f; do
		gz_images_mounts=$gz_images_mounts$gz_images_e$gz_images_nl
	done </proc/self/mountinfo
}

# gz_images_walk FOLDER: reads image files and sandboxes below FOLDER. Only shell builtins: a
# folder costs no process. The positional parameters are the function's own, so that the pairs
# (item path, real path) gathered here survive going deeper; the gz_images_ names do not.
gz_images_walk() {
	gz_images_dir=$1
	set --
	for gz_images_f in "$gz_images_dir"/*; do
		if [ "$gz_images_left" -le 0 ]; then
			gz_unread limit "${gz_images_f#"$gz_images_real/"}"
			break
		fi
		gz_images_left=$((gz_images_left - 1))
		gz_pace 3
		gz_images_rel=${gz_images_f#"$gz_images_real/"}
		gz_images_to=$gz_images_f
		if [ -n "$GZ_ROOT" ] && [ -L "$gz_images_f" ]; then
			gz_at "${gz_images_f#"$GZ_ROOT"}"
			gz_images_to=$gz_at_is
		fi
		if [ -d "$gz_images_f" ] && [ ! -L "$gz_images_f" ]; then
			gz_images_enter "$gz_images_f"
			continue
		fi
		if [ -L "$gz_images_f" ] && [ -d "$gz_images_to" ]; then
			gz_images_linked "$gz_images_f" "$gz_images_to"
			continue
		fi
		case ${gz_images_f##*/} in
		# The last two are those of enroot and Charliecloud.
		*.sif | *.SIF | *.simg | *.SIMG | *.img | *.IMG | *.sqsh | *.sqfs) ;;
		*) [ -n "$gz_images_any" ] || continue ;;
		esac
		if [ -f "$gz_images_to" ]; then
			if [ -r "$gz_images_to" ]; then
				set -- "$@" "$gz_images_rel" "$gz_images_to"
			else
				gz_unread permission "$gz_images_rel"
			fi
		elif [ -L "$gz_images_f" ] || [ "${gz_images_f##*/}" != '*' ]; then
			# A link to nowhere, or gone (or stale) since the folder was listed. Pipes, sockets and
			# links to folders are there and no images.
			[ -e "$gz_images_to" ] || gz_unread vanished "$gz_images_rel"
		fi
		if [ "$#" -ge 200 ]; then
			gz_images_read "$@"
			set --
		fi
	done
	[ "$#" -eq 0 ] || gz_images_read "$@"
}

# gz_images_enter FOLDER: a sandbox is an item, any other folder is walked.
gz_images_enter() {
	gz_images_rel=${1#"$gz_images_real/"}
	case $gz_images_mounts in *"$gz_images_nl$1$gz_images_nl"*) return 0 ;; esac
	if [ ! -r "$1" ] || [ ! -x "$1" ]; then
		gz_unread permission "$gz_images_rel"
	elif [ -d "$1/.singularity.d" ]; then
		gz_images_sandbox "$1" singularity.d
	elif { [ -d "$1/bin" ] || [ -L "$1/bin" ]; } && [ -d "$1/etc" ] && [ -d "$1/usr" ]; then
		gz_images_sandbox "$1" tree
	elif [ -f "$1/oci-layout" ] && [ -f "$1/index.json" ]; then
		gz_images_layout "$1"
	elif [ "${gz_images_any:+${1##*/}}" = blob ]; then
		return 0
	elif [ "$gz_images_depth" -lt "$gz_images_deepest" ]; then
		gz_images_depth=$((gz_images_depth + 1))
		gz_images_walk "$1"
		gz_images_depth=$((gz_images_depth - 1))
	fi
}

# gz_images_linked LINK FOLDER: a link to a folder is an image when that is one, and is not walked. On CVMFS
# every unpacked image is such a link (cvmfs/cvmfs, ducc; opensciencegrid/cvmfs-singularity-sync).
gz_images_linked() {
	gz_images_rel=${1#"$gz_images_real/"}
	gz_images_link=$(readlink "$1" 2>/dev/null)
	if [ -d "$2/.singularity.d" ]; then
		gz_images_sandbox "$2" singularity.d
	else
		# Only there: any other link may be to this node's own root.
		case $gz_images_link in
		*.flat/* | *.images/*) [ ! -d "$2/etc" ] || [ ! -d "$2/usr" ] || gz_images_sandbox "$2" tree ;;
		esac
	fi
	gz_images_link=
}

# gz_images_sandbox FOLDER MARKER: an unpacked image. What is read are plain files: a link inside
# may point out of the image.
gz_images_sandbox() {
	gz_clock
	if [ "${gz_clock_is:-0}" -gt "$gz_images_until" ]; then
		gz_unread limit "$gz_images_rel"
		return 0
	fi
	gz_item "$gz_images_rel"
	gz_part sandbox
	printf '%s\n' "$2"
	if [ -n "$gz_images_link" ]; then
		gz_part link
		printf '%s' "$gz_images_link"
	fi
	for gz_images_f in labels.json Singularity; do
		[ ! -L "$1/.singularity.d" ] && [ ! -L "$1/.singularity.d/$gz_images_f" ] || continue
		[ -f "$1/.singularity.d/$gz_images_f" ] && [ -r "$1/.singularity.d/$gz_images_f" ] || continue
		gz_part "$gz_images_f"
		dd "if=$1/.singularity.d/$gz_images_f" bs=65536 count=1 2>/dev/null
	done
	# The first 20 bytes of a program tell the architecture (elf(5), e_machine).
	for gz_images_f in usr/bin/env usr/bin/bash usr/bin/dash usr/bin/busybox bin/busybox bin/bash bin/dash; do
		[ ! -L "$1/${gz_images_f%/*}" ] && [ ! -L "$1/usr" ] && [ ! -L "$1/$gz_images_f" ] || continue
		[ -f "$1/$gz_images_f" ] && [ -r "$1/$gz_images_f" ] || continue
		gz_part elf
		od -A d -t x1 -N 20 "$1/$gz_images_f" 2>/dev/null
		break
	done
}

# gz_images_layout FOLDER: an OCI layout (OCI image specification, image-layout.md), such as the layers that
# Apptainer keeps under cache/blob: its index, and of each image the manifest and configuration.
gz_images_layout() {
	gz_images_blobs=0
	gz_inside "$1/index.json"
	if [ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ]; then
		gz_unread permission "$gz_images_rel"
		return 0
	fi
	gz_item "$gz_images_rel"
	gz_part index.json
	dd "if=$gz_at_is" bs=65536 count=16 2>/dev/null
	for gz_images_hex in $(gz_images_digests "$gz_at_is"); do
		gz_images_blob "$1" "$gz_images_hex" || continue
		for gz_images_hex in $(gz_images_digests "$gz_at_is"); do
			gz_images_blob "$1" "$gz_images_hex" || continue
		done
	done
}

# gz_images_blob LAYOUT HEX: a small blob as a part.
gz_images_blob() {
	gz_images_blobs=$((gz_images_blobs + 1))
	[ "$gz_images_blobs" -le 400 ] || return 1
	gz_inside "$1/blobs/sha256/$2"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	gz_part "blobs/sha256/$2"
	gz_images_config "$gz_at_is"
}

# gz_images_config FILE: the configuration of an image without what it sets in the environment, and without
# the commands of its history, which set it: both may hold secrets. Of each command a checksum stays, so
# that histories can still be compared; of the environment what decides where the image runs, behind a word that says
# that it was looked for. Other JSON passes unchanged.
gz_images_config() {
	dd "if=$1" bs=65536 count=8 2>/dev/null | awk "$GZ_IMAGES_CONFIG"
}

GZ_IMAGES_CONFIG='
BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
function checksum(word,    i, n) {
	n = 5381
	for (i = 1; i <= length(word); i++) n = (n * 33 + code[substr(word, i, 1)]) % 2147483647
	return n
}
{ text = text $0 "\n" }
END {
	while (match(text, /"(Env|created_by)"[ \t\r\n]*:[ \t\r\n]*["[]/)) {
		head = substr(text, 1, RSTART + RLENGTH - 1)
		text = substr(text, RSTART + RLENGTH)
		printf "%s", head
		if (substr(head, length(head)) == "[") {
			printf "%s", "\"=looked\""
			while (match(text, /^[ \t\r\n,]*"([^"\\]|\\.)*"/)) {
				word = substr(text, 1, RLENGTH)
				text = substr(text, RLENGTH + 1)
				sub(/^[ \t\r\n,]*/, "", word)
				if (word ~ /^"(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/) printf "%s", "," word
			}
			# Not a list of strings, or cut: nothing of the rest is safe to show.
			if (text !~ /^[ \t\r\n]*\]/) exit
		} else if (match(text, /^([^"\\]|\\.)*"/)) {
			printf "%s", checksum(substr(text, 1, RLENGTH - 1))
			text = substr(text, RLENGTH)
		} else exit
	}
	printf "%s", text
}
'

# gz_images_digests FILE: of an index the manifests, of a manifest the configuration; never a layer.
gz_images_digests() {
	dd "if=$1" bs=65536 count=16 2>/dev/null | awk '
	{ text = text $0 }
	END {
		index_ = match(text, /"manifests"[ \t\r]*:/)
		if (!index_ && !match(text, /"config"[ \t\r]*:/)) exit
		text = substr(text, RSTART)
		while (match(text, /"digest"[ \t\r]*:[ \t\r]*"sha256:[0-9a-f]*"/)) {
			hex = substr(text, RSTART, RLENGTH)
			text = substr(text, RSTART + RLENGTH)
			sub(/.*sha256:/, "", hex); sub(/"$/, "", hex)
			if (length(hex) == 64 && !seen[hex]++) print hex
			if (!index_) exit
		}
	}'
}

# gz_images_read ITEM FILE ...: the heads of image files, by one awk and one od a file.
gz_images_read() {
	gz_clock
	if [ "${gz_clock_is:-0}" -gt "$gz_images_until" ]; then
		while [ "$#" -gt 1 ]; do
			gz_unread limit "$1"
			shift 2
		done
		return 0
	fi
	# By the environment: arguments can be read by every account of the node.
	GZ_IMAGES_NONCE=$GZ_NONCE awk "$GZ_IMAGES_HEADS" heads "${gz_images_any:-0}" "$@"
}

# Reads the header and descriptor table of SIF files, and of their data objects only the definition,
# labels, other JSON and, of OCI-SIF, index, manifest and configuration: never a file system.
# The layout is that of github.com/sylabs/sif, pkg/sif: 128 bytes of header, descriptors of 585.
# Other files: the first 2048 bytes, where squashfs and ext3 have their superblocks.
#
# Arguments: a word, any (1: files that are no images are passed over), then pairs of item and file.
# One part "head" per item: "size BYTES", "extent OFFSET LENGTH" for each range that was read, and
# "OFFSET HEX" for what in these ranges is not zero. Unused descriptors are left out.
GZ_IMAGES_HEADS='
function quoted(text,    n, i, piece, out) {
	n = split(text, piece, "\047")
	out = piece[1]
	for (i = 2; i <= n; i++) out = out "\047\\\047\047" piece[i]
	return "\047" out "\047"
}
function whole(n) { return sprintf("%.0f", n) }
function parse(cmd, rows,    line, i, from, last, lastline, star, end) {
	star = 0; last = -1; end = -1; lastline = ""
	while ((cmd | getline line) > 0) {
		if (line == "*") { star = 1; continue }
		# Adding 0 takes the decimal address; the line is taken apart only where it is looked at.
		from = line + 0
		if (star && substr(lastline, index(lastline, " ")) ~ /[1-9a-f]/)
			for (i = last + 16; i < from; i += 16) rows[i] = lastline
		star = 0
		end = from
		if (!index(line, " ")) break
		last = from; lastline = line
		rows[from] = line
	}
	close(cmd)
	return end
}
function hexed(line) {
	line = substr(line, index(line, " "))
	gsub(/ /, "", line)
	return line
}
function load(at, count) {
	return parse("exec od -A d -t x1 -j " whole(at) " -N " whole(count) " " name " 2>/dev/null", far)
}
function batch(first, last,    cmd, i, n, at) {
	split("", row); split("", base)
	cmd = "head -q -c " FRONT; n = 0
	for (i = first; i <= last; i += 2) if (bytes[i] >= FRONT) {
		cmd = cmd " " quoted(ARGV[i + 1])
		base[i] = n++ * FRONT
	}
	# A file that got shorter or unreadable since would shift all behind it.
	if (n > 1 && parse("{ " cmd " | od -A d -t x1; } 2>/dev/null", row) == n * FRONT) return
	split("", row); split("", base)
}
function need(at, count,    from) {
	if (at + count <= loaded) return 1
	from = at - at % 16
	return load(from, at + count - from) >= at + count
}
function cell(a) {
	if (near >= 0 && a < FRONT) {
		a += near
		if (!(a in row)) return ZERO
		if (index(row[a], " ")) row[a] = hexed(row[a])
		return row[a]
	}
	if (!(a in far)) return ZERO
	if (index(far[a], " ")) far[a] = hexed(far[a])
	return far[a]
}
function get(at, count,    a, out) {
	a = at - at % 16
	out = cell(a)
	for (a += 16; a < at + count; a += 16) out = out cell(a)
	return substr(out, (at % 16) * 2 + 1, count * 2)
}
function number(at, count,    hex, i, n) {
	hex = get(at, count); n = 0
	if (substr(hex, count * 2 - 1, 1) > "7") return -1
	for (i = count; i >= 1; i--)
		n = n * 256 + (index(HEX, substr(hex, i * 2 - 1, 1)) - 1) * 16 + index(HEX, substr(hex, i * 2, 1)) - 1
	return n
}
function rows(at, count,    a, lo, hi, hex) {
	for (a = at - at % 16; a < at + count; a += 16) {
		hex = cell(a)
		if (hex == ZERO) continue
		lo = a < at ? at : a
		hi = a + 16 > at + count ? at + count : a + 16
		print whole(lo) " " substr(hex, (lo - a) * 2 + 1, (hi - lo) * 2)
	}
}
function extent(at, count) {
	print "extent " whole(at) " " whole(count)
	rows(at, count)
}
# What programs outside may read of JSON: of the variables that are set in it those that decide where the image runs, as in
# gz_images_config, and of commands nothing. What is left out becomes spaces, so that all else keeps its place.
function told(hex) { return told_of(told_of(told_of(hex, "22456e7622"), "22656e7669726f6e6d656e7422"), "22637265617465645f627922") }
function told_of(hex, key,    out, p, e, c, text, open) {
	out = ""
	while ((p = aligned(hex, key))) {
		out = out substr(hex, 1, p + length(key) - 1)
		hex = substr(hex, p + length(key))
		open = ""
		do {
			if (match(hex, /^((20)|(09)|(0a)|(0d)|(2c)|(3a))+/)) {
				out = out substr(hex, 1, RLENGTH)
				hex = substr(hex, RLENGTH + 1)
			}
			c = substr(hex, 1, 2)
			if (c == "") return out
			if (c == "22") {
				e = ending(hex)
				if (!e) return out spaces(hex)
				text = substr(hex, 3, e - 3)
				hex = substr(hex, e + 2)
				# The names of a map are no values.
				if (text !~ KEPT && (open !~ /7b$/ || hex !~ /^((20)|(09)|(0a)|(0d))*3a/)) text = spaces(text)
				out = out "22" text "22"
				continue
			}
			out = out c
			hex = substr(hex, 3)
			if (c == "5b" || c == "7b") open = open c
			else if (c == "5d" || c == "7d") open = substr(open, 1, length(open) - 2)
		} while (open != "")
	}
	return out hex
}
function spaces(hex) { gsub(/../, "20", hex); return hex }
function aligned(hex, key,    p, from) {
	from = 1
	while ((p = index(substr(hex, from), key))) {
		p += from - 1
		if (p % 2) return p
		from = p + 1
	}
	return 0
}
# Where the string that hex begins with ends.
function ending(hex,    p, q, k) {
	q = 3
	while ((p = index(substr(hex, q), "22"))) {
		p += q - 1
		q = p + 1
		if (p % 2 == 0) continue
		k = p - 2
		while (k > 2 && substr(hex, k, 2) == "5c") k -= 2
		if ((p - 2 - k) / 2 % 2 == 0) return p
	}
	return 0
}
function field(d, secret,    at, count, hex, i) {
	at = number(d + 17, 8); count = number(d + 25, 8)
	if (count <= 0 || count > 65536 || sent + count > 262144) return ""
	if (size >= 0 && at + count > size) return ""
	if (at < 128 || !need(at, count)) return ""
	sent += count
	hex = get(at, count)
	if (!secret) extent(at, count)
	else {
		print "extent " whole(at) " " whole(count)
		hex = told(hex)
		for (i = 1; i <= count * 2; i += 64) print whole(at + (i - 1) / 2) " " substr(hex, i, 64)
	}
	return hex
}
function sif(    table, length_, total, i, n, d, used, type, list, manifest, p, best, config) {
	extent(0, 128)
	table = number(96, 8); length_ = number(104, 8); total = number(88, 8)
	if (table < 128 || length_ < 0 || length_ > 1048576 || total < 0) return
	if (size >= 0 && table + length_ > size) return
	if (length_ > total * 585) length_ = total * 585
	length_ -= length_ % 585
	if (!need(table, length_)) return
	print "extent " whole(table) " " whole(length_)
	n = 0; list = ""; manifest = ""
	for (d = table; d < table + length_; d += 585) if (get(d + 4, 1) != "00") {
		used[++n] = d
		rows(d, 585)
	}
	for (i = 1; i <= n; i++) {
		type = get(used[i], 4)
		if (type == "01400000" || type == "03400000" || type == "06400000") field(used[i], type == "06400000")
		if (type == "0a400000") list = list field(used[i])
	}
	if (list == "") return
	for (i = 1; i <= n; i++) if (get(used[i], 4) == "0b400000" && index(list, get(used[i] + 201, 71)))
		manifest = manifest field(used[i])
	# The first digest behind "config" in the manifest.
	p = index(manifest, "22636f6e66696722")
	if (!p) return
	manifest = substr(manifest, p, 1600)
	best = 0
	for (i = 1; i <= n; i++) if (get(used[i], 4) == "0b400000") {
		p = index(manifest, get(used[i] + 201, 71))
		if (p && (!best || p < best)) { best = p; config = used[i] }
	}
	if (best) field(config, 1)
}
function sizes(first, last,    i, cmd, line, n, got) {
	cmd = "exec stat -L -c %s"
	for (i = first; i <= last; i += 2) cmd = cmd " " quoted(ARGV[i + 1])
	cmd = cmd " 2>/dev/null"
	n = 0
	while ((cmd | getline line) > 0) got[++n] = line
	close(cmd)
	for (i = first; i <= last; i += 2) {
		bytes[i] = -1
		if (n == (last - first) / 2 + 1) bytes[i] = got[(i - first) / 2 + 1] + 0
		else {
			cmd = "exec ls -ldL " quoted(ARGV[i + 1]) " 2>/dev/null"
			if ((cmd | getline line) > 0 && split(line, got, " ") > 4) bytes[i] = got[5] + 0
			close(cmd)
		}
	}
}
function known(    head) {
	if (get(32, 9) == "5349465f4d41474943") return 1
	return index(get(0, 36), "68737173") || get(1080, 2) == "53ef" || get(1111, 2) == "53ef"
}
BEGIN {
	HEX = "0123456789abcdef"
	ZERO = "00000000000000000000000000000000"
	# CUDA_VERSION=, ROCM_VERSION=, NVIDIA_DISABLE_REQUIRE=, NVIDIA_REQUIRE_<capitals>=
	KEPT = "^(435544415f56455253494f4e|524f434d5f56455253494f4e|4e56494449415f44495341424c455f52455155495245|4e56494449415f524551554952455f([45][0-9a-f])+)3d"
	# Header, table and the small objects of a usual SIF end here, where its file system begins.
	FRONT = 36864
	mark = "\n@gz " ENVIRON["GZ_IMAGES_NONCE"] " "
	for (k = 3; k < ARGC; k += 2) {
		if (!(k in bytes)) {
			long = 0
			for (i = k; i < ARGC && i < k + 128 && long < 30000; i += 2) { long += length(ARGV[i + 1]); n = i }
			sizes(k, n)
			batch(k, n)
		}
		name = quoted(ARGV[k + 1])
		size = bytes[k]; sent = 0
		split("", far)
		near = k in base ? base[k] : -1
		loaded = near >= 0 ? FRONT : load(0, FRONT)
		if (loaded < 0 || (size >= 0 && loaded < size && loaded < FRONT)) {
			printf "%sunread error\n%s", mark, ARGV[k]
			continue
		}
		if (ARGV[2] == 1 && !known()) continue
		printf "%sitem\n%s%spart head\n", mark, ARGV[k], mark
		if (size >= 0) print "size " whole(size)
		if (get(32, 9) == "5349465f4d41474943" && loaded >= 128) sif()
		else extent(0, loaded < 2048 ? loaded : 2048)
	}
	exit 0
}
'

# --- stores ------------------------------------------------------------------------------------

# gz_images_look PLACE ...: one look at these, at the stores, and at the lists in those, which are written anew whenever an
# image or a layer comes or goes: while they are as they were, nothing else of a store need be read.
gz_images_look() {
	gz_images_todo=$gz_images_kinds
	while [ -n "$gz_images_todo" ]; do
		gz_images_p=${gz_images_todo%%"$gz_images_nl"*}
		gz_images_todo=${gz_images_todo#*"$gz_images_nl"}
		gz_images_p=${gz_images_p#* }
		gz_at "$gz_images_p"
		gz_images_real=$gz_at_is
		set -- "$@" "$gz_images_p"
		for gz_images_f in "$gz_images_real"/*-images/images.json "$gz_images_real"/*-layers/layers.json; do
			set -- "$@" "$gz_images_p${gz_images_f#"$gz_images_real"}"
		done
	done
	gz_look "$@"
}

# A store of podman, as its files have it (github.com/containers/storage, images.go): podman itself is
# not started, for it would make a store where there is none, and `podman images` prints nothing at
# all when a single manifest list lacks this machine's architecture.
gz_images_podman() {
	gz_images_proof=
	for gz_images_f in "$gz_images_real"/*-images "$gz_images_real"/*-layers; do
		gz_inside "$gz_images_f"
		[ -d "$gz_at_is" ] || continue
		gz_inside "$gz_images_f/${gz_images_f##*-}.json"
		gz_images_json=$gz_at_is
		if [ ! -r "$gz_images_f" ] || { [ -e "$gz_images_json" ] && [ ! -r "$gz_images_json" ]; }; then
			gz_end_root failed permission "$gz_images_json cannot be read by this account"
			return 0
		fi
		[ -f "$gz_images_json" ] || continue
		gz_at_is=$gz_images_json
		gz_seen || gz_seen_is=no
		# Inode, change, size, writing; the rights between them are not of it.
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* * }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
	done
	case $gz_images_proof in *[!0-9.]*) gz_images_proof= ;; esac
	[ -z "$GZ_CONTENTS" ] || gz_within_asked
	! gz_elsewhere ${gz_images_proof:+"podman:${gz_images_proof#.}"} || return 0
	for gz_images_f in "$gz_images_real"/*-images "$gz_images_real"/*-layers; do
		gz_inside "$gz_images_f/${gz_images_f##*-}.json"
		gz_images_json=$gz_at_is
		[ -f "$gz_images_json" ] || continue
		gz_images_name=${gz_images_f##*/}
		case $gz_images_name in *[!a-z0-9-]*) continue ;; esac
		gz_part "$gz_images_name.json"
		cat "$gz_images_json" 2>/dev/null
	done
	for gz_images_f in "$gz_images_real"/*-images/*/manifest; do
		gz_images_dir=${gz_images_f%/manifest}
		gz_inside "$gz_images_f"
		gz_images_f=$gz_at_is
		[ -f "$gz_images_f" ] && [ -r "$gz_images_f" ] || continue
		gz_item "${gz_images_dir##*/}"
		gz_part manifest
		cat "$gz_images_f" 2>/dev/null
		# Big data whose name has more than a-z, 0-9 lies under "=" and its base64: this is "sha256:".
		for gz_images_f in "$gz_images_dir"/=c2hhMjU2O*; do
			gz_inside "$gz_images_f"
			gz_images_f=$gz_at_is
			[ -f "$gz_images_f" ] && [ -r "$gz_images_f" ] || continue
			gz_part config
			gz_images_config "$gz_images_f"
			break
		done
	done
	gz_end_root present
}

# Docker's images, as its daemon tells them. The root is named after the daemon's usual folder, though
# that may lie elsewhere: it stands for "the docker of this node".
gz_images_docker() {
	gz_images_p=/var/lib/docker
	if [ -n "$GZ_ROOT" ]; then
		gz_have docker-image-ids || return 0
		gz_root docker-store "$gz_images_p"
		gz_images_docker_read
		return 0
	fi
	gz_images_socket=/var/run/docker.sock
	case ${DOCKER_HOST:-} in unix://*) gz_images_socket=${DOCKER_HOST#unix://} ;; esac
	gz_images_docker_at
	# Docker without root has its socket among the account's own, and its images in the home.
	case ${XDG_RUNTIME_DIR:-} in /*) ;; *) return 0 ;; esac
	[ "$gz_images_socket" != "$XDG_RUNTIME_DIR/docker.sock" ] || return 0
	gz_images_socket=$XDG_RUNTIME_DIR/docker.sock
	gz_images_p=${HOME%/}/.local/share/docker
	gz_images_docker_at
}

# The docker behind gz_images_socket, whose images are told under gz_images_p.
gz_images_docker_at() {
	# podman can answer under docker's name; its store has been read above.
	if [ -L "$gz_images_socket" ]; then
		case $(readlink "$gz_images_socket") in *podman*) return 0 ;; esac
	fi
	if [ ! -S "$gz_images_socket" ]; then
		case "$gz_images_nl$gz_images_list$gz_images_nl" in
		*"$gz_images_nl$gz_images_p$gz_images_nl"*) ;;
		*) [ -d "$gz_images_p" ] || return 0 ;;
		esac
		gz_root docker-store "$gz_images_p"
		if [ -d "$gz_images_p" ]; then
			gz_end_root failed no-daemon "$gz_images_socket is not there: the docker daemon does not run"
		else
			gz_gone "$gz_images_p"
		fi
		return 0
	fi
	gz_root docker-store "$gz_images_p"
	if [ ! -r "$gz_images_socket" ] || [ ! -w "$gz_images_socket" ]; then
		gz_end_root failed permission "$gz_images_socket is closed to this account"
	elif ! gz_have docker; then
		gz_end_root failed no-program "$gz_images_socket is there, but no docker program to ask with"
	else
		gz_images_docker_read
	fi
}

gz_images_docker_read() {
	gz_images_ids=$(gz_run docker-image-ids 20 docker -H "unix://$gz_images_socket" image ls -q --no-trunc)
	gz_images_rc=$?
	if [ "$gz_images_rc" -ne 0 ]; then
		gz_end_root failed error "docker image ls: exit code $gz_images_rc"
		return 0
	fi
	set --
	for gz_images_id in $gz_images_ids; do
		case $gz_images_id in *[!a-z0-9:]*) continue ;; esac
		case " $* " in *" $gz_images_id "*) continue ;; esac
		set -- "$@" "$gz_images_id"
	done
	if [ "$#" -gt 0 ]; then
		gz_part ids
		printf '%s\n' "$@"
		gz_part inspect
		# The variables of an image may hold its owner's secrets: those stay that decide where it runs, as in gz_images_config.
		gz_run docker-image-inspect 30 docker -H "unix://$gz_images_socket" image inspect "$@" |
			awk '
			on && /^ *\],?\r?$/ { on = 0 }
			on && /^ *"(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/ { sub(/,?\r?$/, ""); print "," $0 }
			!on { print }
			/^ *"Env": \[\r?$/ { on = 1; print "\"=looked\"" }'
	fi
	gz_end_root present
}
