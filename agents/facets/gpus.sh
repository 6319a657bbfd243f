# gpus: which GPUs this node has and what drives them.
#
# 1. /sys/bus/pci says what is plugged in and which kernel driver holds it; without it, lspci.
# 2. The vendor's tool says the rest (nvidia-smi, amd-smi or rocm-smi, xpu-smi), and is started only
#    for cards that a driver holds. Its exit status goes along: an answer that failed is no answer.
#
# Only fields that stay the same from visit to visit are asked for: no serial, no UUID, no bus
# address, no temperature, no process.

facet_gpus() {
	gz_gpus_cards='' gz_gpus_nvidia='' gz_gpus_amd='' gz_gpus_intel='' gz_gpus_unnamed=''
	gz_at /sys/bus/pci/devices
	if [ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
		gz_gpus_sysfs "$gz_at_is"
	elif gz_gpus_no_pci; then
		:
	elif gz_have lspci; then
		gz_gpus_lspci
		[ "$gz_gpus_rc" -eq 0 ] && [ -n "$gz_gpus_out" ] || {
			gz_end failed unreadable "/sys/bus/pci cannot be read, and lspci shows nothing"
			return 0
		}
		case $gz_gpus_out in *'[10de]"'*) gz_gpus_nvidia=1 ;; esac
	else
		gz_end failed unreadable "/sys/bus/pci cannot be read"
		return 0
	fi
	gz_part pci
	printf '%s' "$gz_gpus_cards"
	gz_gpus_confined
	[ -z "$gz_gpus_nvidia" ] || gz_gpus_nvidia
	[ -z "$gz_gpus_amd" ] || gz_gpus_amd
	[ -z "$gz_gpus_intel" ] || gz_gpus_intel
	[ -z "$gz_gpus_unnamed" ] || ! gz_have lspci || gz_gpus_lspci
	gz_end present
}

# A job sees the cards that it was given (cgroups(7), the devices controller, which is part of the one tree of
# version 2): Slurm's .../job_123/..., PBS's pbs_jobs.service/jobid/123, LSF's /lsf/cluster/job.123.
gz_gpus_confined() {
	gz_at /proc/self/cgroup
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	while read -r gz_gpus_line; do
		case $gz_gpus_line in
		*:devices:* | *:devices,* | *,devices:* | *,devices,* | 0::*) ;;
		*) continue ;;
		esac
		case $gz_gpus_line in
		*/job_[0-9]* | *pbs*/jobid/* | */pbs_jobs.service/* | */lsf/*/job.[0-9]*)
			gz_part confined
			return 0
			;;
		esac
	done 2>/dev/null <"$gz_at_is"
}

# A machine without a PCI bus at all: /sys is there, it has buses, and pci is none of them.
gz_gpus_no_pci() {
	gz_at /sys/bus
	[ -d "$gz_at_is" ] && [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || return 1
	for gz_gpus_bus in "$gz_at_is"/*; do
		[ -e "$gz_gpus_bus" ] || return 1
		[ ! -e "$gz_at_is/pci" ]
		return
	done
}

# One line per GPU: class, vendor, device, kernel driver, bytes of memory, name; - is not known.
# Display controllers are class 03; AMD's accelerators are processing accelerators, class 12, as are
# Intel's NPUs, which are no GPUs. The VGA chips of management controllers have other vendors.
# https://pci-ids.ucw.cz/read/PD/
gz_gpus_sysfs() {
	for gz_gpus_dev in "$1"/*; do
		gz_gpus_address=${gz_gpus_dev##*/}
		gz_inside "$gz_gpus_dev"
		gz_gpus_dev=$gz_at_is
		gz_gpus_read class || continue
		gz_gpus_class=$gz_gpus_line
		case $gz_gpus_class in 0x03* | 0x12*) ;; *) continue ;; esac
		gz_gpus_read vendor || continue
		gz_gpus_vendor=$gz_gpus_line
		case $gz_gpus_class,$gz_gpus_vendor in
		0x03*,0x10de | 0x03*,0x1002 | 0x03*,0x8086 | 0x12*,0x1002) ;;
		*) continue ;;
		esac
		# A virtual function is a share of a card that has been counted (sysfs-bus-pci, physfn).
		[ ! -e "$gz_gpus_dev/physfn" ] && [ ! -L "$gz_gpus_dev/physfn" ] || continue
		gz_gpus_device=-
		gz_gpus_read device && gz_gpus_device=$gz_gpus_line
		gz_gpus_driver=-
		gz_inside "$gz_gpus_dev/uevent"
		[ ! -f "$gz_at_is" ] || while read -r gz_gpus_line; do
			case $gz_gpus_line in DRIVER=?*) gz_gpus_driver=${gz_gpus_line#DRIVER=} ;; esac
		done 2>/dev/null <"$gz_at_is"
		gz_gpus_memory=- gz_gpus_name=
		case $gz_gpus_vendor in
		0x10de)
			gz_gpus_nvidia=1
			gz_gpus_proc_model "$gz_gpus_address"
			# nvidia-smi names the cards that its driver holds.
			case $gz_gpus_driver in
			nvidia) gz_have nvidia-smi || gz_gpus_need_name ;;
			*) gz_gpus_need_name ;;
			esac
			;;
		0x1002)
			# amdgpu's own files: bytes of VRAM, and the name in the card's FRU memory.
			gz_gpus_read mem_info_vram_total && gz_gpus_memory=$gz_gpus_line
			gz_gpus_read product_name && gz_gpus_name=$gz_gpus_line
			[ "$gz_gpus_driver" != amdgpu ] || gz_gpus_amd=${gz_gpus_amd:-1}
			gz_gpus_need_name
			[ -n "$gz_gpus_name" ] || [ "$gz_gpus_driver" != amdgpu ] || gz_gpus_amd=ask
			;;
		0x8086)
			# xpu-smi knows nothing of the graphics inside a processor, which is always 00:02.0.
			case $gz_gpus_driver,$gz_gpus_address in
			*,*:00:02.0) ;;
			i915,* | xe,*) gz_gpus_intel=1 ;;
			esac
			gz_gpus_need_name
			;;
		esac
		gz_gpus_cards="$gz_gpus_cards$gz_gpus_class $gz_gpus_vendor $gz_gpus_device $gz_gpus_driver $gz_gpus_memory $gz_gpus_name
