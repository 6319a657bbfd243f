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
			sed -n 's/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}\(CVMFS_REPOSITORIES=\)/\2/p' "$gz_at_is" 2>/dev/null
		done
	fi
	# A look at one repository may mount another.
	if [ -r "$GZ_ROOT/proc/self/mountinfo" ]; then
		gz_mounts_read
		gz_each_line "$gz_mounts" gz_cvmfs_mount
	fi
	gz_each_root cvmfs
	gz_each_line "$gz_each_root_is" gz_cvmfs_root
	if [ -n "$gz_cvmfs_any$gz_cvmfs_client" ]; then
		gz_end present
	else
		gz_end absent not-installed "no client of CernVM-FS, and no repository is mounted"
	fi
}

# gz_cvmfs_mount LINE: one mount, as gz_mounts has it.
gz_cvmfs_mount() {
	gz_cvmfs_type=${1#* }
	case $gz_cvmfs_type in
	'fuse cvmfs2 '* | 'fuse.cvmfs2 '* | 'cvmfs '* | 'cvmfs2 '*) gz_cvmfs_root "${1%% *}" ;;
	esac
}

# gz_cvmfs_root PATH: one repository. The mount itself is looked at first, and within a time limit:
# what hangs or is broken ("Transport endpoint is not connected") is not gone.
gz_cvmfs_root() {
	case $1 in
	/*/) set -- "${1%/}" ;;
	/*) ;;
	*) return 0 ;;
	esac
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
	gz_cvmfs_revision "$1"
	# Without its number this would be another root than the one that is known.
	if [ -n "$gz_cvmfs_late" ]; then
		gz_end_root failed timeout "the client did not tell the revision of $1 within 10 seconds"
		return 0
	fi
	gz_item ''
	gz_part revision
	printf '%s' "$gz_cvmfs_told"
	gz_part eessi
	gz_cvmfs_eessi "$gz_at_is"
	gz_end_root present
}

# gz_cvmfs_revision PATH: sets gz_cvmfs_told to the number, by the client's extended attributes (CernVM-FS
# documentation, "Getting internal information"), else by its own program, whose table has it in a column of that name;
# empty where none of them tells, as where attributes are kept from this account. gz_cvmfs_late: one ran out of time.
gz_cvmfs_revision() {
	gz_cvmfs_told='' gz_cvmfs_late=''
	if [ -n "$GZ_ROOT" ]; then
		gz_cvmfs_ask "cvmfs-revision-$gz_cvmfs_name" :
		return 0
	fi
	! gz_have getfattr || gz_cvmfs_ask cvmfs-revision getfattr --absolute-names --only-values -n user.revision -- "$1"
	! gz_have attr || gz_cvmfs_ask cvmfs-revision attr -qg revision "$1"
	! gz_have cvmfs_config || gz_cvmfs_ask cvmfs-revision cvmfs_config stat "$gz_cvmfs_name"
}

# gz_cvmfs_ask NAME PROGRAM ...: asks one program, unless another has told it or ran out of time.
gz_cvmfs_ask() {
	[ -z "$gz_cvmfs_told$gz_cvmfs_late" ] || return 0
	gz_cvmfs_ran=$1
	shift
	gz_cvmfs_told=$(gz_run "$gz_cvmfs_ran" 10 "$@" 2>/dev/null)
	case $? in
	0) ;;
	124 | 137 | 143) gz_cvmfs_told='' gz_cvmfs_late=1 ;;
	*) gz_cvmfs_told='' ;;
	esac
	case $gz_cvmfs_told in
	*REVISION*) gz_cvmfs_told=$(printf '%s\n' "$gz_cvmfs_told" | awk '
		at { print $at; exit }
		$1 == "VERSION" { for (i = 1; i <= NF; i++) if ($i == "REVISION") at = i }') ;;
	esac
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
