# hardware: what the machine is made of: architecture, processors, memory, NUMA nodes.
#
# Everything comes from /proc/cpuinfo and /sys/devices/system. Lines that move by themselves (clock
# rates, temperatures) stay here, and a line that repeats the processor before is not sent again.

facet_hardware() {
	gz_hardware_any=''
	gz_hardware_arch
	gz_hardware_files
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

# What has many lines or stands in many files, by one awk.
gz_hardware_files() {
	gz_hardware_cpuinfo='' gz_hardware_topology='' gz_hardware_pptt='' gz_hardware_block=''
	gz_at /proc/cpuinfo
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_hardware_any=1
		gz_hardware_cpuinfo=$gz_at_is
	fi
	set --
	gz_at /sys/devices/system/cpu
	if [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
		gz_hardware_topology=1
		set -- "$gz_at_is"/cpu[0-9]*/topology/core_siblings_list "$gz_at_is"/cpu[0-9]*/topology/thread_siblings_list
		gz_at /sys/firmware/acpi/tables/PPTT
		[ ! -e "$gz_at_is" ] || gz_hardware_pptt=1
	fi
	if gz_line /sys/devices/system/memory/block_size_bytes; then
		gz_hardware_block="block_size $gz_line_is"
		gz_at /sys/devices/system/memory
		set -- "$@" "$gz_at_is"/memory[0-9]*/state
	fi
	[ -n "$gz_hardware_cpuinfo$gz_hardware_topology$gz_hardware_block" ] || return 0
	if [ -n "$GZ_ROOT" ] && ! gz_hardware_plain "$@"; then
		for gz_hardware_one; do
			shift
			! gz_hardware_plain "$gz_hardware_one" || set -- "$@" "$gz_hardware_one"
		done
	fi
	# By the environment: arguments can be read by every account of the node.
	GZ_HARDWARE_NONCE=$GZ_NONCE awk "$GZ_HARDWARE_AWK" "$gz_hardware_cpuinfo" "$gz_hardware_topology" \
		"$gz_hardware_pptt" "$gz_hardware_block" "$@"
}

# gz_hardware_plain FILE ...: are these what they are in /sys: files, without links on the way? In a root folder a link
# could lead out of it.
gz_hardware_plain() {
	for gz_hardware_file; do
		[ -f "$gz_hardware_file" ] || return 1
		while [ -n "$gz_hardware_file" ]; do
			[ ! -L "$gz_hardware_file" ] || return 1
			case ${gz_hardware_file##*/} in cpu[0-9]* | memory[0-9]*) break ;; esac
			gz_hardware_file=${gz_hardware_file%/*}
		done
	done
}

# Processors that share a package have equal core_siblings_list, those that share a core have equal
# thread_siblings_list (kernel: admin-guide/cputopology.rst); so the different lines are what counts.
# On Arm a package is one of the machine only where the firmware has a PPTT table; else it is a cluster.
# Memory is online blocks times block size: MemTotal differs between equal nodes and from boot to boot.
# A line of cpuinfo is printed when it differs from the line of the same name before it.
#
# Arguments: cpuinfo, 1 for a topology, 1 for a PPTT, "block_size BYTES", and the files in which the last three are told.
GZ_HARDWARE_AWK='
function part(name) { printf "\n@gz %s part %s\n", ENVIRON["GZ_HARDWARE_NONCE"], name }
function processor(line,    name) {
	# Most lines repeat, and are known without a look at their names.
	if (line in held) return
	name = line
	sub(/[ \t]*:.*/, "", name)
	if (name ~ /^(cpu MHz|CPU MHz|cpu MHz dynamic|bogomips|BogoMIPS|bogomips per cpu|clock|timebase|temperature|apicid|initial apicid|Serial)$/)
		return
	print line
	if (name in last) delete held[last[name]]
	last[name] = line
	if (name != "processor" && line ~ /[^ \t]/) held[line] = 1
}
BEGIN {
	if (ARGV[1] != "") {
		part("cpuinfo")
		while ((getline line < ARGV[1]) > 0) processor(line)
	}
	if (ARGV[2] != "") {
		part("topology")
		for (i = 5; i < ARGC; i++) if (match(ARGV[i], /[a-z]*_siblings_list$/)) {
			while ((getline line < ARGV[i]) > 0) {
				line = substr(ARGV[i], RSTART) ":" line
				if (!(line in seen)) print line
				seen[line] = 1
			}
			close(ARGV[i])
		}
		if (ARGV[3] != "") print "pptt"
	}
	if (ARGV[4] != "") {
		part("memory")
		print ARGV[4]
		for (i = 5; i < ARGC; i++) if (ARGV[i] ~ /\/state$/) {
			while ((getline line < ARGV[i]) > 0) if (line ~ /^[ \t]*online([ \t]|$)/) online++; else other++
			close(ARGV[i])
		}
		print "online " online + 0
		print "other " other + 0
	}
	exit 0
}
'
