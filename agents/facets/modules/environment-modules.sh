# What Environment Modules say of their trees, by modulecmd.

# They print listings to standard error. Before 4.3 there is no JSON, before 4.6 no --all: both are
# taken by version, since 3.2 answers -j with an ordinary listing and 4.5 answers -a with nothing.
gz_modules_envmodules() {
	gz_modules_tclsh=
	case $gz_modules_cmd in
	*.tcl) [ -n "$GZ_ROOT" ] || [ -x "$gz_modules_cmd" ] || gz_modules_tclsh=tclsh ;;
	esac
	gz_modules_text=$(gz_modules_em modules-version --version)
	gz_part version
	printf '%s\n' "$gz_modules_text"
	gz_modules_number=$(printf '%s\n' "$gz_modules_text" | awk '
		match($0, /(Release |VERSION=)v?[0-9]+\.[0-9]+/) {
			n = split(substr($0, RSTART, RLENGTH), half, /[^0-9.]+/)
			split(half[n], part, "."); print part[1] * 100 + part[2]; exit
		}')
	gz_modules_asked
	[ -z "$gz_modules_elsewhere" ] && [ -n "$gz_modules_use" ] || return 0
	gz_modules_flags=
	[ "${gz_modules_number:-0}" -lt 406 ] || gz_modules_flags=-a
	gz_modules_kind=-t
	[ "${gz_modules_number:-0}" -lt 403 ] || gz_modules_kind=-j
	# Since 5.6 a spider lists what modules bring into MODULEPATH as well; it evaluates modulefiles for that.
	gz_modules_rc=127
	[ "${gz_modules_number:-0}" -lt 506 ] || gz_modules_list modules-spider spider -a -j
	# shellcheck disable=SC2086
	[ "$gz_modules_rc" = 0 ] || gz_modules_list modules-avail avail $gz_modules_flags $gz_modules_kind
	gz_modules_trust "$(printf '%s\n' "$gz_modules_text" | sed -n 's/^{\{0,1\}"\(\/.*\)": {$/\1/p')"
	gz_part avail
	printf '%s' "$gz_modules_text"
	gz_part avail-rc
	printf '%s\n' "$gz_modules_rc"
	gz_modules_judge
	gz_modules_err=$gz_modules_text
	[ -z "$gz_modules_bad" ] || return 0
	# Not as JSON: 5.2 leaves quotes in it as they are.
	gz_part whatis
	gz_modules_em modules-whatis whatis
}

# gz_modules_list NAME SUBCOMMAND [OPTION ...]: sets gz_modules_text, what it prints, and gz_modules_rc.
gz_modules_list() {
	gz_modules_text=$(
		gz_modules_em "$@"
		printf '\n%s' "@gz-rc $?"
	)
	gz_modules_rc=${gz_modules_text##*@gz-rc }
	gz_modules_text=${gz_modules_text%@gz-rc *}
}

gz_modules_em() {
	gz_modules_name=$1
	shift
	# shellcheck disable=SC2086
	gz_modules_tool "$gz_modules_name" "$((GZ_LIMIT / 3))" $gz_modules_tclsh "$gz_modules_cmd" bash "$@" 2>&1 >/dev/null
}
