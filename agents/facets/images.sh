# Container images: files, sandboxes and OCI layouts in folders, and the stores of podman and docker.
# Nothing is started but od, dd, stat, awk, sha256sum for files that the service names, and the docker
# client where its socket is open to this account. What is inside those that the service names is read by agents/inside.sh and agents/inside/.
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
