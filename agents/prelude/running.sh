# How a run goes: its clock, each facet within its time limit, and the session from hello to bye.

# gz_clock: sets gz_clock_is to hundredths of a second since boot, or nothing.
gz_clock() {
	gz_clock_is=
	read -r gz_clock_is gz_clock_idle 2>/dev/null </proc/uptime || return 0
	gz_clock_is=${gz_clock_is%.*}${gz_clock_is#*.}
}

# gz_parent_in FILE: sets gz_stat_line to what a stat file of /proc says (proc_pid_stat(5): number, name in brackets, state,
# parent), and gz_parent to the parent, or to nothing where the process is gone.
gz_parent_in() {
	gz_parent=
	read -r gz_stat_line 2>/dev/null <"$1" || return 1
	gz_parent=${gz_stat_line##*") "}
	gz_parent=${gz_parent#* }
	gz_parent=${gz_parent%% *}
}

# gz_kill_tree PID: kills PID and everything it started.
gz_kill_tree() {
	kill -STOP "$1" 2>/dev/null
	for gz_stat in /proc/[0-9]*/stat; do
		gz_parent_in "$gz_stat" || continue
		[ "$gz_parent" != "$1" ] || (
			gz_stat=${gz_stat%/stat}
			gz_kill_tree "${gz_stat#/proc/}"
		)
	done
	kill -KILL "$1" 2>/dev/null
}

# gz_read_facet NAME: a folder that is not there to be read is no node on which nothing is.
gz_read_facet() {
	if [ -n "$GZ_ROOT" ] && [ ! -x "$GZ_ROOT/." ]; then
		gz_end failed error "$GZ_ROOT, which is read as the node's /, is not there, or this account may not enter it"
	else
		"facet_$1"
	fi
}

# gz_facet NAME: runs facet_NAME in a shell of its own with a time limit, which gz_watch sees to. A program that hangs on
# a dead file server cannot be killed; it is left behind and the other facets go on.
gz_facet() {
	gz_mark facet "$1"
	gz_clock
	gz_began=$gz_clock_is
	gz_facet_is=$1
	(gz_read_facet "$1") 2>/dev/null 9>&- &
	gz_pid=$!
	echo "$gz_pid" >&9
	wait "$gz_pid" 2>/dev/null
	gz_status=$?
	echo rest >&9
	gz_clock
	gz_how=done
	[ "$gz_status" -eq 0 ] || gz_how=crashed
	gz_took=$((${gz_clock_is:-0} - ${gz_began:-0}))
	# Who was killed when the time was over ran into the limit.
	if [ "$gz_status" -gt 128 ]; then
		[ -n "$gz_clock_is" ] && [ "$gz_took" -lt "$((GZ_LIMIT * 100 - 20))" ] || gz_how=timeout
	fi
	gz_mark end-facet "$gz_how" "status=$gz_status" "cs=$gz_took"
}

# gz_watch: ends facets that take longer than GZ_LIMIT. One process watches all of them: a line of its input is the number of a
# facet's shell, "rest" when that has ended, "tick" once a second, or "end". Waiting for one long sleep under a trap would
# hang for that long in shells where a signal can slip in before the wait.
gz_watch() {
	gz_watched='' gz_ticks=0
	while read -r gz_line; do
		case $gz_line in
		end) return 0 ;;
		rest) gz_watched='' ;;
		tick)
			gz_ticks=$((gz_ticks + 1))
			# The first of these seconds had begun before.
			[ -n "$gz_watched" ] && [ "$gz_ticks" -gt "$GZ_LIMIT" ] || continue
			gz_kill_tree "$gz_watched"
			gz_watched=''
			;;
		*) gz_watched=$gz_line gz_ticks=0 ;;
		esac
	done
}

