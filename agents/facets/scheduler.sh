# scheduler: partitions, nodes and their lasting states, as the batch system tells them. It is asked on one
# node of a cluster only, the one that the sites file declares.
#
# Slurm, PBS (or Torque), LSF: the first whose program is here. Each is asked for what any user may see.
# Of Slurm's configuration only the settings below leave the node: others hold paths of keys and passwords.

gz_scheduler_usual='/opt/slurm/bin /opt/slurm/current/bin /usr/local/slurm/bin /usr/local/slurm/current/bin
	/cm/shared/apps/slurm/current/bin /opt/pbs/bin /opt/pbs/default/bin /usr/local/pbs/bin /opt/torque/bin
	/usr/local/torque/bin'

facet_scheduler() {
	# What a person's shell says of formats and clusters must not change the answers.
	unset SINFO_FORMAT SLURM_CLUSTERS SLURM_JSON SLURM_YAML SLURM_TIME_FORMAT SCONTROL_ALL SCONTROL_FUTURE \
		SCONTROL_CLUSTER SCONTROL_LOCAL SCONTROL_FEDERATION SCONTROL_SIBLING PBS_DEFAULT PBS_SERVER
	if gz_scheduler_program scontrol slurm-config; then
		gz_scheduler_slurm
	elif gz_scheduler_program pbsnodes pbs-server; then
		gz_scheduler_pbs
	elif gz_scheduler_lsf_settings; gz_scheduler_program lsid lsf-version; then
		gz_scheduler_lsf
	elif gz_scheduler_traces; then
		gz_end failed no-program "$gz_scheduler_trace is here, and the program to ask is not in PATH"
	elif gz_scheduler_known; then
		gz_end failed no-program "the program that told of it before is not in PATH"
	else
		gz_end absent not-installed "no Slurm, PBS or LSF"
	fi
}

