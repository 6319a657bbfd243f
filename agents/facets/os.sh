# os: the distribution, its C library, and what the system lets ordinary programs do.
#
# Only files are read, and where a kernel file is missing nothing is said: "not there" and "cannot be
# read" are told apart. The only program that may be started is the C library's own loader or ldd.

facet_os() {
	gz_os_any=''
	for gz_os_file in /etc/os-release /usr/lib/os-release; do
		gz_at "$gz_os_file"
		[ -e "$gz_at_is" ] || continue
		gz_os_any=1
		gz_cat os-release "$gz_os_file" && break
		gz_end failed permission "$gz_os_file cannot be read"
		return 0
	done
	gz_part facts
	for gz_os_file in /etc/oracle-release /etc/redhat-release /etc/system-release /etc/SuSE-release \
		/etc/debian_version /etc/alpine-release; do
		gz_os_fact "release:$gz_os_file" "$gz_os_file" && gz_os_any=1
	done
	gz_os_cray
	gz_os_cgroup
	gz_os_container
	gz_os_security
	gz_os_userns
	gz_os_ranges
	gz_os_libc
	gz_os_binfmt
	if [ -n "$gz_os_any" ] || [ -z "$GZ_ROOT" ]; then
		gz_end present
	else
		gz_end failed no-system "there is no os-release or other release file"
	fi
}

# gz_os_fact NAME PATH: prints NAME and the first line of PATH; returns 1 when it has none.
gz_os_fact() {
	gz_line "$2" || return 1
	printf '%s=%s\n' "$1" "$gz_line_is"
}

# gz_os_is TEST PATH
gz_os_is() {
	gz_at "$2"
	[ "$1" "$gz_at_is" ]
}

# What Cray puts on top of SUSE's or Red Hat's system has a release of its own: CLE before 8, then COS.
gz_os_cray() {
	for gz_os_name in cos cle; do
		gz_at "/etc/opt/cray/release/$gz_os_name-release"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		while read -r gz_os_line; do
			case $gz_os_line in
			RELEASE=* | VERSION=* | PRODUCT_VERSION=*) printf 'cray=%s %s\n' "$gz_os_name" "${gz_os_line#*=}" ;;
			esac
		done 2>/dev/null <"$gz_at_is"
		return 0
	done
}

# cgroups(7): the unified hierarchy has cgroup.controllers at its top. Red Hat 6 mounts at /cgroup.
gz_os_cgroup() {
	if gz_os_is -e /sys/fs/cgroup/cgroup.controllers; then
		echo cgroup=v2
	elif gz_os_is -e /sys/fs/cgroup/unified/cgroup.controllers; then
		echo cgroup=hybrid
	elif gz_os_is -d /sys/fs/cgroup/cpu || gz_os_is -d /sys/fs/cgroup/memory || gz_os_is -d /sys/fs/cgroup/systemd; then
		echo cgroup=v1
	elif gz_os_is -d /cgroup/cpu || gz_os_is -d /cgroup/memory; then
		echo cgroup=v1
	fi
}

# The marks that container tools leave inside. A node whose image was once a container still has them,
# but it also has the kernel's own threads, which no PID namespace but the first shows.
gz_os_container() {
	if [ -z "$GZ_ROOT" ] && [ -n "${APPTAINER_CONTAINER:-}${SINGULARITY_CONTAINER:-}" ]; then
		echo container=apptainer
	elif [ -z "$GZ_ROOT" ] && [ -n "${CH_RUNNING:-}" ]; then
		echo container=charliecloud
	elif [ -z "$GZ_ROOT" ] && [ -n "${SHIFTER_RUNTIME:-}" ]; then
		echo container=shifter
	elif gz_line /proc/2/comm && [ "$gz_line_is" = kthreadd ]; then
		:
	elif gz_os_is -e /run/.containerenv; then
		echo container=podman
	elif gz_os_is -e /.dockerenv; then
		echo container=docker
	elif gz_os_fact container /run/systemd/container; then
		:
	elif gz_os_is -d /run/secrets/kubernetes.io; then
		echo container=kubernetes
	fi
}

# What runs now, not what a configuration file asks for. AppArmor shows its mode to root only.
gz_os_security() {
	if gz_os_fact selinux /sys/fs/selinux/enforce || gz_os_fact selinux /selinux/enforce; then
		:
	elif gz_os_is -r /sys/fs && ! gz_os_is -e /sys/fs/selinux/enforce; then
		echo selinux=none
	fi
	if gz_os_fact apparmor /sys/module/apparmor/parameters/enabled; then
		gz_os_fact apparmor-mode /sys/module/apparmor/parameters/mode
	elif gz_os_is -r /sys/module && ! gz_os_is -e /sys/module/apparmor; then
		echo apparmor=none
	fi
}