# gz_tick: a word a second for gz_watch, until it is ended. A session that was ended itself, as one whose connection is gone is
# by what it writes next, ends nobody: its children are given to another parent then.
gz_tick() {
	# A shell opens the file itself, so that self is this very process.
	gz_parent_in /proc/self/stat
	gz_tick_of=$gz_parent
	while sleep 1; do
		gz_parent_in /proc/self/stat
		[ "$gz_parent" = "$gz_tick_of" ] || return 0
		echo tick
	done
}

# gz_is_mawk: is awk mawk? It is not started for that where it lies beside what it is.
gz_is_mawk() {
	gz_dirs=$PATH:
	while [ -n "$gz_dirs" ]; do
		gz_dir=${gz_dirs%%:*}
		gz_dirs=${gz_dirs#*:}
		[ -f "$gz_dir/awk" ] && [ -x "$gz_dir/awk" ] || continue
		# shellcheck disable=SC3013
		[ ! "$gz_dir/awk" -ef "$gz_dir/mawk" ] || return 0
		# shellcheck disable=SC3013
		[ ! "$gz_dir/awk" -ef "$gz_dir/gawk" ] || return 1
		break
	done
	case $(awk -W version 2>&1) in mawk*) ;; *) return 1 ;; esac
}

# gz_busy: do jobs run here? Sets gz_busy_is to a program by which they do: slurmstepd, sge_shepherd, or one that
# pbs_mom started.
gz_busy() {
	gz_busy_is='' gz_busy_moms=' ' gz_busy_parents=''
	for gz_stat in "$GZ_ROOT"/proc/[0-9]*/stat; do
		gz_parent_in "$gz_stat" || continue
		gz_busy_name=${gz_stat_line#*"("}
		gz_busy_name=${gz_busy_name%")"*}
		case $gz_busy_name in
		slurmstepd)
			gz_busy_words=$(tr '\000' ' ' 2>/dev/null <"${gz_stat%stat}cmdline")
			case $gz_busy_words in
			# It keeps the cgroup of all jobs open, also while there are none (cgroup/v2 of slurmd).
			*'/slurmstepd infinity '*) continue ;;
			# The job that the agent itself was started in.
			"slurmstepd: [${SLURM_JOB_ID:-none}."*) continue ;;
			esac
			gz_busy_is=$gz_busy_name && return 0
			;;
		sge_shepherd) gz_busy_is=$gz_busy_name && return 0 ;;
		pbs_mom) gz_busy_moms="$gz_busy_moms${gz_stat_line%% *} " ;;
		*) gz_busy_parents="$gz_busy_parents $gz_parent" ;;
		esac
	done
	for gz_busy_parent in $gz_busy_parents; do
		case $gz_busy_moms in *" $gz_busy_parent "*) gz_busy_is=pbs_mom && return 0 ;; esac
	done
	return 1
}

# gz_session: everything between the first frame and the last. Its file 9 is what gz_watch reads.
gz_session() {
	(gz_tick) >&9 2>/dev/null 9>&- &
	gz_ticker=$!
	printf '%s\n' "$GZ_NONCE"
	gz_mark hello "proto=1" "agent=$GZ_AGENT"
	# Which shell reads this, for error messages.
	printf '%s' "${GZ_ROOT:-/}"
	# shellcheck disable=SC2086
	[ -z "$GZ_REFUSED" ] || gz_mark refused $GZ_REFUSED
	gz_facets=${GZ_FACETS:-$GZ_ALL_FACETS}
	if [ -n "$GZ_BUSY" ] && gz_busy; then
		gz_mark busy "$GZ_BUSY"
		printf '%s' "$gz_busy_is"
		gz_names=$gz_facets gz_facets=''
		[ "$GZ_BUSY" = skip ] || for gz_name in $gz_names; do
			case $gz_name in hardware | os | kernel | gpus | runtimes | scheduler) gz_facets="$gz_facets $gz_name" ;; esac
		done
	fi
	for gz_name in $gz_facets; do
		case " $GZ_ALL_FACETS " in
		*" $gz_name "*) gz_facet "$gz_name" ;;
		*) gz_mark unknown-facet && printf '%s' "$gz_name" ;;
		esac
	done
	gz_mark bye
	echo end >&9
	kill "$gz_ticker" 2>/dev/null
}

