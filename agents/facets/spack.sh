# spack: what Spack installed, from the database that it keeps beside its packages
# (lib/spack/spack/database.py). Spack itself, which needs Python and seconds, is never started.
#
# A store is a folder with .spack-db/index.json: opt/spack of an installation of Spack, the install_tree
# of its configuration, or a store that it takes packages from (upstreams.yaml). The file is one line of
# megabytes; it is sent in shorter ones, between which a reader finds nothing.

GZ_SPACK_BYTES=134217728

facet_spack() {
	gz_spack_nl='
'
	gz_spack_any='' gz_spack_closed='' gz_spack_seen=$gz_spack_nl
	gz_each_root spack
	gz_each_line "$gz_each_root_is" gz_spack_asked
	if [ -z "$GZ_ROOT" ]; then
		case ${SPACK_ROOT:-} in /*) gz_spack_instance "$SPACK_ROOT" ;; esac
		gz_spack_exe=$(command -v spack 2>/dev/null)
		case $gz_spack_exe in
		/*/bin/spack)
			[ ! -L "$gz_spack_exe" ] || gz_spack_exe=$(readlink -f "$gz_spack_exe" 2>/dev/null)
			gz_spack_instance "${gz_spack_exe%/bin/spack}"
			;;
		esac
	fi
	for gz_spack_base in /opt /usr/local /apps /sw /software /shared /data; do
		gz_at "$gz_spack_base"
		gz_spack_top=$gz_at_is
		for gz_spack_found in "$gz_spack_top"/spack* "$gz_spack_top"/*/spack; do
			[ ! -d "$gz_spack_found" ] || gz_spack_instance "$gz_spack_base${gz_spack_found#"$gz_spack_top"}"
		done
	done
	# What the profile sources tells of an installation elsewhere.
	for gz_spack_profile in /etc/profile.d/spack.sh /etc/profile.d/z00_spack.sh /etc/profile.d/zz_spack.sh; do
		gz_at "$gz_spack_profile"
		[ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ] || gz_each_line "$(sed -n \
			-e 's:.*["'\'' ]\(/[^"'\'' ]*\)/share/spack/setup-env.sh.*:\1:p' \
			-e 's:.*SPACK_ROOT=["'\'']*\(/[^"'\'' ;]*\).*:\1:p' "$gz_at_is" 2>/dev/null)" gz_spack_instance
	done
	if [ -n "$gz_spack_any" ]; then
		gz_end present
	elif [ -n "$gz_spack_closed" ]; then
		gz_end failed permission "$gz_spack_closed cannot be read, and no store was found elsewhere"
	else
		gz_end absent not-installed "no store of Spack in the usual places"
	fi
}

# A place that somebody named, or that was seen before: it is reported even when it is gone.
gz_spack_asked() {
	case $1 in /*) ;; *) return 0 ;; esac
	gz_spack_place=${1%/}
	gz_at "$gz_spack_place/opt/spack/.spack-db"
	if [ -e "$gz_at_is" ]; then
		gz_spack_instance "$gz_spack_place"
		return 0
	fi
	gz_at "$gz_spack_place"
	if [ -e "$gz_at_is/.spack-db" ] || [ ! -e "$gz_at_is/bin/spack" ]; then
		gz_spack_store "$gz_spack_place" asked
	else
		gz_spack_instance "$gz_spack_place"
	fi
}

# gz_spack_instance PATH: the stores of an installation of Spack, or PATH itself where it is a store.
gz_spack_instance() {
	gz_spack_own=${1%/}
	gz_at "$gz_spack_own"
	gz_spack_dir=$gz_at_is
	if [ -d "$gz_spack_dir" ] && ! { [ -r "$gz_spack_dir" ] && [ -x "$gz_spack_dir" ]; }; then
		gz_spack_closed=$gz_spack_own
		return 0
	fi
	gz_spack_store "$gz_spack_own" ''
	gz_spack_store "$gz_spack_own/opt/spack" ''
	set -- "$gz_spack_own/etc/spack/config.yaml" "$gz_spack_own/etc/spack/upstreams.yaml"
	[ ! -e "$gz_spack_dir/bin/spack" ] || set -- "$@" /etc/spack/config.yaml /etc/spack/upstreams.yaml
	for gz_spack_file in "$@"; do
		gz_at "$gz_spack_file"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		# "install_tree: PATH", and in newer ones "install_tree:" with "root: PATH" below it.
		gz_spack_trees=$(awk -v own="$gz_spack_own" '
			{ sub(/[ \t]#.*$/, "") }
			/^[ \t]*install_tree:/ { tree = 1; value = $0; sub(/^[^:]*:[ \t]*/, "", value); if (value == "") next }
			/^[ \t]*root:/ && tree { value = $0; sub(/^[^:]*:[ \t]*/, "", value) }
			/^[ \t]*(projections|padded_length):/ { tree = 0 }
			value != "" {
				gsub(/^["\047]|["\047][ \t]*$|[ \t]+$/, "", value)
				if (sub(/^\$spack/, "", value)) value = own value
				if (value ~ /^\// && value !~ /\$/) print value
				value = ""
			}' "$gz_at_is" 2>/dev/null)
		while [ -n "$gz_spack_trees" ]; do
			gz_spack_tree=${gz_spack_trees%%"$gz_spack_nl"*}
			gz_spack_trees=${gz_spack_trees#"$gz_spack_tree"}
			gz_spack_trees=${gz_spack_trees#"$gz_spack_nl"}
			gz_spack_store "${gz_spack_tree%/}" ''
		done
	done
}

# gz_spack_store PATH ASKED: one store, unless it was told of before, by this name or another.
gz_spack_store() {
	[ -n "$1" ] || return 0
	gz_at "$1/.spack-db/index.json"
	gz_spack_index=$gz_at_is
	if [ ! -e "$gz_spack_index" ] && [ ! -L "$gz_spack_index" ]; then
		[ -n "$2" ] || return 0
		gz_spack_any=1
		gz_root store "$1"
		gz_at "$1/.spack-db"
		if [ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
			gz_end_root failed root-missing "$1/.spack-db has no index.json"
		else
			gz_gone "$1"
		fi
		return 0
	fi
	gz_spack_left=${gz_spack_seen#?}
	while [ -n "$gz_spack_left" ]; do
		gz_spack_one=${gz_spack_left%%"$gz_spack_nl"*}
		gz_spack_left=${gz_spack_left#*"$gz_spack_nl"}
		gz_at "$gz_spack_one/.spack-db/index.json"
		# shellcheck disable=SC3013
		[ "$gz_spack_one" != "$1" ] && [ ! "$gz_at_is" -ef "$gz_spack_index" ] || return 0
	done
	gz_spack_seen=$gz_spack_seen$1$gz_spack_nl
	gz_spack_any=1
	gz_root store "$1"
	if [ ! -f "$gz_spack_index" ] || [ ! -r "$gz_spack_index" ]; then
		gz_end_root failed permission "$1/.spack-db/index.json cannot be read"
		return 0
	fi
	gz_spack_size=$(wc -c <"$gz_spack_index" 2>/dev/null)
	if [ "${gz_spack_size:-0}" -gt "$GZ_SPACK_BYTES" ]; then
		gz_end_root failed output-limit "$1/.spack-db/index.json has $gz_spack_size bytes"
		return 0
	fi
	# The index is all that is read of a store, and the version of the installation beside it.
	gz_spack_owner "$1"
	gz_spack_stat=$(stat -L -c '%i.%s.%Y.%Z' "$gz_spack_index" 2>/dev/null)
	case $gz_spack_stat in *[!0-9.]*) gz_spack_stat='' ;; esac
	gz_ask_with=.$(gz_spack_told | sed '/^@gz /d' | cksum 2>/dev/null)
	gz_ask_with=${gz_ask_with%% *}
	! gz_elsewhere ${gz_spack_stat:+"index:$gz_spack_stat"} || return 0
	gz_item ''
	gz_spack_told
	gz_part index
	if command -v fold >/dev/null 2>&1; then
		fold -b -w 4000 "$gz_spack_index" 2>/dev/null
	else
		cat "$gz_spack_index" 2>/dev/null
	fi
	gz_spack_rc=$?
	if [ "$gz_spack_rc" -eq 0 ]; then
		gz_end_root present
	else
		gz_end_root failed error "$1/.spack-db/index.json could not be read to its end"
	fi
}

# gz_spack_owner STORE: sets gz_spack_by to the installation that a store belongs to, which loads its packages.
gz_spack_owner() {
	gz_spack_by=
	for gz_spack_try in "${1%/opt/spack}" "$gz_spack_own" "${SPACK_ROOT:-}"; do
		case $gz_spack_try in /*) ;; *) continue ;; esac
		gz_at "$gz_spack_try/share/spack/setup-env.sh"
		[ -f "$gz_at_is" ] || continue
		gz_spack_by=$gz_spack_try
		break
	done
}

# That installation and its version.
gz_spack_told() {
	[ -n "$gz_spack_by" ] || return 0
	gz_part instance
	printf '%s' "$gz_spack_by"
	gz_at "$gz_spack_by/lib/spack/spack/__init__.py"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	gz_part version
	awk '/^(__version__|spack_version|spack_version_info) *=/ { print; if (n++ > 3) exit }' "$gz_at_is" 2>/dev/null
}