# user_namespaces(7). The limit follows the memory, so only zero or not is told.
gz_os_userns() {
	if gz_os_is -e /proc/self/ns/user || gz_os_is -L /proc/self/ns/user; then
		echo userns=yes
	elif gz_os_is -d /proc/self; then
		echo userns=no
	fi
	if gz_line /proc/sys/user/max_user_namespaces; then
		[ "$gz_line_is" = 0 ] && echo userns-max=0 || echo userns-max=some
	fi
	gz_os_switch userns-clone unprivileged_userns_clone
	gz_os_switch userns-apparmor apparmor_restrict_unprivileged_userns
	! gz_line /proc/sys/kernel/apparmor_restrict_unprivileged_userns || [ "$gz_line_is" = 0 ] || gz_os_profiles
}

# Which programs that start containers have a profile that lets them make user namespaces where AppArmor restricts that:
# the paths that the profiles are for. Which ones are loaded, the kernel tells root only. Files of these names alone.
gz_os_profiles() {
	gz_at /etc/apparmor.d
	gz_os_folder=$gz_at_is
	[ -d "$gz_os_folder" ] && [ -r "$gz_os_folder" ] && [ -x "$gz_os_folder" ] || return 0
	echo userns-profiles=read
	for gz_os_file in "$gz_os_folder"/*apptainer* "$gz_os_folder"/*singularity* "$gz_os_folder"/*podman* \
		"$gz_os_folder"/*ch-run* "$gz_os_folder"/*charliecloud* "$gz_os_folder"/*enroot* "$gz_os_folder"/*sarus*; do
		gz_inside "$gz_os_file"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		# How an administrator turns one off (aa-disable(8)).
		[ ! -e "$gz_os_folder/disable/${gz_os_file##*/}" ] && [ ! -L "$gz_os_folder/disable/${gz_os_file##*/}" ] || continue
		gz_os_count=0 gz_os_path=
		while read -r gz_os_line && [ "$gz_os_count" -lt 200 ]; do
			gz_os_count=$((gz_os_count + 1))
			case $gz_os_line in
			'#'*) ;;
			'profile '*' /'*) gz_os_path=/${gz_os_line#*' /'} ;;
			/*'{'*) gz_os_path=$gz_os_line ;;
			userns* | 'allow userns'*) [ -z "$gz_os_path" ] || printf 'userns-profile=%s\n' "${gz_os_path%% *}" ;;
			esac
		done 2>/dev/null <"$gz_at_is"
	done
}

# Ranges in /etc/subuid and /etc/subgid (subuid(5)), which podman and Apptainer's --fakeroot need: whether this account
# has one and how many ids, or others have, or none. No name and no number of anybody else is told. Where nsswitch.conf
# names another source than files, the files do not say it.
gz_os_ranges() {
	gz_at /etc/nsswitch.conf
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		while read -r gz_os_line; do
			case $gz_os_line in
			subid:*files*) ;;
			subid:*) echo ranges=elsewhere && return 0 ;;
			esac
		done 2>/dev/null <"$gz_at_is"
	fi
	gz_os_uid=
	[ -n "$GZ_ROOT" ] || while read -r gz_os_line gz_os_uid gz_os_rest; do
		[ "$gz_os_line" != Uid: ] || break
		gz_os_uid=
	done 2>/dev/null </proc/self/status
	gz_os_range ranges-uid /etc/subuid
	gz_os_range ranges-gid /etc/subgid
}

# gz_os_range NAME FILE. A file of many accounts is not read to its end.
gz_os_range() {
	gz_at "$2"
	gz_os_count=0 gz_os_ids=0
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		while IFS=: read -r gz_os_name gz_os_line gz_os_rest; do
			# Of ids there are no more than 32 bits can count.
			case $gz_os_line,$gz_os_rest in *[!0-9,]* | ,* | *, | *,???????????*) continue ;; esac
			gz_os_count=$((gz_os_count + 1))
			[ "$gz_os_count" -le 500 ] || break
			case $gz_os_name in
			"${gz_os_uid:-:}") ;;
			"${LOGNAME:-${USER:-:}}") [ -z "$GZ_ROOT" ] || continue ;;
			*) continue ;;
			esac
			[ "$gz_os_rest" -le "$gz_os_ids" ] 2>/dev/null || gz_os_ids=$gz_os_rest
		done 2>/dev/null <"$gz_at_is"
	elif gz_os_is -e "$2" || ! gz_os_is -r /etc; then
		return 0
	fi
	if [ "$gz_os_ids" -ge 65536 ] 2>/dev/null; then
		echo "$1=whole"
	elif [ "$gz_os_ids" != 0 ]; then
		echo "$1=part"
	elif [ "$gz_os_count" -gt 0 ]; then
		echo "$1=others"
	else
		echo "$1=none"
	fi
}

# gz_os_switch NAME SWITCH: most kernels have not been patched to have these.
gz_os_switch() {
	gz_os_fact "$1" "/proc/sys/kernel/$2" && return 0
	gz_os_is -x /proc/sys/kernel && ! gz_os_is -e "/proc/sys/kernel/$2" && echo "$1=none"
}

# The GNU library carries its banner as text, so nothing is run, and a node image or another
# architecture reads alike. musl has no such line: its loader says the version, or Alpine's package list.
gz_os_libc() {
	gz_at /lib
	gz_os_lib=$gz_at_is
	gz_at /usr/lib
	for gz_os_file in "$GZ_ROOT/lib64/libc.so.6" "$GZ_ROOT/usr/lib64/libc.so.6" \
		"$gz_os_lib"/*-linux-gnu*/libc.so.6 "$gz_at_is"/*-linux-gnu*/libc.so.6 \
		"$gz_os_lib/libc.so.6" "$gz_at_is/libc.so.6"; do
		gz_at "${gz_os_file#"$GZ_ROOT"}"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_os_banner=$(grep -ao 'GNU C Library [ -~]*release version [0-9][0-9.]*' "$gz_at_is") || continue
		gz_part libc
		printf '%s\n' "$gz_os_banner"
		return 0
	done
	for gz_os_file in "$gz_os_lib"/ld-musl-*.so.1; do
		[ -e "$gz_os_file" ] || [ -L "$gz_os_file" ] || continue
		gz_part libc
		echo musl
		gz_run musl-ld 5 "$gz_os_file" 2>&1 && return 0
		for gz_os_list in /lib/apk/db/installed /usr/lib/apk/db/installed; do
			gz_at "$gz_os_list"
			[ ! -r "$gz_at_is" ] || awk '/^P:/ { musl = $0 == "P:musl" } musl && /^V:/ { print; exit }' "$gz_at_is"
		done
		return 0
	done
	gz_have ldd || [ -n "$GZ_ROOT" ] || return 0
	gz_os_banner=$(gz_run ldd-version 5 ldd --version 2>&1)
	[ -z "$gz_os_banner" ] || {
		gz_part libc
		printf '%s\n' "$gz_os_banner"
	}
}