gz_main() {
	GZ_ASK=${GZ_ASK:-} GZ_STAMPS=${GZ_STAMPS:-} GZ_SHARED=${GZ_SHARED:-} gz_ask_with='' gz_ask_by=''
	[ -z "$GZ_ASK" ] || exec 8<&0
	exec </dev/null
	umask 077
	LC_ALL=C
	export LC_ALL
	unset LANG LANGUAGE CDPATH ENV BASH_ENV
	# Sites leave these behind; a facet that wants one of the system programs must find it.
	PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
	export PATH
	# An audit account may have no home, which some programs take for an error.
	[ -d "${HOME:-}" ] || HOME=/
	export HOME
	GZ_ROOT=${GZ_ROOT:-}
	GZ_ROOT=${GZ_ROOT%/}
	gz_at_folder='' gz_looked='' gz_mounts_known=''
	# As an operand, a relative one could be taken for an option or for an assignment of awk.
	case $GZ_ROOT in '' | /*) ;; *) GZ_ROOT=$PWD/$GZ_ROOT ;; esac
	GZ_ROOTS=${GZ_ROOTS:-} GZ_KNOWN=${GZ_KNOWN:-} GZ_OWNERS=${GZ_OWNERS:-} GZ_HOMES=${GZ_HOMES:-}
	GZ_DIGESTS=${GZ_DIGESTS:-} GZ_CONTENTS=${GZ_CONTENTS:-} GZ_LOADS=${GZ_LOADS:-}
	GZ_PLACES=${GZ_PLACES:-} GZ_REFUSED=${GZ_REFUSED:-}
	GZ_LIMIT=${GZ_LIMIT:-60} GZ_OPS=${GZ_OPS:-0} GZ_BUSY=${GZ_BUSY:-}
	case $GZ_OPS in *[!0-9]*) GZ_OPS=0 ;; esac
	GZ_FACETS=${GZ_FACETS:-}
	if ! command -v awk >/dev/null 2>&1; then
		echo "gazetteer agent: this node has no awk, which the agent needs" >&2
		exit 3
	fi
	if [ -z "${GZ_NONCE:-}" ]; then
		GZ_NONCE=$(od -An -N8 -tx1 /dev/urandom 2>/dev/null | tr -d ' \n')
		[ "${#GZ_NONCE}" -eq 16 ] || GZ_NONCE=$(awk 'BEGIN { srand(); printf "%08x%08x", rand() * 2147483647, '$$' }')
	fi
	# GNU and busybox differ: old busybox wants "timeout -t SECONDS". Where it can, it kills what ignores the first signal.
	GZ_TIMEOUT=
	if [ -n "$GZ_ROOT" ]; then
		# Nothing of the node runs there.
		renice -n 19 -p $$ >/dev/null 2>&1
	elif timeout -k 1 1 renice -n 19 -p $$ >/dev/null 2>&1; then
		GZ_TIMEOUT='timeout -k 1'
	else
		if timeout -k 1 1 true >/dev/null 2>&1; then
			GZ_TIMEOUT='timeout -k 1'
		elif timeout 1 true >/dev/null 2>&1; then
			GZ_TIMEOUT=timeout
		fi
		renice -n 19 -p $$ >/dev/null 2>&1
	fi
	ionice -c 3 -p $$ >/dev/null 2>&1
	# mawk would wait for a whole block of a pipe before it hands on a question.
	gz_awk=awk
	[ -z "$GZ_ASK" ] || ! gz_is_mawk || gz_awk='awk -W interactive'
	{ gz_session 9>&1 >&7 7>&- | gz_watch >/dev/null 2>&1 7>&-; } 7>&1 | $gz_awk "$GZ_FRAMER"
}
