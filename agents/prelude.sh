# Gazetteer agent: reads what this node offers and prints it as frames. It changes nothing.
#
# Everything that Gazetteer ever runs on a node is in this folder. The bundle is this file, inside.sh
# and inside/ (what looks inside images), the facets after it, and a last line that calls gz_main: a connection that is cut while the script
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
