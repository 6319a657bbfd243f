# Gazetteer agent: reads what this node offers and prints it as frames. It changes nothing.
#
# Everything that Gazetteer ever runs on a node is in this folder. The bundle is this file, inside.sh
# (what looks inside images), the facets after it, and a last line that calls gz_main: a connection that is cut while the script
# is still arriving runs nothing at all.
#
# POSIX sh (dash, bash, ksh, busybox ash). No root, no installation, no temporary file.
#
# Settings, all optional, come as variables in front of the bundle or from the environment:
#   GZ_NONCE      16 hex digits that mark the lines of this run; made here when not given
#   GZ_FACETS     facets to read, separated by spaces; all when empty
#   GZ_ROOT       read this folder as the node's / (a provisioned node image, a recorded node)
#   GZ_LIMIT      seconds one facet may take (60)
#   GZ_ROOTS      extra places to look, one a line: "<facet> <path>"
#   GZ_KNOWN      roots seen before, one a line: "<facet> <path>": each is reported even when gone
#   GZ_DIGESTS    image files to compute the sha256 of, one a line, for which this node was chosen
#   GZ_CONTENTS   images to list the packages in, one a line: "<offset of its squashfs, or 0> <path>", which is a file, a
#                 folder, or a store of podman and the id of an image in it
#   GZ_LOADS      modules to load as a test, which runs the site's code, one a line, parted by tabs:
#                 "<tree> <folder to use first, or -> <what to load>..."; none unless the sites file asks
#   GZ_OWNERS     user names, besides root, whose modulefiles may be evaluated, separated by spaces
#   GZ_HOMES      1: also look into home folders
#   GZ_ASK        1: before a root is read, ask the reader of the frames whether to; it answers on standard input
#   GZ_BUSY       of a node that runs jobs: skip to read nothing, cheap to read only what costs nearly nothing
#   GZ_OPS        file system operations a second, at most, while roots on network file systems are read; 0 for any
#   GZ_SHARED     folders that the site names as the same on all nodes, one a line, whatever they are mounted from
#   GZ_STAMPS     files that a site touches whenever it changes a tree, one a line, parted by tabs: "<tree> <file>"
#   GZ_PLACES     own: of modules, evaluate only the trees of MODULEPATH and those that they bring in
#   GZ_REFUSED    settings that an installed agent refused, "<name>=<why>", separated by spaces (forced.sh)
#
# A facet writes raw text to standard output, between calls of the gz_* functions below. One awk
# process (GZ_FRAMER) turns that into the frames of docs/agent-protocol.md. Nothing that a file
# name or a program prints can be taken for a frame: a marker holds the nonce, which is known to
# this shell and to the reader of the frames only.

gz_nl='
'
gz_tab='	'

# --- frames -----------------------------------------------------------------------------------

# gz_mark VERB [ARG ...]: a marker line. What is printed after it, up to the next marker, is its
# payload. ARGs are words made here or by the kernel (no spaces, no newlines); text that comes
# from files goes into the payload. The newline in front lets a payload end without one.
gz_mark() {
	printf '\n@gz %s %s\n' "$GZ_NONCE" "$*"
}

# gz_part NAME: what follows is the raw text called NAME, of the open item, else of the open
# root, else of the node.
gz_part() {
	gz_mark part "$1"
}

# gz_root KIND PATH [ARG ...]: opens a root with the facts of its mount. Close it with gz_end_root.
gz_root() {
	gz_root_kind=$1
	gz_root_path=$2
	shift 2
	# Looking at it first: an automounter mounts it then.
	gz_inode "$gz_root_path"
	gz_mount "$gz_root_path"
	gz_mark root "$gz_root_kind" "mount=$gz_mount_point" "fstype=$gz_mount_type" \
		"source=$gz_mount_source" "inode=$gz_inode_is" "$@"
	printf '%s' "$gz_root_path"
	gz_ask_change=$gz_change_is
	gz_pace_on=''
	[ "$GZ_OPS" -eq 0 ] || ! gz_shared || gz_pace_on=1
}

# gz_item PATH: opens an item of the open root; PATH is relative to the root. Parts follow.
gz_item() {
	gz_mark item
	printf '%s' "$1"
}

# gz_unread REASON PATH: an entry of the open root that is there and could not be read. REASON is
# a word: permission, vanished, limit, error, corrupt.
gz_unread() {
	gz_mark unread "$1"
	printf '%s' "$2"
}

