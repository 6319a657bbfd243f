# cvmfs: repositories of CernVM-FS that are mounted, their revision, and the versions of EESSI in them.
#
# Only what is mounted already, declared or seen before is looked at: below /cvmfs, an automounter mounts
# whatever is touched. Each look has a time limit, since a client without its server may hang. Nothing of
# proxies, caches and servers is told: they differ between nodes, and may hold secrets.

facet_cvmfs() {
	gz_cvmfs_nl='
'
	gz_cvmfs_seen=$gz_cvmfs_nl gz_cvmfs_any='' gz_cvmfs_client=''
	gz_at /etc/cvmfs
	if gz_have cvmfs2 || [ -d "$gz_at_is" ]; then
		gz_cvmfs_client=1
		gz_part version
		gz_run cvmfs2 5 cvmfs2 --version 2>/dev/null
		gz_part repositories
		for gz_cvmfs_file in /etc/cvmfs/default.conf /etc/cvmfs/default.d/*.conf /etc/cvmfs/default.local; do
			gz_at "$gz_cvmfs_file"
			[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
			sed -n 's/^[ \t]*\(export[ \t]\{1,\}\)\{0,1\}\(CVMFS_REPOSITORIES=\)/\2/p' "$gz_at_is" 2>/dev/null
		done
	fi
	# proc_pid_mountinfo(5): its own octal escapes keep each field one word.
	gz_cvmfs_mounts=$GZ_ROOT/proc/self/mountinfo
	if [ -r "$gz_cvmfs_mounts" ]; then
		while read -r gz_cvmfs_line; do
			case $gz_cvmfs_line in
			*' - fuse cvmfs2 '* | *' - fuse.cvmfs2 '* | *' - cvmfs '* | *' - cvmfs2 '*) ;;
			*) continue ;;
			esac
			gz_cvmfs_line=${gz_cvmfs_line#* * * * }
			gz_cvmfs_root "${gz_cvmfs_line%% *}" mounted
		done <"$gz_cvmfs_mounts"
	fi
	gz_cvmfs_asked=$(gz_each_root cvmfs)$gz_cvmfs_nl
	while [ -n "$gz_cvmfs_asked" ]; do
		gz_cvmfs_one=${gz_cvmfs_asked%%"$gz_cvmfs_nl"*}
		gz_cvmfs_asked=${gz_cvmfs_asked#*"$gz_cvmfs_nl"}
		case $gz_cvmfs_one in /*) gz_cvmfs_root "${gz_cvmfs_one%/}" asked ;; esac
	done
	if [ -n "$gz_cvmfs_any$gz_cvmfs_client" ]; then
		gz_end present
	else
		gz_end absent not-installed "no client of CernVM-FS, and no repository is mounted"
	fi
}

# gz_cvmfs_root PATH WHY: one repository. The mount itself is looked at first, and within a time limit:
# what hangs or is broken ("Transport endpoint is not connected") is not gone.
gz_cvmfs_root() {
	case $gz_cvmfs_seen in *"$gz_cvmfs_nl$1$gz_cvmfs_nl"*) return 0 ;; esac
	gz_cvmfs_seen=$gz_cvmfs_seen$1$gz_cvmfs_nl
	gz_cvmfs_any=1
	gz_cvmfs_name=${1##*/}
	if [ -z "$GZ_ROOT" ]; then
		gz_cvmfs_said=$($GZ_TIMEOUT ${GZ_TIMEOUT:+10} ls -d "$1/." 2>&1)
		gz_cvmfs_rc=$?
	else
		gz_cvmfs_said=$(gz_run "cvmfs-look-$gz_cvmfs_name" 10 : 2>&1)
		gz_cvmfs_rc=$?
		[ "$gz_cvmfs_rc" -ne 127 ] || gz_cvmfs_rc=0
	fi
	gz_at "$1"
	case $gz_cvmfs_rc in
	124 | 137 | 143)
		# gz_root would look at the folder itself, and hang.
		gz_mount "$1"
		gz_mark root repository "mount=$gz_mount_point" "fstype=$gz_mount_type" "source=$gz_mount_source" inode=-
		printf '%s' "$1"
		gz_end_root failed timeout "$1 did not answer within 10 seconds"
		return 0
		;;
	esac
	gz_root repository "$1"
	if [ "$gz_cvmfs_rc" -ne 0 ]; then
		case $gz_cvmfs_said in
		*'No such file'*) gz_gone "$1" ;;
		*) gz_end_root failed error "${gz_cvmfs_said%%"$gz_cvmfs_nl"*}" ;;
		esac
		return 0
	fi
	if [ ! -d "$gz_at_is" ]; then
		gz_gone "$1"
		return 0
	fi
	gz_item ''
	gz_part revision
	gz_cvmfs_revision "$1"
	gz_part eessi
	gz_cvmfs_eessi "$gz_at_is"
	gz_end_root present
}

# gz_cvmfs_revision PATH: the number, by the client's extended attributes (CernVM-FS documentation, "Getting
# internal information"), else by its own program, whose table has it in a column of that name.
gz_cvmfs_revision() {
	if [ -n "$GZ_ROOT" ]; then
		gz_run "cvmfs-revision-$gz_cvmfs_name" 10 :
	elif gz_have getfattr; then
		gz_run cvmfs-revision 10 getfattr --absolute-names --only-values -n user.revision -- "$1" 2>/dev/null
	elif gz_have attr; then
		gz_run cvmfs-revision 10 attr -qg revision "$1" 2>/dev/null
	elif gz_have cvmfs_config; then
		gz_run cvmfs-revision 10 cvmfs_config stat "$gz_cvmfs_name" 2>/dev/null | awk '
			at { print $at; exit }
			$1 == "VERSION" { for (i = 1; i <= NF; i++) if ($i == "REVISION") at = i }'
	fi
}

# gz_cvmfs_eessi FOLDER: versions of EESSI, and behind each what processors it has software for, as
# versions/VERSION/software/linux/ARCHITECTURE/TARGET (eessi.io, "Filesystem layer").
gz_cvmfs_eessi() {
	for gz_cvmfs_version in "$1"/versions/*; do
		gz_inside "$gz_cvmfs_version/init/bash"
		[ -f "$gz_at_is" ] || continue
		case $gz_cvmfs_version in *"$gz_cvmfs_nl"*) continue ;; esac
		printf '%s\n' "${gz_cvmfs_version##*/}"
		for gz_cvmfs_target in "$gz_cvmfs_version"/software/linux/*/*/modules \
			"$gz_cvmfs_version"/software/linux/*/*/*/modules; do
			gz_inside "$gz_cvmfs_target"
			[ -d "$gz_at_is" ] || continue
			gz_cvmfs_target=${gz_cvmfs_target#"$gz_cvmfs_version/software/linux/"}
			case $gz_cvmfs_target in *"$gz_cvmfs_nl"*) continue ;; esac
			printf '\t%s\n' "${gz_cvmfs_target%/modules}"
		done
	done
}
