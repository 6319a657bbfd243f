# fabric: the interconnect, what drives it, what MPI the scheduler starts, and parallel file systems.
#
# Cards come from /sys/class, file systems from the mount table and the versions of kernel modules.
# Programs that only print their version are asked for the rest; none of them opens a card.

facet_fabric() {
	gz_fabric_any=''
	gz_fabric_cards
	gz_fabric_mounts
	gz_fabric_modules
	gz_fabric_ask ofed_info 5 ofed_info -s
	gz_fabric_ask fi_info 5 fi_info --version
	gz_fabric_ask ucx_info 5 ucx_info -v
	gz_fabric_pmix
	gz_fabric_mpi
	gz_fabric_ask daos 5 daos version
	if gz_at /usr/lpp/mmfs/bin/mmdiag && [ -x "$gz_at_is" ]; then
		gz_fabric_ask mmdiag 5 /usr/lpp/mmfs/bin/mmdiag --version
	fi
	if [ -n "$gz_fabric_any" ]; then
		gz_end present
	else
		gz_end failed unreadable "neither /sys/class nor the mount table can be read"
	fi
}

# gz_fabric_ask PART SECONDS PROGRAM [ARG ...]: what a program prints, on either channel (srun changed
# it between versions), and its exit status; nothing where there is no such program.
gz_fabric_ask() {
	if [ -n "$GZ_ROOT" ]; then
		gz_have "$1" || return 0
	else
		gz_have "$3" || return 0
	fi
	gz_said_parts "$@"
	gz_fabric_rc=$gz_said_rc
}