# gz_end_root OUTCOME [REASON [MESSAGE]]: closes the root; OUTCOME is present, absent, failed, or elsewhere: it is
# there, and need not be read here (gz_elsewhere).
gz_end_root() {
	gz_mark end-root "$1" "${2:-}"
	printf '%s' "${3:-}"
}

# gz_end OUTCOME [REASON [MESSAGE]]: how the facet's node-level part went. Without it: failed.
gz_end() {
	gz_mark end "$1" "${2:-}"
	printf '%s' "${3:-}"
}

# The framer. Input: a line with the nonce, then marker lines and payload. Output, per marker:
#   <nonce>+<seq> <verb> <args>           opens a block
#   <nonce>|<payload line>                as often as there are lines
#   <nonce>=<seq> <lines> <bytes> <nl>    closes it; nl is 0 when the payload ends without newline
# An empty line comes first: what a profile printed may have ended without one.
# bytes counts the payload as it was, so a line lost or joined by noise cannot go unseen.
GZ_FRAMER='
function out(line) { text = text line "\n"; if (length(text) > 4000) flush() }
function flush() { printf "%s", text; text = "" }
function put(line) { out(nonce "|" line); lines++; bytes += length(line) + 1 }
function shut() { if (open) out(nonce "=" seq " " lines " " bytes " " nl) }
NR == 1 { nonce = $0; mark = "@gz " nonce " "; width = length(mark); out(""); next }
index($0, mark) == 1 {
	nl = 1
	if (!held && lines) { nl = 0; bytes-- }
	held = 0
	shut()
	seq++; lines = 0; bytes = 0; open = 1
	verb = substr($0, width + 1)
	out(nonce "+" seq " " verb)
	# Nothing comes until these have arrived.
	if (verb ~ /^(bye|wait)/) { nl = 1; shut(); open = 0 }
	# So that a connection that is cut loses no root that had ended. Each piece costs both ends far more than its bytes do.
	if (verb ~ /^(facet|root|wait|bye)/) { flush(); fflush() }
	if (verb ~ /^bye/) exit 0
	next
}
$0 == "" { if (held) put(""); held = 1; next }
{ if (held) put(""); held = 0; put($0) }
'

# --- reading -----------------------------------------------------------------------------------

# gz_at PATH: sets gz_at_is to where PATH lies under GZ_ROOT. Inside a root folder the links of every
# folder on the way mean the root folder, and .. ends at it: nothing of this machine is read.
gz_at() {
	gz_at_is=$GZ_ROOT$1
	[ -n "$GZ_ROOT" ] || return 0
	# Most files lie in the folder of the one before.
	case ${1##*/} in
	'' | . | ..) ;;
	*)
		if [ "$gz_at_folder" != "${1%/*}/" ]; then
			gz_at_folder=${1%/*}/
			gz_at_way "$gz_at_folder"
			gz_at_folder_is=$gz_at_is
		fi
		gz_at_is=$gz_at_folder_is/${1##*/}
		[ -L "$gz_at_is" ] || return 0
		;;
	esac
	gz_at_way "$1"
}

