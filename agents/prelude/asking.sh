# How the agent goes slowly, and asks whether somebody else reads what nodes share.

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
