# What facets read with: files below GZ_ROOT, and programs.

# gz_at PATH: sets gz_at_is to where PATH lies under GZ_ROOT. Inside a root folder the links of every
# folder on the way mean the root folder, and .. ends at it: nothing of this machine is read.
gz_at() {
	gz_at_is=$GZ_ROOT$1
	[ -n "$GZ_ROOT" ] || return 0
	# Most files lie in the folder of the one before.
	case ${1##*/} in
	'' | . | ..) ;;
	*)
		if [ "$gz_at_folder" != "${1%/*}/" ]; then
			gz_at_folder=${1%/*}/
			gz_at_way "$gz_at_folder"
			gz_at_folder_is=$gz_at_is
		fi
		gz_at_is=$gz_at_folder_is/${1##*/}
		[ -L "$gz_at_is" ] || return 0
		;;
	esac
	gz_at_way "$1"
}

gz_at_way() {
	gz_at_is=$GZ_ROOT
	gz_at_rest=$1/
	gz_at_hops=0
	while [ -n "$gz_at_rest" ]; do
		gz_at_name=${gz_at_rest%%/*}
		gz_at_rest=${gz_at_rest#*/}
		case $gz_at_name in
		'' | .) ;;
		..) [ "$gz_at_is" = "$GZ_ROOT" ] || gz_at_is=${gz_at_is%/*} ;;
		*)
			if [ ! -L "$gz_at_is/$gz_at_name" ]; then
				gz_at_is=$gz_at_is/$gz_at_name
				continue
			fi
			gz_at_hops=$((gz_at_hops + 1))
			if [ "$gz_at_hops" -gt 40 ] || ! gz_at_link=$(readlink "$gz_at_is/$gz_at_name"); then
				# A place that can never be: a link left unfollowed could lead to this machine.
				gz_at_is=/dev/null/link
				return 0
			fi
			case $gz_at_link in /*) gz_at_is=$GZ_ROOT ;; esac
			gz_at_rest=$gz_at_link/$gz_at_rest
			;;
		esac
	done
}

# gz_inside FILE: as gz_at, for a FILE found below a place that gz_at gave.
gz_inside() {
	if [ -n "$GZ_ROOT" ]; then
		gz_at "${1#"$GZ_ROOT"}"
	else
		gz_at_is=$1
	fi
}

# gz_cat NAME PATH: the file PATH as part NAME, if it can be read; returns 1 when it cannot. Here and
# below only plain files are opened: a named pipe would keep its reader waiting.
gz_cat() {
	gz_at "$2"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	gz_part "$1"
	# These are small: to start a program takes longer than to read one.
	while IFS= read -r gz_line_is; do printf '%s\n' "$gz_line_is"; done 2>/dev/null <"$gz_at_is"
	printf '%s' "$gz_line_is"
}

# gz_line PATH: sets gz_line_is to the first line of PATH without starting a program; returns 1
# when it cannot be read.
gz_line() {
	gz_line_is=
	gz_at "$1"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	read -r gz_line_is 2>/dev/null <"$gz_at_is" || [ -n "$gz_line_is" ]
}

# gz_have NAME: is the program NAME here? In a root folder: was its output recorded?
gz_have() {
	if [ -n "$GZ_ROOT" ]; then
		gz_recorded "$1"
	else
		command -v "$1" >/dev/null 2>&1
	fi
}

# gz_recorded NAME: was the output of a program recorded? Sets gz_run_file to the beginning of the names of what was, and
# gz_run_rc to its exit status; 127 says that nothing was recorded.
gz_recorded() {
	gz_run_file=$GZ_ROOT/.gazetteer/run/$1
	gz_run_rc=127
	[ -r "$gz_run_file.out" ] || [ -r "$gz_run_file.rc" ] || return 1
	gz_run_rc=0
	[ ! -r "$gz_run_file.rc" ] || read -r gz_run_rc <"$gz_run_file.rc"
	return 0
}

# gz_run NAME SECONDS PROGRAM [ARG ...]: runs a program with a time limit; standard error is the
# caller's to redirect. In a root folder nothing runs: the recorded .gazetteer/run/NAME.out (and
# .err, .rc) answer.
gz_run() {
	gz_run_name=$1
	gz_run_limit=$2
	shift 2
	if [ -n "$GZ_ROOT" ]; then
		gz_recorded "$gz_run_name" || return "$gz_run_rc"
		[ ! -r "$gz_run_file.err" ] || cat "$gz_run_file.err" >&2
		[ ! -r "$gz_run_file.out" ] || cat "$gz_run_file.out"
		return "$gz_run_rc"
	fi
	case $GZ_TIMEOUT in
	'') "$@" ;;
	*) $GZ_TIMEOUT "$gz_run_limit" "$@" ;;
	esac
}

# gz_said NAME SECONDS PROGRAM [ARG ...]: runs a program that says a line or a few, and sets gz_said_is to what it says, errors
# too. What was recorded of one is read without starting another to read it.
gz_said() {
	gz_said_is=
	if [ -z "$GZ_ROOT" ]; then
		gz_said_is=$(gz_run "$@" 2>&1)
		return
	fi
	gz_recorded "$1" || return "$gz_run_rc"
	[ ! -r "$gz_run_file.err" ] || gz_said_more <"$gz_run_file.err"
	[ ! -r "$gz_run_file.out" ] || gz_said_more <"$gz_run_file.out"
	while :; do
		case $gz_said_is in
		*"$gz_nl") gz_said_is=${gz_said_is%"$gz_nl"} ;;
		*) break ;;
		esac
	done
	return "$gz_run_rc"
}

# gz_said_more: appends standard input, of which a shell reads a byte at a time: what is left after a few lines is for cat.
gz_said_more() {
	for gz_said_line in 1 2 3 4 5 6 7 8; do
		IFS= read -r gz_said_line || {
			gz_said_is=$gz_said_is$gz_said_line
			return 0
		}
		gz_said_is=$gz_said_is$gz_said_line$gz_nl
	done
	gz_said_is=$gz_said_is$(cat)
}

# gz_said_parts NAME SECONDS PROGRAM [ARG ...]: what a program says and its exit status, gz_said_rc, as parts NAME and NAME-rc.
gz_said_parts() {
	gz_said "$@"
	gz_said_rc=$?
	gz_part "$1"
	printf '%s\n' "$gz_said_is"
	gz_part "$1-rc"
	printf '%s' "$gz_said_rc"
}