gz_at_way() {
	gz_at_is=$GZ_ROOT
	gz_at_rest=$1/
	gz_at_hops=0
	while [ -n "$gz_at_rest" ]; do
		gz_at_name=${gz_at_rest%%/*}
		gz_at_rest=${gz_at_rest#*/}
		case $gz_at_name in
		'' | .) ;;
		..) [ "$gz_at_is" = "$GZ_ROOT" ] || gz_at_is=${gz_at_is%/*} ;;
		*)
			if [ ! -L "$gz_at_is/$gz_at_name" ]; then
				gz_at_is=$gz_at_is/$gz_at_name
				continue
			fi
			gz_at_hops=$((gz_at_hops + 1))
			if [ "$gz_at_hops" -gt 40 ] || ! gz_at_link=$(readlink "$gz_at_is/$gz_at_name"); then
				# A place that can never be: a link left unfollowed could lead to this machine.
				gz_at_is=/dev/null/link
				return 0
			fi
			case $gz_at_link in /*) gz_at_is=$GZ_ROOT ;; esac
			gz_at_rest=$gz_at_link/$gz_at_rest
			;;
		esac
	done
}

# gz_inside FILE: as gz_at, for a FILE found below a place that gz_at gave.
gz_inside() {
	if [ -n "$GZ_ROOT" ]; then
		gz_at "${1#"$GZ_ROOT"}"
	else
		gz_at_is=$1
	fi
}

# gz_cat NAME PATH: the file PATH as part NAME, if it can be read; returns 1 when it cannot. Here and
# below only plain files are opened: a named pipe would keep its reader waiting.
gz_cat() {
	gz_at "$2"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	gz_part "$1"
	# These are small: to start a program takes longer than to read one.
	while IFS= read -r gz_line_is; do printf '%s\n' "$gz_line_is"; done 2>/dev/null <"$gz_at_is"
	printf '%s' "$gz_line_is"
}

# gz_line PATH: sets gz_line_is to the first line of PATH without starting a program; returns 1
# when it cannot be read.
gz_line() {
	gz_line_is=
	gz_at "$1"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	read -r gz_line_is 2>/dev/null <"$gz_at_is" || [ -n "$gz_line_is" ]
}

# gz_have NAME: is the program NAME here? In a root folder: was its output recorded?
gz_have() {
	if [ -n "$GZ_ROOT" ]; then
		[ -r "$GZ_ROOT/.gazetteer/run/$1.out" ] || [ -r "$GZ_ROOT/.gazetteer/run/$1.rc" ]
	else
		command -v "$1" >/dev/null 2>&1
	fi
}

# gz_run NAME SECONDS PROGRAM [ARG ...]: runs a program with a time limit; standard error is the
# caller's to redirect. In a root folder nothing runs: the recorded .gazetteer/run/NAME.out (and
# .err, .rc) answer, and 127 says that nothing was recorded.
gz_run() {
	gz_run_name=$1
	gz_run_limit=$2
	shift 2
	if [ -n "$GZ_ROOT" ]; then
		gz_run_file=$GZ_ROOT/.gazetteer/run/$gz_run_name
		[ -r "$gz_run_file.out" ] || [ -r "$gz_run_file.rc" ] || return 127
		[ ! -r "$gz_run_file.err" ] || cat "$gz_run_file.err" >&2
		[ ! -r "$gz_run_file.out" ] || cat "$gz_run_file.out"
		gz_run_rc=0
		[ ! -r "$gz_run_file.rc" ] || read -r gz_run_rc <"$gz_run_file.rc"
		return "$gz_run_rc"
	fi
	case $GZ_TIMEOUT in
	'') "$@" ;;
	*) $GZ_TIMEOUT "$gz_run_limit" "$@" ;;
	esac
}

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

# --- asking ------------------------------------------------------------------------------------

# Many nodes see one shared tree, and one reading of it is enough. So before a root is read, the reader of the frames is
# asked, who knows what the other nodes were told: walk, skip (another node reads it) or same (it is as it was when it was
# read last). A question is the frame "ask" with a line a root: kind, file system type and source of the mount, mount
# point, inode, change time, proof (- for none), path. The frame "wait" behind it makes awk hand on what it has.

# gz_ask_root KIND PATH [PROOF]: one more root for the next question, in gz_ask_lines, from what gz_mount and gz_inode
# found. PROOF is a word that is the same only while the root is unchanged; what a reading depends on besides stands in
# gz_ask_with, which a function named in gz_ask_by finds out when it is needed, and becomes a part of every proof. False for a root that only this node has
# and nothing proves: nobody else could read it.
gz_ask_root() {
	[ -n "$GZ_ASK" ] && [ "$gz_inode_is" != - ] || return 1
	case $2 in *"
"*) return 1 ;; esac
	gz_ask_proof=${3:-}
	gz_ask_stamp "$2"
	case $gz_mount_type in
	cvmfs* | fuse.cvmfs*) gz_ask_cvmfs ;;
	fuse) case $gz_mount_source in cvmfs2*) gz_ask_cvmfs ;; esac ;;
	esac
	gz_shared || gz_named "$2" || [ -n "$gz_ask_proof" ] || return 1
	if [ -n "$gz_ask_proof" ]; then
		[ -z "$gz_ask_by" ] || "$gz_ask_by"
		gz_ask_by=''
		gz_ask_proof=$gz_ask_proof$gz_ask_with
	fi
	gz_ask_lines="$gz_ask_lines$1 $gz_mount_type $gz_mount_source $gz_mount_point $gz_inode_is $gz_change_is ${gz_ask_proof:--} $2
"
}

# gz_shared: is the mount that gz_mount found one that other nodes see as well?
gz_shared() {
	case $gz_mount_type in
	nfs | nfs4 | lustre | gpfs | beegfs | ceph | cifs | smb3 | panfs | wekafs | orangefs | glusterfs | afs | 9p | vast) ;;
	cvmfs* | fuse.*) ;;
	fuse) case $gz_mount_source in cvmfs2*) ;; *) return 1 ;; esac ;;
	*) return 1 ;;
	esac
}

# gz_named PATH: does the site say that PATH is the same on all nodes?
gz_named() {
	gz_named_is=''
	gz_ask_tree=$1
	[ -z "$GZ_SHARED" ] || gz_each_line "$GZ_SHARED" gz_named_by
	[ -n "$gz_named_is" ]
}

gz_named_by() {
	case $gz_ask_tree/ in "${1%/}"/*) gz_named_is=1 ;; esac
}

# A file that the site touches whenever it changes the tree, or one above it, proves more than we could find out.
gz_ask_stamp() {
	[ -n "$GZ_STAMPS" ] || return 0
	gz_ask_tree=$1
	gz_each_line "$GZ_STAMPS" gz_ask_stamp_of
}

gz_ask_stamp_of() {
	case $gz_ask_tree/ in "${1%%	*}"/*) ;; *) return 0 ;; esac
	gz_at "${1#*	}"
	gz_ask_stat=$(stat -L -c '%i.%s.%Z' "$gz_at_is" 2>/dev/null)
	case $gz_ask_stat in '' | *[!0-9.]*) return 0 ;; esac
	gz_ask_proof=stamp:$gz_ask_stat
}

# What a repository of CernVM-FS holds is told by its revision.
gz_ask_cvmfs() {
	gz_cvmfs_name=${gz_mount_point##*/}
	gz_cvmfs_revision "$gz_mount_point"
	case $gz_cvmfs_told in '' | *[!0-9]*) ;; *) gz_ask_proof=cvmfs:$gz_cvmfs_name:$gz_cvmfs_told ;; esac
}

