# hardware: what the machine is made of: architecture, processors, memory, NUMA nodes.
#
# Everything comes from /proc/cpuinfo and /sys/devices/system. Lines that move by themselves (clock
# rates, temperatures) stay here, and a line that repeats the processor before is not sent again.

facet_hardware() {
	gz_hardware_any=''
	gz_hardware_arch
	gz_at /proc/cpuinfo
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_hardware_any=1
		gz_part cpuinfo
		awk "$GZ_HARDWARE_CPUINFO" "$gz_at_is"
	fi
	gz_at /sys/devices/system/cpu
	if [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
		gz_part topology
		(cd "$gz_at_is" && gz_hardware_topology)
		gz_at /sys/firmware/acpi/tables/PPTT
		[ ! -e "$gz_at_is" ] || echo pptt
	fi
	(gz_hardware_memory)
	gz_hardware_numa
	if [ -n "$gz_hardware_any" ]; then
		gz_end present
	elif [ -n "$GZ_ROOT" ] && [ -n "$gz_hardware_arch" ]; then
		# A node image has no processors; its programs tell what it is made for.
		gz_end present
	else
		gz_end failed unreadable "/proc/cpuinfo cannot be read"
	fi
}

# Each line is printed when it differs from the line of the same name before it.
GZ_HARDWARE_CPUINFO='
{ name = $0; sub(/[ \t]*:.*/, "", name) }
name ~ /^(cpu MHz|CPU MHz|cpu MHz dynamic|bogomips|BogoMIPS|bogomips per cpu|clock|timebase|temperature|apicid|initial apicid|Serial)$/ { next }
NF == 0 || name == "processor" || $0 != last[name] { print; last[name] = $0 }
'

# The name is /proc/sys/kernel/arch from Linux 6.1 on. A node image has neither; the header of its
# shell says it (elf(5): class, byte order and machine are in the first 20 bytes).
gz_hardware_arch() {
	gz_hardware_arch=''
	if gz_line /proc/sys/kernel/arch; then
		gz_hardware_arch=$gz_line_is
	else
		gz_hardware_arch=$(gz_run uname-m 5 uname -m) || gz_hardware_arch=''
	fi
	if [ -n "$gz_hardware_arch" ]; then
		gz_part arch
		printf '%s\n' "$gz_hardware_arch"
		return 0
	fi
	for gz_hardware_file in /usr/bin/sh /bin/sh /usr/bin/env; do
		gz_at "$gz_hardware_file"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_hardware_arch=elf
		gz_part elf
		od -An -v -tx1 -N20 "$gz_at_is"
		return 0
	done
}

gz_hardware_numa() {
	if gz_line /sys/devices/system/node/online; then
		gz_part numa
		printf '%s\n' "$gz_line_is"
		return 0
	fi
	gz_hardware_nodes=
	gz_at /sys/devices/system/node
	for gz_hardware_file in "$gz_at_is"/node[0-9]*; do
		[ ! -d "$gz_hardware_file" ] || gz_hardware_nodes=$gz_hardware_nodes,${gz_hardware_file##*/node}
	done
	[ -z "$gz_hardware_nodes" ] || {
		gz_part numa
		printf '%s\n' "${gz_hardware_nodes#,}"
	}
}

# Processors that share a package have equal core_siblings_list, those that share a core have equal
# thread_siblings_list (kernel: admin-guide/cputopology.rst); so the different lines are what counts.
# On Arm a package is one of the machine only where the firmware has a PPTT table; else it is a cluster.
gz_hardware_topology() {
	# In a root folder a link could lead out of it; find follows none.
	if [ -n "$GZ_ROOT" ]; then
		find . -path './cpu[0-9]*/topology/*_siblings_list' -type f -exec grep -Hs . {} + | sed 's,^\./,,'
	else
		grep -Hs . cpu[0-9]*/topology/core_siblings_list cpu[0-9]*/topology/thread_siblings_list
	fi | awk '{ sub(/^cpu[0-9]*\/topology\//, "") } !seen[$0]++'
}

# Memory is online blocks times block size: MemTotal differs between equal nodes and from boot to boot.
gz_hardware_memory() {
	gz_line /sys/devices/system/memory/block_size_bytes || return 0
	gz_part memory
	printf 'block_size %s\n' "$gz_line_is"
	gz_at /sys/devices/system/memory
	cd "$gz_at_is" && if [ -n "$GZ_ROOT" ]; then
		find . -path './memory[0-9]*/state' -type f -exec cat {} +
	else
		cat memory[0-9]*/state 2>/dev/null
	fi | awk '$1 == "online" { online++ } END { print "online " online + 0; print "other " NR - online }'
}
