# Modules that GZ_LOADS names are loaded, to see whether that works.

# What the shell of one test runs: "loaded" is an ending that no modulefile comes to by itself. Whether it is
# loaded counts, and no status: Environment Modules fail for a mistake in another file, and load all the same.
# Since 9.2 a quiet Lmod does not tell errors.
gz_modules_load_sh='name=$1
shift
unset LMOD_QUIET
code=$("$@")
status=$?
eval "$code"
case ":$LOADEDMODULES:" in *":$name:"*) exit 77 ;; esac
[ "$status" -ne 0 ] || status=78
exit "$status"'

# gz_modules_loads TREE: a part for each module of the tree that was to be loaded: "STATUS SECONDS NAME",
# then what was said; and a part with the names for which there was no time. A test may take ten seconds, and
# all of them until nine tenths of the facet's time are over.
gz_modules_loads() {
	gz_modules_left='' gz_modules_of=$1$gz_modules_tab
	gz_each_line "$GZ_LOADS" gz_modules_load_here
	[ -z "$gz_modules_left" ] || { gz_part load-left && printf '%s' "$gz_modules_left"; }
}

gz_modules_load_here() {
	case $1 in "$gz_modules_of"*) gz_modules_load "${1#"$gz_modules_of"}" ;; esac
}

gz_modules_tab=$(printf '\t')

# gz_modules_load LINE: one test, in the MODULEPATH of a login shell as far as its trees are trusted.
gz_modules_load() {
	gz_modules_name=${1##*"$gz_modules_tab"}
	gz_modules_with=${1%%"$gz_modules_tab"*}
	gz_clock
	gz_modules_wait=$((${gz_began:-0} + GZ_LIMIT * 90 - ${gz_clock_is:-0}))
	if [ -z "$gz_clock_is" ] || [ "$gz_modules_wait" -lt 200 ] || ! gz_modules_base "$gz_modules_with"; then
		gz_modules_left=$gz_modules_left$gz_modules_name$gz_modules_nl
		return 0
	fi
	gz_modules_wait=$((gz_modules_wait / 100))
	[ "$gz_modules_wait" -le 10 ] || gz_modules_wait=10
	gz_modules_sh=sh
	[ "$gz_modules_shell" != bash ] || gz_modules_sh='bash --norc'
	gz_modules_said=$(
		{
			set -f
			IFS=$gz_modules_tab
			# shellcheck disable=SC2086
			set -- ${1#*"$gz_modules_tab"}
			unset IFS
			gz_modules_use=$gz_modules_from
			# shellcheck disable=SC2086
			gz_modules_tool modules-load "$gz_modules_wait" $gz_modules_sh -c "$gz_modules_load_sh" sh "$gz_modules_name" \
				${gz_modules_tclsh-} "$gz_modules_cmd" "${gz_modules_sh%% *}" load "$@" 2>&1 >/dev/null
			printf '\n@gz-rc %s\n' "$?"
		} | awk '
			/^@gz-rc / { print "R " $2; exit }
			NF && kept < 4000 { kept += length($0) + 1; print "E " substr($0, 1, 1000) }'
	)
	gz_modules_rc=${gz_modules_said##*"R "}
	gz_part load
	printf '%s\n' "$gz_modules_rc $gz_modules_wait $gz_modules_name" "$gz_modules_said"
}

# gz_modules_base FOLDER: sets gz_modules_from to what a test's MODULEPATH begins as; FOLDER, or - for none,
# comes first. False when that one is not trusted.
gz_modules_base() {
	gz_modules_from=
	if [ "$1" != - ]; then
		case :$gz_modules_use: in *":$1:"*) gz_modules_from=$1 ;; *) return 1 ;; esac
	fi
	gz_each_line "$gz_modules_first" gz_modules_base_of
}

gz_modules_base_of() {
	case :$gz_modules_use: in
	*":$1:"*) gz_modules_from=$gz_modules_from${gz_modules_from:+:}$1 ;;
	esac
}
