# Image files in folders: found, listed, and summed where the service asks for it.

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