"
	done
}

# gz_gpus_read FILE: sets gz_gpus_line to the first line of FILE of the device at hand.
gz_gpus_read() {
	gz_gpus_line=
	gz_inside "$gz_gpus_dev/$1"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] && read -r gz_gpus_line 2>/dev/null <"$gz_at_is"
}

gz_gpus_need_name() {
	[ -n "$gz_gpus_name" ] || gz_gpus_unnamed=1
}

# The driver's own name for the card at a bus address, whether or not its tool is installed.
gz_gpus_proc_model() {
	gz_at "/proc/driver/nvidia/gpus/$1/information"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	while read -r gz_gpus_key gz_gpus_value; do
		case $gz_gpus_key in Model:) gz_gpus_name=$gz_gpus_value ;; esac
	done 2>/dev/null <"$gz_at_is"
}

# gz_gpus_ask PART SECONDS PROGRAM [ARG ...]: a tool's answer and exit status as parts.
gz_gpus_ask() {
	gz_said_parts "$@"
	gz_gpus_out=$gz_said_is gz_gpus_rc=$gz_said_rc
}

gz_gpus_nvidia() {
	gz_cat nvidia-version /proc/driver/nvidia/version
	gz_have nvidia-smi || return 0
	# compute_cap came with driver 495, mig.mode.current with 450; one unknown field spoils the answer.
	gz_gpus_ask nvidia-smi 20 nvidia-smi --format=csv \
		--query-gpu=name,pci.device_id,memory.total,driver_version,compute_cap,mig.mode.current
	case $gz_gpus_rc,$gz_gpus_out in
	2,*) gz_gpus_ask nvidia-smi-450 20 nvidia-smi --format=csv \
		--query-gpu=name,pci.device_id,memory.total,driver_version,mig.mode.current ;;
	esac
	case $gz_gpus_rc,$gz_gpus_out in
	2,*) gz_gpus_ask nvidia-smi-390 20 nvidia-smi --format=csv \
		--query-gpu=name,pci.device_id,memory.total,driver_version ;;
	esac
	case $gz_gpus_out in *MiB*) ;; *) return 0 ;; esac
	case $gz_gpus_out in *Enabled*) gz_gpus_migs=1 ;; *) gz_gpus_migs= ;; esac
	# The CUDA version is in no CSV field. Of this report only the lines about versions are kept.
	gz_gpus_versions=$(gz_run nvidia-smi-versions 20 nvidia-smi -q -d COMPUTE 2>&1)
	gz_gpus_rc=$?
	gz_part nvidia-smi-versions
	printf '%s\n' "$gz_gpus_versions" | awk '/^[A-Za-z ]*Version +:|^Attached GPUs/'
	gz_part nvidia-smi-versions-rc
	printf '%s' "$gz_gpus_rc"
	[ -n "$gz_gpus_migs" ] || return 0
	# Names of MIG profiles are nowhere but in the list of devices, behind which stand UUIDs.
	gz_gpus_list=$(gz_run nvidia-smi-list 20 nvidia-smi -L 2>&1)
	gz_gpus_rc=$?
	gz_part nvidia-smi-list
	printf '%s\n' "$gz_gpus_list" | awk '{ sub(/ *\(UUID.*/, ""); print }'
	gz_part nvidia-smi-list-rc
	printf '%s' "$gz_gpus_rc"
}