# gz_ask: asks about gz_ask_lines and sets gz_answer_is. Answers are "<facet>.<number> <word>": one that was meant for a
# facet that was stopped is passed over. Where nobody can answer, the root is read.
gz_ask() {
	gz_ask_number=$((${gz_ask_number:-0} + 1))
	gz_mark ask "$gz_facet_is.$gz_ask_number"
	printf '%s' "$gz_ask_lines"
	gz_mark wait
	gz_answer_is=walk
	while IFS= read -r gz_ask_line <&8; do
		case $gz_ask_line in
		"$gz_facet_is.$gz_ask_number "*)
			gz_answer_is=${gz_ask_line#* }
			return 0
			;;
		esac
	done
}

# gz_elsewhere [PROOF]: true when the open root need not be read here; it is closed then.
gz_elsewhere() {
	gz_ask_lines=''
	gz_change_is=$gz_ask_change
	gz_ask_root "$gz_root_kind" "$gz_root_path" "${1:-}" || return 1
	gz_ask
	[ "$gz_answer_is" != walk ] || return 1
	gz_end_root elsewhere "$gz_answer_is"
}

# --- running -----------------------------------------------------------------------------------

# gz_clock: sets gz_clock_is to hundredths of a second since boot, or nothing.
gz_clock() {
	gz_clock_is=
	read -r gz_clock_is gz_clock_idle 2>/dev/null </proc/uptime || return 0
	gz_clock_is=${gz_clock_is%.*}${gz_clock_is#*.}
}

# gz_kill_tree PID: kills PID and everything it started.
gz_kill_tree() {
	kill -STOP "$1" 2>/dev/null
	for gz_stat in /proc/[0-9]*/stat; do
		read -r gz_stat_line 2>/dev/null <"$gz_stat" || continue
		gz_stat_line=${gz_stat_line##*") "}
		gz_stat_line=${gz_stat_line#* }
		[ "${gz_stat_line%% *}" != "$1" ] || (
			gz_stat=${gz_stat%/stat}
			gz_kill_tree "${gz_stat#/proc/}"
		)
	done
	kill -KILL "$1" 2>/dev/null
}

# gz_facet NAME: runs facet_NAME in a shell of its own with a time limit, which gz_watch sees to. A program that hangs on
# a dead file server cannot be killed; it is left behind and the other facets go on.
gz_facet() {
	gz_mark facet "$1"
	gz_clock
	gz_began=$gz_clock_is
	gz_facet_is=$1
	("facet_$1") 2>/dev/null 9>&- &
	gz_pid=$!
	echo "$gz_pid" >&9
	wait "$gz_pid" 2>/dev/null
	gz_status=$?
	echo rest >&9
	gz_clock
	gz_how=done
	[ "$gz_status" -eq 0 ] || gz_how=crashed
	gz_took=$((${gz_clock_is:-0} - ${gz_began:-0}))
	# Who was killed when the time was over ran into the limit.
	if [ "$gz_status" -gt 128 ]; then
		[ -n "$gz_clock_is" ] && [ "$gz_took" -lt "$((GZ_LIMIT * 100 - 20))" ] || gz_how=timeout
	fi
	gz_mark end-facet "$gz_how" "status=$gz_status" "cs=$gz_took"
}

# gz_watch: ends facets that take longer than GZ_LIMIT. One process watches all of them: a line of its input is the number of a
# facet's shell, "rest" when that has ended, "tick" once a second, or "end". Waiting for one long sleep under a trap would
# hang for that long in shells where a signal can slip in before the wait.
gz_watch() {
	gz_watched='' gz_ticks=0
	while read -r gz_line; do
		case $gz_line in
		end) return 0 ;;
		rest) gz_watched='' ;;
		tick)
			gz_ticks=$((gz_ticks + 1))
			# The first of these seconds had begun before.
			[ -n "$gz_watched" ] && [ "$gz_ticks" -gt "$GZ_LIMIT" ] || continue
			gz_kill_tree "$gz_watched"
			gz_watched=''
			;;
		*) gz_watched=$gz_line gz_ticks=0 ;;
		esac
	done
}