# binfmt_misc (kernel: admin-guide/binfmt-misc.rst). Looking into an automount point would mount it, so a
# live system is asked only where it is mounted. Each handler is a part: its name, then a /, then its file.
gz_os_binfmt() {
	gz_at /proc/sys/fs/binfmt_misc
	[ -d "$gz_at_is" ] || {
		gz_os_is -d /proc/sys/fs && gz_part binfmt-none
		return 0
	}
	gz_os_folder=$gz_at_is
	if [ -z "$GZ_ROOT" ]; then
		gz_mounts_read
		gz_mount_find /proc/sys/fs/binfmt_misc
		case $gz_mount_point,$gz_mount_type in
		/proc/sys/fs/binfmt_misc,binfmt_misc) ;;
		# systemd's automount that nothing has looked into since boot: nothing was registered.
		/proc/sys/fs/binfmt_misc,autofs) gz_part binfmt-none && return 0 ;;
		*) return 0 ;;
		esac
	fi
	[ -r "$gz_os_folder" ] && [ -x "$gz_os_folder" ] || return 0
	gz_part binfmt-status
	[ -f "$gz_os_folder/status" ] && [ ! -L "$gz_os_folder/status" ] &&
		read -r gz_os_line 2>/dev/null <"$gz_os_folder/status" && printf '%s\n' "$gz_os_line"
	for gz_os_file in "$gz_os_folder"/*; do
		case ${gz_os_file##*/} in register | status | '*') continue ;; esac
		[ -f "$gz_os_file" ] && [ ! -L "$gz_os_file" ] || continue
		gz_part binfmt
		printf '%s/\n' "${gz_os_file##*/}"
		while read -r gz_os_line; do printf '%s\n' "$gz_os_line"; done 2>/dev/null <"$gz_os_file"
	done
}