# kernel: ABI/stable/sysfs-class-infiniband. Omni-Path (hfi1), EFA and RDMA over Ethernet are there as
# well; Slingshot has a class of its own.
gz_fabric_cards() {
	gz_at /sys/class
	[ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || return 0
	gz_fabric_any=1
	gz_part cards
	for gz_fabric_class in infiniband cxi; do
		gz_at "/sys/class/$gz_fabric_class"
		[ -d "$gz_at_is" ] || continue
		[ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || {
			echo unread
			continue
		}
		for gz_fabric_dev in "$gz_at_is"/*; do
			gz_inside "$gz_fabric_dev"
			[ -d "$gz_at_is" ] || continue
			gz_fabric_dev=$gz_at_is
			gz_inside "$gz_fabric_dev/device"
			gz_fabric_bus=$gz_at_is
			# A virtual function is a share of a card that is listed itself (sysfs-bus-pci, physfn).
			[ ! -e "$gz_fabric_bus/physfn" ] && [ ! -L "$gz_fabric_bus/physfn" ] || continue
			printf 'class %s\n' "$gz_fabric_class"
			gz_fabric_card
		done
	done
}

# gz_fabric_value NAME FILE: prints NAME and the first line of FILE, if it has one.
gz_fabric_value() {
	gz_inside "$2"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	gz_fabric_line=
	read -r gz_fabric_line 2>/dev/null <"$gz_at_is"
	[ -z "$gz_fabric_line" ] || printf '%s %s\n' "$1" "$gz_fabric_line"
}

gz_fabric_card() {
	gz_inside "$gz_fabric_bus/uevent"
	gz_fabric_driver=
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		while read -r gz_fabric_line; do
			case $gz_fabric_line in DRIVER=?*) gz_fabric_driver=${gz_fabric_line#DRIVER=} ;; esac
		done 2>/dev/null <"$gz_at_is"
	fi
	case $gz_fabric_driver in
	'' | */* | .*) ;;
	*)
		printf 'driver %s\n' "$gz_fabric_driver"
		# Drivers from a vendor's packages have a version; most of the kernel's own have none.
		gz_at "/sys/module/$gz_fabric_driver/version"
		gz_fabric_value driver-version "$gz_at_is"
		;;
	esac
	gz_fabric_value vendor "$gz_fabric_bus/vendor"
	gz_fabric_value device "$gz_fabric_bus/device"
	gz_fabric_value node-type "$gz_fabric_dev/node_type"
	gz_fabric_value type "$gz_fabric_dev/hca_type"
	gz_fabric_value board "$gz_fabric_dev/board_id"
	gz_fabric_value firmware "$gz_fabric_dev/fw_ver"
	if [ "$gz_fabric_class" = cxi ]; then
		# Cassini 1, then 2: the places that cxi_stat reads.
		gz_fabric_value board "$gz_fabric_bus/fru/part_number"
		gz_fabric_value firmware "$gz_fabric_bus/uc/qspi_blob_version"
		echo port
		gz_fabric_value state "$gz_fabric_bus/port/link"
		gz_fabric_value rate "$gz_fabric_bus/port/speed"
		gz_fabric_value state "$gz_fabric_bus/port/0/link/state"
		gz_fabric_value rate "$gz_fabric_bus/port/0/link/speed"
		return 0
	fi
	gz_inside "$gz_fabric_dev/ports"
	for gz_fabric_port in "$gz_at_is"/*; do
		[ -d "$gz_fabric_port" ] || continue
		echo port
		gz_fabric_value link-layer "$gz_fabric_port/link_layer"
		gz_fabric_value state "$gz_fabric_port/state"
		gz_fabric_value rate "$gz_fabric_port/rate"
	done
}

# proc_pid_mountinfo(5). A mount point whose file system comes and goes on demand is told by its autofs alone,
# and what jobs and containers mount for themselves is not of the node. Sources name servers and stay here.
gz_fabric_mounts() {
	gz_at /proc/self/mountinfo
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	gz_fabric_any=1
	gz_part mounts
	# shellcheck disable=SC2034
	while read -r gz_fabric_id gz_fabric_parent gz_fabric_dev gz_fabric_base gz_fabric_point gz_fabric_rest; do
		gz_fabric_rest=${gz_fabric_rest#*- }
		gz_fabric_type=${gz_fabric_rest%% *}
		case $gz_fabric_type in
		autofs | lustre | gpfs | mmfs | beegfs* | fhgfs | ceph | panfs | pvfs2 | orangefs | wekafs | wekafsio) ;;
		nfs | nfs4 | afs | cifs | smb3 | dvs | glusterfs | quobyte | vastfs | gfs2 | ocfs2 | hcfs | daos) ;;
		fuse.ceph* | fuse.dfuse | fuse.daos | fuse.glusterfs | fuse.quobyte | fuse.juicefs | fuse.JuiceFS) ;;
		fuse.mfs* | fuse.seaweedfs | fuse.xtreemfs | fuse.gpfs* | fuse.unifyfs | fuse.beeond) ;;
		*) continue ;;
		esac
		case $gz_fabric_point in
		/proc/* | /run/* | /tmp/* | /var/lib/* | /var/spool/* | /var/tmp/*) continue ;;
		esac
		gz_fabric_vers=-
		case $gz_fabric_rest in
		*[\ ,]vers=*) gz_fabric_vers=${gz_fabric_rest##*vers=} gz_fabric_vers=${gz_fabric_vers%%[, ]*} ;;
		esac
		printf '%s %s %s %s\n' "$gz_fabric_type" "$gz_fabric_base" "$gz_fabric_point" "$gz_fabric_vers"
	done <"$gz_at_is"
}

# Lustre tells its version in a file of its own, the others as modules do.
gz_fabric_modules() {
	for gz_fabric_file in /sys/fs/lustre/version /proc/fs/lustre/version; do
		gz_cat lustre "$gz_fabric_file" && break
	done
	gz_part modules
	for gz_fabric_name in lustre beegfs wekafsio panfs orangefs dvs mmfs26 mmfslinux ceph quobyte; do
		gz_line "/sys/module/$gz_fabric_name/version" || continue
		[ -z "$gz_line_is" ] || printf '%s %s\n' "$gz_fabric_name" "$gz_line_is"
	done
}

# Where the list cannot be had, as with a controller that does not answer, the plugins themselves are the list.
gz_fabric_mpi() {
	gz_fabric_rc=0
	gz_fabric_ask srun-mpi 5 srun --mpi=list
	[ "$gz_fabric_rc" -ne 0 ] || return 0
	gz_fabric_top=
	if [ -z "$GZ_ROOT" ]; then
		gz_fabric_top=$(command -v srun)
		gz_fabric_top=$(readlink -f "$gz_fabric_top" 2>/dev/null) || gz_fabric_top=
		gz_fabric_top=${gz_fabric_top%/bin/*}
	fi
	for gz_fabric_folder in "$gz_fabric_top/lib64/slurm" "$gz_fabric_top/lib/slurm" /usr/lib64/slurm /usr/lib/slurm \
		/usr/lib/x86_64-linux-gnu/slurm-wlm /usr/lib/aarch64-linux-gnu/slurm-wlm /opt/slurm/lib64/slurm \
		/opt/slurm/lib/slurm /usr/local/lib/slurm /cm/shared/apps/slurm/current/lib64/slurm; do
		gz_at "$gz_fabric_folder"
		[ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || continue
		ls "$gz_at_is"/mpi_*.so >/dev/null 2>&1 || continue
		gz_part mpi-plugins
		for gz_fabric_file in "$gz_at_is"/mpi_*.so; do
			[ ! -e "$gz_fabric_file" ] || printf '%s/\n' "${gz_fabric_file##*/}"
		done
		return 0
	done
}

# The package's own description of itself, in the places of distributions; its program where there is none.
gz_fabric_pmix() {
	for gz_fabric_file in /usr/lib64/pkgconfig/pmix.pc /usr/lib/pkgconfig/pmix.pc /opt/pmix/lib/pkgconfig/pmix.pc \
		/usr/lib/x86_64-linux-gnu/pkgconfig/pmix.pc /usr/lib/aarch64-linux-gnu/pkgconfig/pmix.pc; do
		gz_at "$gz_fabric_file"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		while read -r gz_fabric_line; do
			case $gz_fabric_line in
			Version:*)
				gz_part pmix
				printf '%s\n' "$gz_fabric_line"
				return 0
				;;
			esac
		done 2>/dev/null <"$gz_at_is"
	done
	gz_fabric_ask pmix_info 5 pmix_info --version
}
