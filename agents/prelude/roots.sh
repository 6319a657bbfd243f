# Roots: which there are, what they are mounted from, and whether they were seen and are still there.

# gz_each_root FACET: sets gz_each_root_is to the extra and the known roots of FACET, one path a line.
gz_each_root() {
	gz_each_root_is='' gz_each_ifs=$IFS
	IFS=$gz_nl
	set -f
	for gz_each_one in $GZ_ROOTS $GZ_KNOWN; do
		case $gz_each_one in
		"$1 "*) gz_each_root_is=$gz_each_root_is${gz_each_root_is:+$gz_nl}${gz_each_one#* } ;;
		esac
	done
	set +f
	IFS=$gz_each_ifs
}

# gz_each_line LINES FUNCTION: calls FUNCTION with each line that is not empty, in this shell. What is left stands
# in the positional parameters, which every call has for itself, so that FUNCTION may do the same.
gz_each_line() {
	while [ -n "$1" ]; do
		gz_each_one=${1%%"
"*}
		case $1 in
		*"
"*) set -- "${1#*"
"}" "$2" ;;
		*) set -- '' "$2" ;;
		esac
		[ -z "$gz_each_one" ] || "$2" "$gz_each_one"
	done
}

# gz_twin LINES PATH: is PATH, by whatever name, one of the folders in these lines?
gz_twin() {
	while [ -n "$1" ]; do
		gz_at "${1%%"
"*}"
		# shellcheck disable=SC3013
		[ ! "$gz_at_is" -ef "$2" ] || return 0
		case $1 in
		*"
"*) set -- "${1#*"
"}" "$2" ;;
		*) return 1 ;;
		esac
	done
	return 1
}

# gz_mount PATH: sets gz_mount_point, gz_mount_type, gz_mount_source, gz_mount_options from /proc/self/mountinfo
# (proc_pid_mountinfo(5)), whose own octal escapes keep each of them one word. A facet reads it once, and again where an
# automounter may have mounted something since.
gz_mount() {
	[ -n "$gz_mounts_known" ] || gz_mounts_read
	gz_mount_find "$1"
	[ "$gz_mount_type" = autofs ] || return 0
	gz_mounts_read
	gz_mount_find "$1"
}

# gz_mounts_read: sets gz_mounts to a line "POINT TYPE SOURCE OPTIONS" for each mount.
gz_mounts_read() {
	gz_mounts='' gz_mounts_known=1
	gz_mount_file=/proc/self/mountinfo
	[ -z "$GZ_ROOT" ] || [ ! -r "$GZ_ROOT$gz_mount_file" ] || gz_mount_file=$GZ_ROOT$gz_mount_file
	[ -r "$gz_mount_file" ] || return 0
	# shellcheck disable=SC2034
	while read -r gz_m_id gz_m_parent gz_m_dev gz_m_root gz_m_point gz_m_rest; do
		gz_m_options=${gz_m_rest%% *}
		gz_m_rest=${gz_m_rest#*- }
		gz_m_type=${gz_m_rest%% *}
		gz_m_rest=${gz_m_rest#* }
		gz_mounts="$gz_mounts$gz_m_point $gz_m_type ${gz_m_rest%% *} $gz_m_options$gz_nl"
	done <"$gz_mount_file"
}

gz_mount_find() {
	gz_mount_point=- gz_mount_type=- gz_mount_source=- gz_mount_options=-
	gz_mount_ifs=$IFS
	IFS=$gz_nl
	set -f
	for gz_m_rest in $gz_mounts; do
		gz_m_point=${gz_m_rest%% *}
		# Not written inside the pattern: bash 5.2 then does not match / itself.
		gz_m_base=${gz_m_point%/}
		case $1/ in
		"$gz_m_base"/*) ;;
		*) continue ;;
		esac
		# Later lines hide earlier ones of the same mount point.
		[ "${#gz_m_point}" -ge "${#gz_mount_point}" ] || [ "$gz_mount_point" = - ] || continue
		gz_mount_point=$gz_m_point
		gz_m_rest=${gz_m_rest#* }
		gz_mount_type=${gz_m_rest%% *}
		gz_m_rest=${gz_m_rest#* }
		gz_mount_source=${gz_m_rest%% *}
		gz_mount_options=${gz_m_rest#* }
	done
	set +f
	IFS=$gz_mount_ifs
}

# gz_look PATH ...: looks at many places by one stat(1). gz_inode and gz_owner then know of them.
gz_look() {
	gz_looked=$gz_nl
	for gz_look_path; do
		shift
		gz_at "$gz_look_path"
		# A line each, and a tab behind the name.
		case $gz_at_is in *"$gz_nl"* | *"$gz_tab"*) continue ;; esac
		[ ! -e "$gz_at_is" ] || set -- "$@" "$gz_at_is"
	done
	[ $# -eq 0 ] || gz_looked=$gz_nl$(stat -L -c "%n$gz_tab%i %Z %A %s %Y %U" "$@" 2>/dev/null)$gz_nl
}

# gz_seen: sets gz_seen_is to what gz_look learned of gz_at_is: inode, time of change, rights, size, time of writing, owner.
# False when it did not look there.
gz_seen() {
	case $gz_looked in *"$gz_nl$gz_at_is$gz_tab"*) ;; *) return 1 ;; esac
	gz_seen_is=${gz_looked##*"$gz_nl$gz_at_is$gz_tab"}
	gz_seen_is=${gz_seen_is%%"$gz_nl"*}
}

# gz_inode PATH: sets gz_inode_is to the inode number of PATH, or - when there is none, and gz_change_is to the time
# of its last change (st_ctime, seconds), or - where nothing tells it.
gz_inode() {
	gz_at "$1"
	gz_inode_is=- gz_change_is=-
	[ -e "$gz_at_is" ] || return 0
	if gz_seen; then
		gz_inode_is=${gz_seen_is#* }
		gz_inode_is="${gz_seen_is%% *} ${gz_inode_is%% *}"
	else
		gz_inode_is=$(stat -L -c '%i %Z' "$gz_at_is" 2>/dev/null)
	fi
	case $gz_inode_is in
	'' | *[!0-9\ ]*) ;;
	*\ *)
		gz_change_is=${gz_inode_is#* }
		gz_inode_is=${gz_inode_is% *}
		return 0
		;;
	esac
	# shellcheck disable=SC2012
	gz_inode_is=$(ls -diL "$gz_at_is" 2>/dev/null | {
		read -r gz_i gz_rest
		printf '%s' "$gz_i"
	})
	case $gz_inode_is in '' | *[!0-9]*) gz_inode_is=- ;; esac
}

# gz_gone PATH: reports a root that is not there. The nearest folder above it that exists tells whether
# it is missing, or whether something on the way to it cannot be read; the reader compares the mount
# with the one before.
gz_gone() {
	gz_gone_parent=${1%/*}
	gz_at "${gz_gone_parent:-/}"
	while [ -n "$gz_gone_parent" ] && [ ! -e "$gz_at_is" ] && [ ! -L "$gz_at_is" ]; do
		gz_gone_parent=${gz_gone_parent%/*}
		gz_at "${gz_gone_parent:-/}"
	done
	if [ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
		gz_end_root failed root-missing "$1 is not there"
	else
		gz_end_root failed parent-unreadable "$1: ${gz_gone_parent:-/} cannot be read"
	fi
}

# gz_open_root KIND PATH: opens a root that is a folder, and sets gz_at_is to where it lies. One that is gone or closed is
# told as that, and 1 returned.
gz_open_root() {
	gz_root "$1" "$2"
	gz_at "$2"
	if [ ! -d "$gz_at_is" ]; then
		gz_gone "$2"
		return 1
	fi
	[ ! -r "$gz_at_is" ] || [ ! -x "$gz_at_is" ] || return 0
	gz_end_root failed permission "$2 cannot be read"
	return 1
}

# gz_pace NUMBER: so many files of the open root were looked at. Waits when that was faster than GZ_OPS allows; what was
# not used of it is not saved up. What other programs look at, such as a spider of modules, is not counted.
gz_pace() {
	[ -n "$gz_pace_on" ] || return 0
	gz_clock
	[ -n "$gz_clock_is" ] || return 0
	[ "${gz_pace_until:-0}" -gt "$gz_clock_is" ] || gz_pace_until=$gz_clock_is gz_pace_left=0
	gz_pace_left=$((gz_pace_left + $1 * 100))
	gz_pace_until=$((gz_pace_until + gz_pace_left / GZ_OPS))
	gz_pace_left=$((gz_pace_left % GZ_OPS))
	# sleep takes whole seconds (POSIX).
	[ "$((gz_pace_until - gz_clock_is))" -lt 100 ] || sleep "$(((gz_pace_until - gz_clock_is) / 100))"
}
