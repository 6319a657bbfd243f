# kernel: the running kernel, the kernels that are installed, processor flags and microcode, and the vsyscall page.
#
# The running one is read from /proc/sys/kernel without starting a program. In lists of names each
# name ends in /, which no name can hold.

facet_kernel() {
	gz_kernel_any='' gz_kernel_machine=''
	gz_kernel_running
	gz_kernel_boot
	gz_kernel_modules
	gz_at /proc/cpuinfo
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_part cpuinfo
		awk '/^(flags|Features|features|isa|cpucaps|microcode)[ \t]*:/ && !seen[$0]++' "$gz_at_is"
	fi
	gz_kernel_vsyscall
	if [ -n "$gz_kernel_any" ]; then
		gz_end present
	elif [ -n "$GZ_ROOT" ]; then
		gz_end failed no-kernel "neither a running kernel nor /boot nor /lib/modules can be read"
	else
		gz_end failed unreadable "/proc/sys/kernel cannot be read and uname does not answer"
	fi
}

gz_kernel_running() {
	if gz_line /proc/sys/kernel/osrelease && [ -n "$gz_line_is" ]; then
		gz_kernel_any=1
		gz_kernel_release=$gz_line_is
		gz_line /proc/sys/kernel/ostype
		gz_kernel_type=$gz_line_is
		gz_line /proc/sys/kernel/version
		gz_kernel_version=$gz_line_is
		gz_line /proc/sys/kernel/arch || gz_line_is=$(gz_run uname-m 5 uname -m) || gz_line_is=
		gz_kernel_machine=$gz_line_is
		gz_part running
		printf '%s\n' "$gz_kernel_type" "$gz_kernel_release" "$gz_kernel_version" "$gz_kernel_machine"
		return 0
	fi
	gz_kernel_uname=$(gz_run uname-a 5 uname -a) || return 0
	[ -n "$gz_kernel_uname" ] || return 0
	gz_kernel_any=1
	gz_part uname
	# The second word is the name of the host.
	printf '%s - %s\n' "${gz_kernel_uname%% *}" "${gz_kernel_uname#* * }"
}

# The page at a fixed address that programs of glibc before 2.14 call (arch/x86/entry/vsyscall/vsyscall_64.c), as this
# shell sees it: what it may do with it, or none. A shell of 32 bits never sees it, whatever the kernel does.
gz_kernel_vsyscall() {
	[ "$gz_kernel_machine" = x86_64 ] || return 0
	gz_at /proc/self/maps
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	gz_kernel_wide='' gz_kernel_page=none
	while read -r gz_kernel_file; do
		case $gz_kernel_file in
		ffffffffff600000-*)
			gz_kernel_page=${gz_kernel_file#* }
			gz_kernel_page=${gz_kernel_page%% *}
			gz_kernel_wide=1
			;;
		????????-*) ;;
		*-*) gz_kernel_wide=1 ;;
		esac
	done 2>/dev/null <"$gz_at_is"
	[ -n "$gz_kernel_wide" ] || return 0
	gz_part vsyscall
	printf '%s\n' "$gz_kernel_page"
}

# What boot loaders start, under the names that distributions and architectures use. The rescue
# image of Red Hat's systems carries the machine's id.
gz_kernel_boot() {
	gz_at /boot
	[ -d "$gz_at_is" ] || return 0
	[ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || {
		gz_part boot-unread
		return 0
	}
	gz_part boot
	for gz_kernel_file in "$gz_at_is"/vmlinuz-* "$gz_at_is"/vmlinux-* "$gz_at_is"/Image-* "$gz_at_is"/image-*; do
		[ -e "$gz_kernel_file" ] || continue
		case $gz_kernel_file in */vmlinuz-0-rescue-*) continue ;; esac
		gz_kernel_any=1
		printf '%s/\n' "${gz_kernel_file##*/}"
	done
}

# A folder stays behind when a kernel goes and other packages have modules in it; kernel/ goes with
# the kernel. Letters behind the name: m has modules, v has its own image (Fedora, Red Hat from 8 on).
gz_kernel_modules() {
	gz_at /lib/modules
	[ -d "$gz_at_is" ] || gz_at /usr/lib/modules
	[ -d "$gz_at_is" ] || return 0
	[ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || {
		gz_part modules-unread
		return 0
	}
	gz_part modules
	for gz_kernel_file in "$gz_at_is"/*; do
		[ -d "$gz_kernel_file" ] || continue
		gz_kernel_any=1
		gz_kernel_marks=
		[ ! -d "$gz_kernel_file/kernel" ] || gz_kernel_marks=m
		[ ! -e "$gz_kernel_file/vmlinuz" ] || gz_kernel_marks=${gz_kernel_marks}v
		printf '%s/%s\n' "${gz_kernel_file##*/}" "$gz_kernel_marks"
	done
}