# gz_scheduler_program NAME RECORD: sets gz_scheduler_is to the program; in a root folder what it printed
# was recorded, or it is not there.
gz_scheduler_program() {
	gz_scheduler_is=$1
	if [ -n "$GZ_ROOT" ]; then
		gz_have "$2"
		return
	fi
	! command -v "$1" >/dev/null 2>&1 || return 0
	gz_each_root scheduler
	gz_scheduler_rest=$gz_each_root_is
	while [ -n "$gz_scheduler_rest" ]; do
		gz_scheduler_dir=${gz_scheduler_rest%%"
"*}
		gz_scheduler_rest=${gz_scheduler_rest#"$gz_scheduler_dir"}
		gz_scheduler_rest=${gz_scheduler_rest#"
"}
		case $gz_scheduler_dir in /*) ;; *) continue ;; esac
		gz_scheduler_is=${gz_scheduler_dir%/}/$1
		[ ! -f "$gz_scheduler_is" ] || [ ! -x "$gz_scheduler_is" ] || return 0
	done
	for gz_scheduler_dir in $gz_scheduler_usual ${LSF_BINDIR:+"$LSF_BINDIR"}; do
		gz_scheduler_is=$gz_scheduler_dir/$1
		[ ! -f "$gz_scheduler_is" ] || [ ! -x "$gz_scheduler_is" ] || return 0
	done
	return 1
}

# A configuration without a program: the batch system is here, and this account does not find it.
gz_scheduler_traces() {
	for gz_scheduler_trace in /etc/slurm/slurm.conf /etc/slurm-llnl/slurm.conf /opt/slurm/etc/slurm.conf \
		/run/slurm/conf/slurm.conf /etc/pbs.conf /etc/lsf.conf; do
		gz_at "$gz_scheduler_trace"
		[ ! -e "$gz_at_is" ] || return 0
	done
	return 1
}

# Whether this node told of a batch system before: then it is not known to be gone, it cannot be asked.
gz_scheduler_known() {
	case "
$GZ_KNOWN
" in
	*"
scheduler 
"*) return 0 ;;
	esac
	return 1
}

# gz_scheduler_part NAME SECONDS PROGRAM [ARG ...]: its output as part NAME; a program that failed is said
# to have failed, so that what was known stands.
gz_scheduler_part() {
	gz_scheduler_name=$1
	shift
	gz_part "$gz_scheduler_name"
	gz_run "$gz_scheduler_manager-$gz_scheduler_name" "$@" 2>/dev/null
	gz_scheduler_rc=$?
	[ "$gz_scheduler_rc" -ne 0 ] || return 0
	gz_part "$gz_scheduler_name-failed"
	printf '%s\n' "$gz_scheduler_rc"
}

# gz_scheduler_failed STATUS TEXT: why the batch system did not answer.
gz_scheduler_failed() {
	gz_scheduler_said=$(printf '%s\n' "$2" | awk 'NF { print substr($0, 1, 200); exit }')
	case $1,$2 in
	124,* | 137,* | 143,*) gz_end failed timeout "$gz_scheduler_is did not answer in time" ;;
	*[Pp]'ermission denied'*) gz_end failed permission "$gz_scheduler_said" ;;
	*'Unable to contact'* | *'onnection refused'* | *'annot connect to server'* | *'LIM is down'* | *'onnect failure'*)
		gz_end failed no-daemon "$gz_scheduler_said"
		;;
	*) gz_end failed error "exit status $1: $gz_scheduler_said" ;;
	esac
}

gz_scheduler_slurm() {
	gz_scheduler_out=$(gz_run slurm-config 30 "$gz_scheduler_is" show config 2>&1)
	gz_scheduler_rc=$?
	case $gz_scheduler_rc,$gz_scheduler_out in
	0,*) ;;
	*'ould not establish a configuration source'* | *'nable to process configuration file'* | *'o such file or directory'*slurm.conf* | *slurm.conf*'o such file or directory'*)
		# The programs of a distribution, of no cluster.
		if gz_scheduler_known || gz_scheduler_traces; then
			gz_scheduler_failed "$gz_scheduler_rc" "$gz_scheduler_out"
		else
			gz_end absent not-installed "Slurm's programs are here, and no configuration"
		fi
		return 0
		;;
	*)
		gz_scheduler_failed "$gz_scheduler_rc" "$gz_scheduler_out"
		return 0
		;;
	esac
	gz_scheduler_manager=slurm
	gz_part manager
	echo slurm
	gz_scheduler_part version 10 "$gz_scheduler_is" --version
	gz_part config
	printf '%s\n' "$gz_scheduler_out" | awk '
		$2 == "=" && $1 ~ /^(ClusterName|SLURM_VERSION|SelectType|SelectTypeParameters|MpiDefault|ProctrackType|TaskPlugin|GresTypes|AccountingStorageType|AccountingStorageEnforce|PriorityType|PreemptType|TopologyPlugin)$/'
	# -a: hidden partitions too. -o: one line each, so that free text cannot be taken for a key of the next.
	gz_scheduler_part partitions 30 "$gz_scheduler_is" -a -o show partition
	gz_scheduler_part nodes 50 "$gz_scheduler_is" -a -o show node
	gz_end present
}

gz_scheduler_pbs() {
	gz_scheduler_bin=${gz_scheduler_is%pbsnodes}
	gz_scheduler_out=$(gz_run pbs-server 20 "${gz_scheduler_bin}qstat" -Bf 2>&1)
	gz_scheduler_rc=$?
	# Torque has no version among the attributes of its servers.
	case $gz_scheduler_rc,$gz_scheduler_out in
	0,*pbs_version*) ;;
	0,*) gz_scheduler_out="$gz_scheduler_out
$(gz_run pbs-version 10 "${gz_scheduler_bin}qstat" --version 2>&1)" ;;
	*)
		gz_scheduler_failed "$gz_scheduler_rc" "$gz_scheduler_out"
		return 0
		;;
	esac
	gz_scheduler_manager=pbs
	gz_part manager
	echo pbs
	gz_part server
	printf '%s\n' "$gz_scheduler_out" | awk '/^Server:/ || $1 == "pbs_version" || $1 == "default_queue" || /^Version:/'
	gz_scheduler_part partitions 20 "${gz_scheduler_bin}qstat" -Qf
	gz_scheduler_part nodes 40 "$gz_scheduler_is" -a
	gz_end present
}

# LSF tells its programs by variables where its configuration is; a session without a profile lacks them.
gz_scheduler_lsf_settings() {
	for gz_scheduler_dir in "${LSF_ENVDIR:-}" /etc /usr/share/lsf/conf /opt/ibm/lsf/conf /opt/lsf/conf; do
		case $gz_scheduler_dir in /*) ;; *) continue ;; esac
		gz_at "$gz_scheduler_dir/lsf.conf"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		while IFS='=' read -r gz_scheduler_key gz_scheduler_value; do
			gz_scheduler_value=${gz_scheduler_value#\"}
			gz_scheduler_value=${gz_scheduler_value%\"}
			case $gz_scheduler_key in
			LSF_BINDIR) LSF_BINDIR=${LSF_BINDIR:-$gz_scheduler_value} ;;
			LSF_SERVERDIR) LSF_SERVERDIR=${LSF_SERVERDIR:-$gz_scheduler_value} ;;
			LSF_LIBDIR) LSF_LIBDIR=${LSF_LIBDIR:-$gz_scheduler_value} ;;
			esac
		done <"$gz_at_is"
		LSF_ENVDIR=$gz_scheduler_dir
		export LSF_ENVDIR LSF_BINDIR LSF_SERVERDIR LSF_LIBDIR
		return 0
	done
}

gz_scheduler_lsf() {
	gz_scheduler_bin=${gz_scheduler_is%lsid}
	gz_scheduler_out=$(gz_run lsf-version 20 "$gz_scheduler_is" 2>&1)
	gz_scheduler_rc=$?
	if [ "$gz_scheduler_rc" -ne 0 ]; then
		gz_scheduler_failed "$gz_scheduler_rc" "$gz_scheduler_out"
		return 0
	fi
	gz_scheduler_manager=lsf
	gz_part manager
	echo lsf
	gz_part version
	printf '%s\n' "$gz_scheduler_out"
	gz_scheduler_part hosts 20 "${gz_scheduler_bin}lshosts" -w
	gz_scheduler_part nodes 30 "${gz_scheduler_bin}bhosts" -w
	gz_end present
}