gz_gpus_amd() {
	# A driver from ROCm's own packages has a version; the kernel's own has none.
	gz_line /sys/module/amdgpu/version && gz_part amdgpu-version && printf '%s' "$gz_line_is"
	gz_line /opt/rocm/.info/version && gz_part rocm-version && printf '%s' "$gz_line_is"
	gz_part kfd
	gz_at /sys/class/kfd/kfd/topology/nodes
	for gz_gpus_node in "$gz_at_is"/*; do
		gz_gpus_vendor=0 gz_gpus_device=0 gz_gpus_gfx=0
		gz_inside "$gz_gpus_node/properties"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		while read -r gz_gpus_key gz_gpus_value; do
			case $gz_gpus_key in
			vendor_id) gz_gpus_vendor=$gz_gpus_value ;;
			device_id) gz_gpus_device=$gz_gpus_value ;;
			gfx_target_version) gz_gpus_gfx=$gz_gpus_value ;;
			esac
		done 2>/dev/null <"$gz_at_is"
		[ "$gz_gpus_gfx" = 0 ] || printf '%s\n' "$gz_gpus_vendor $gz_gpus_device $gz_gpus_gfx"
	done
	[ "$gz_gpus_amd" = ask ] || return 0
	if gz_have amd-smi; then
		gz_gpus_ask amd-smi 20 amd-smi static --asic --vram --driver --json
	elif gz_have rocm-smi; then
		gz_gpus_ask rocm-smi 20 rocm-smi --showproductname --showmeminfo vram --showid --showdriverversion --json
	fi
}

gz_gpus_intel() {
	gz_have xpu-smi || return 0
	gz_gpus_ask xpu-smi 20 xpu-smi discovery -j
	[ "$gz_gpus_rc" -eq 0 ] || return 0
	# The list has no memory and no driver version; the page of one device has.
	gz_gpus_rest=$gz_gpus_out
	gz_gpus_index=0
	while [ "$gz_gpus_index" -lt 16 ]; do
		case $gz_gpus_rest in *'"device_id"'*) ;; *) break ;; esac
		gz_gpus_rest=${gz_gpus_rest#*'"device_id"'}
		gz_gpus_ask "xpu-smi-$gz_gpus_index" 20 xpu-smi discovery -d "$gz_gpus_index" -j
		gz_gpus_index=$((gz_gpus_index + 1))
	done
}

# What the PCI database calls the cards, without their places on the bus.
gz_gpus_lspci() {
	gz_gpus_out=$(gz_run lspci 10 lspci -nnmm 2>/dev/null)
	gz_gpus_rc=$?
	gz_part lspci
	printf '%s\n' "$gz_gpus_out" | awk '/\[(03|12)[0-9a-f][0-9a-f]\]"/ { sub(/^[^ ]* /, ""); print }'
}