# gz_tick: a word a second for gz_watch, until it is ended.
gz_tick() {
	while sleep 1; do echo tick; done
}

# gz_is_mawk: is awk mawk? It is not started for that where it lies beside what it is.
gz_is_mawk() {
	gz_dirs=$PATH:
	while [ -n "$gz_dirs" ]; do
		gz_dir=${gz_dirs%%:*}
		gz_dirs=${gz_dirs#*:}
		[ -f "$gz_dir/awk" ] && [ -x "$gz_dir/awk" ] || continue
		# shellcheck disable=SC3013
		[ ! "$gz_dir/awk" -ef "$gz_dir/mawk" ] || return 0
		# shellcheck disable=SC3013
		[ ! "$gz_dir/awk" -ef "$gz_dir/gawk" ] || return 1
		break
	done
	case $(awk -W version 2>&1) in mawk*) ;; *) return 1 ;; esac
}

# gz_busy: do jobs run here? Sets gz_busy_is to a program by which they do: slurmstepd, sge_shepherd, or one that
# pbs_mom started.
gz_busy() {
	gz_busy_is='' gz_busy_moms=' ' gz_busy_parents=''
	for gz_stat in "$GZ_ROOT"/proc/[0-9]*/stat; do
		# proc_pid_stat(5): number, name in brackets, state, parent.
		read -r gz_stat_line 2>/dev/null <"$gz_stat" || continue
		gz_busy_name=${gz_stat_line#*"("}
		gz_busy_name=${gz_busy_name%")"*}
		gz_busy_parent=${gz_stat_line##*") "}
		gz_busy_parent=${gz_busy_parent#* }
		case $gz_busy_name in
		slurmstepd | sge_shepherd) gz_busy_is=$gz_busy_name && return 0 ;;
		pbs_mom) gz_busy_moms="$gz_busy_moms${gz_stat_line%% *} " ;;
		*) gz_busy_parents="$gz_busy_parents ${gz_busy_parent%% *}" ;;
		esac
	done
	for gz_busy_parent in $gz_busy_parents; do
		case $gz_busy_moms in *" $gz_busy_parent "*) gz_busy_is=pbs_mom && return 0 ;; esac
	done
	return 1
}

# gz_session: everything between the first frame and the last. Its file 9 is what gz_watch reads.
gz_session() {
	(gz_tick) >&9 2>/dev/null 9>&- &
	gz_ticker=$!
	printf '%s\n' "$GZ_NONCE"
	gz_mark hello "proto=1" "agent=$GZ_AGENT"
	# Which shell reads this, for error messages.
	printf '%s' "${GZ_ROOT:-/}"
	# shellcheck disable=SC2086
	[ -z "$GZ_REFUSED" ] || gz_mark refused $GZ_REFUSED
	gz_facets=${GZ_FACETS:-$GZ_ALL_FACETS}
	if [ -n "$GZ_BUSY" ] && gz_busy; then
		gz_mark busy "$GZ_BUSY"
		printf '%s' "$gz_busy_is"
		gz_names=$gz_facets gz_facets=''
		[ "$GZ_BUSY" = skip ] || for gz_name in $gz_names; do
			case $gz_name in hardware | os | kernel | gpus | runtimes | scheduler) gz_facets="$gz_facets $gz_name" ;; esac
		done
	fi
	for gz_name in $gz_facets; do
		case " $GZ_ALL_FACETS " in
		*" $gz_name "*) gz_facet "$gz_name" ;;
		*) gz_mark unknown-facet && printf '%s' "$gz_name" ;;
		esac
	done
	gz_mark bye
	echo end >&9
	kill "$gz_ticker" 2>/dev/null
}

gz_main() {
	GZ_ASK=${GZ_ASK:-} GZ_STAMPS=${GZ_STAMPS:-} GZ_SHARED=${GZ_SHARED:-} gz_ask_with='' gz_ask_by=''
	[ -z "$GZ_ASK" ] || exec 8<&0
	exec </dev/null
	umask 077
	LC_ALL=C
	export LC_ALL
	unset LANG LANGUAGE CDPATH ENV BASH_ENV
	# Sites leave these behind; a facet that wants one of the system programs must find it.
	PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
	export PATH
	# An audit account may have no home, which some programs take for an error.
	[ -d "${HOME:-}" ] || HOME=/
	export HOME
	GZ_ROOT=${GZ_ROOT:-}
	GZ_ROOT=${GZ_ROOT%/}
	gz_at_folder='' gz_looked='' gz_mounts_known=''
	# As an operand, a relative one could be taken for an option or for an assignment of awk.
	case $GZ_ROOT in '' | /*) ;; *) GZ_ROOT=$PWD/$GZ_ROOT ;; esac
	GZ_ROOTS=${GZ_ROOTS:-} GZ_KNOWN=${GZ_KNOWN:-} GZ_OWNERS=${GZ_OWNERS:-} GZ_HOMES=${GZ_HOMES:-}
	GZ_DIGESTS=${GZ_DIGESTS:-} GZ_CONTENTS=${GZ_CONTENTS:-} GZ_LOADS=${GZ_LOADS:-}
	GZ_PLACES=${GZ_PLACES:-} GZ_REFUSED=${GZ_REFUSED:-}
	GZ_LIMIT=${GZ_LIMIT:-60} GZ_OPS=${GZ_OPS:-0} GZ_BUSY=${GZ_BUSY:-}
	case $GZ_OPS in *[!0-9]*) GZ_OPS=0 ;; esac
	GZ_FACETS=${GZ_FACETS:-}
	if ! command -v awk >/dev/null 2>&1; then
		echo "gazetteer agent: this node has no awk, which the agent needs" >&2
		exit 3
	fi
	if [ -z "${GZ_NONCE:-}" ]; then
		GZ_NONCE=$(od -An -N8 -tx1 /dev/urandom 2>/dev/null | tr -d ' \n')
		[ "${#GZ_NONCE}" -eq 16 ] || GZ_NONCE=$(awk 'BEGIN { srand(); printf "%08x%08x", rand() * 2147483647, '$$' }')
	fi
	# GNU and busybox differ: old busybox wants "timeout -t SECONDS". Where it can, it kills what ignores the first signal.
	GZ_TIMEOUT=
	if [ -n "$GZ_ROOT" ]; then
		# Nothing of the node runs there.
		renice -n 19 -p $$ >/dev/null 2>&1
	elif timeout -k 1 1 renice -n 19 -p $$ >/dev/null 2>&1; then
		GZ_TIMEOUT='timeout -k 1'
	else
		if timeout -k 1 1 true >/dev/null 2>&1; then
			GZ_TIMEOUT='timeout -k 1'
		elif timeout 1 true >/dev/null 2>&1; then
			GZ_TIMEOUT=timeout
		fi
		renice -n 19 -p $$ >/dev/null 2>&1
	fi
	ionice -c 3 -p $$ >/dev/null 2>&1
	# mawk would wait for a whole block of a pipe before it hands on a question.
	gz_awk=awk
	[ -z "$GZ_ASK" ] || ! gz_is_mawk || gz_awk='awk -W interactive'
	{ gz_session 9>&1 >&7 7>&- | gz_watch >/dev/null 2>&1 7>&-; } 7>&1 | $gz_awk "$GZ_FRAMER"
}
