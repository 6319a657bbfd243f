# The site's initialisation, as a login shell would source it.

# The child's last words: one marked line per exported variable; only the first line of a value.
# What a profile did to IFS, options or PATH must not matter, hence the plain names first.
gz_modules_tell='gz_tell() {
	set +eufv; unset IFS; PATH=$PATH:/usr/bin:/bin
	for gz_n in MODULEPATH LMOD_CMD LMOD_DIR LMOD_PKG LMOD_VERSION MODULESHOME MODULES_CMD $(env | sed -n "s/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p"); do
		eval "gz_v=\${$gz_n-}"
		[ -z "$gz_v" ] || printf "\n%s\n" "$gz_mark $gz_n=$gz_v"
	done
}
'

# Sets gz_modules_env (NAME=value lines), gz_modules_file, gz_modules_status and gz_modules_seen (a
# file that ought to set up modules). Each attempt stops the search when it finds a module system.
gz_modules_init() {
	gz_modules_env='' gz_modules_file='' gz_modules_status=0 gz_modules_seen=''
	if [ -n "$GZ_ROOT" ]; then
		gz_modules_nonce=recorded
		gz_modules_ask login 5 :
		[ -n "$gz_modules_env" ] || gz_modules_static
		return 0
	fi
	# Half of it: what stands in arguments can be read by every account of the node.
	gz_modules_nonce=${GZ_NONCE%????????}
	gz_modules_wait=$((GZ_LIMIT / 3))
	[ "$gz_modules_wait" -le 20 ] || gz_modules_wait=20
	gz_modules_shell=sh
	if command -v bash >/dev/null 2>&1; then
		gz_modules_shell=bash
		gz_modules_ask login "$gz_modules_wait" bash -l -c "gz_mark='$gz_modules_mark$gz_modules_nonce'; ${gz_modules_tell}gz_tell" && return 0
	fi
	# A profile that exits never lets -c run; a trap set before it does run then.
	[ -n "$gz_modules_env" ] || gz_modules_source /etc/profile && return 0
	for gz_modules_f in /etc/profile.d/*[lL]mod*.sh /etc/profile.d/*[mM]odul*.sh \
		/usr/share/lmod/lmod/init/sh /opt/ohpc/admin/lmod/lmod/init/sh /opt/cray/pe/lmod/lmod/init/sh \
		/usr/share/Modules/init/sh /usr/share/modules/init/sh /usr/local/Modules/init/sh; do
		[ -r "$gz_modules_f" ] || continue
		gz_modules_seen=${gz_modules_seen:-$gz_modules_f}
		gz_modules_source "$gz_modules_f" && return 0
	done
	gz_modules_env=
	return 0
}

gz_modules_mark=@gz-modules-

gz_modules_source() {
	[ -r "$1" ] || return 1
	gz_modules_ask "$1" "$gz_modules_wait" "$gz_modules_shell" -c "gz_mark='$gz_modules_mark$gz_modules_nonce'; $gz_modules_tell
		trap gz_tell EXIT
		. '$1'"
}

# gz_modules_ask FILE SECONDS PROGRAM [ARG ...]: runs the child; true when it knows a module system.
# awk leaves at the last line, so a left-over process that holds the pipe cannot keep us waiting.
gz_modules_ask() {
	gz_modules_what=$1
	shift
	gz_modules_env=$(
		# What an interactive user has loaded is not what a login shell starts with.
		if [ -n "${LOADEDMODULES:-}${_LMFILES_:-}" ]; then
			unset LOADEDMODULES _LMFILES_ MODULEPATH MODULEPATH_ROOT __LMOD_REF_COUNT_MODULEPATH \
				__LMOD_REF_COUNT_PATH _ModuleTable001_ _ModuleTable_Sz_ __MODULES_LMINIT
		fi
		{
			gz_run modules-init "$@" 2>/dev/null
			printf '\n%s\n' "$gz_modules_mark$gz_modules_nonce end=$?"
		} | awk -v mark="$gz_modules_mark$gz_modules_nonce " '
			index($0, mark) != 1 { next }
			{ line = substr($0, length(mark) + 1) }
			line ~ /^end=/ { print line; exit }
			line ~ /^(PWD|OLDPWD|SHLVL|_|IFS|PS[1-4]|LC_.*|LANG|LANGUAGE|BASH.*|ENV|GZ_.*|UID|EUID|PPID|SHELLOPTS|POSIXLY_CORRECT|TMOUT|OPTIND|PROMPT_COMMAND)=/ { next }
			!(line in seen) { seen[line] = 1; print line }'
	)
	gz_modules_status=${gz_modules_env##*end=}
	gz_modules_env=${gz_modules_env%end=*}
	gz_modules_variables
	[ -n "$gz_modules_v_path$gz_modules_v_cmd$gz_modules_v_em$gz_modules_v_home" ] || return 1
	gz_modules_file=$gz_modules_what
}

# Reads the variables that matter here out of gz_modules_env.
gz_modules_variables() {
	gz_modules_v_path='' gz_modules_v_cmd='' gz_modules_v_dir='' gz_modules_v_lmod='' gz_modules_v_em='' gz_modules_v_home=''
	gz_each_line "$gz_modules_env" gz_modules_variable
}

gz_modules_variable() {
	case $1 in
	MODULEPATH=*) gz_modules_v_path=${1#*=} ;;
	LMOD_CMD=*) gz_modules_v_cmd=${1#*=} ;;
	LMOD_DIR=*) gz_modules_v_dir=${1#*=} ;;
	LMOD_VERSION=*) gz_modules_v_lmod=${1#*=} ;;
	MODULES_CMD=*) gz_modules_v_em=${1#*=} ;;
	MODULESHOME=*) gz_modules_v_home=${1#*=} ;;
	esac
}

# A node image that is not running: the files in which distributions keep the initial MODULEPATH.
gz_modules_static() {
	for gz_modules_f in /etc/lmod/modulespath /etc/environment-modules/modulespath /etc/modulefiles/modulespath \
		/usr/share/lmod/lmod/init/.modulespath /usr/share/Modules/init/.modulespath /usr/share/modules/init/.modulespath; do
		gz_at "$gz_modules_f"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_modules_file=$gz_modules_f
		while IFS= read -r gz_modules_line || [ -n "$gz_modules_line" ]; do
			gz_modules_line=${gz_modules_line%%#*}
			gz_modules_line=${gz_modules_line%%[[:space:]]*}
			case $gz_modules_line in
			/*) gz_modules_v_path=$gz_modules_v_path${gz_modules_v_path:+:}$gz_modules_line ;;
			esac
		done <"$gz_at_is"
		return 0
	done
}

# gz_modules_tool NAME SECONDS PROGRAM [ARG ...]: runs a program in the site's environment. It reads
# no other cache than we say and writes none.
gz_modules_tool() (
	if [ -z "$GZ_ROOT" ]; then
		gz_each_line "$gz_modules_env" export
		MODULEPATH=$gz_modules_use LMOD_IGNORE_CACHE=yes LMOD_SHORT_TIME=999999999 LMOD_REDIRECT=no
		LMOD_PAGER=none LMOD_COLORIZE=no LMOD_QUIET=yes MODULES_PAGER='' MODULES_COLOR=never LMOD_LANG=en
		MODULES_AVAIL_TERSE_OUTPUT=modulepath:alias:dirwsym:sym:tag MODULES_REDIRECT_OUTPUT=0
		export MODULEPATH LMOD_IGNORE_CACHE LMOD_SHORT_TIME LMOD_REDIRECT LMOD_PAGER LMOD_COLORIZE LMOD_QUIET \
			MODULES_PAGER MODULES_COLOR LMOD_LANG MODULES_AVAIL_TERSE_OUTPUT MODULES_REDIRECT_OUTPUT
		unset LOADEDMODULES _LMFILES_ __LMOD_REF_COUNT_MODULEPATH _ModuleTable001_ _ModuleTable_Sz_
	fi
	gz_run "$@"
)


gz_modules_program() {
	gz_modules_system='' gz_modules_cmd=''
	if [ -n "$gz_modules_v_cmd" ] && gz_modules_is "$gz_modules_v_cmd"; then
		gz_modules_system=lmod
		gz_modules_cmd=$gz_modules_v_cmd
		gz_modules_dir=${gz_modules_v_dir:-${gz_modules_v_cmd%/*}}
		return 0
	fi
	for gz_modules_f in "$gz_modules_v_em" "$gz_modules_v_home/libexec/modulecmd.tcl" \
		"$gz_modules_v_home/bin/modulecmd" "$gz_modules_v_home/modulecmd.tcl"; do
		case $gz_modules_f in
		/libexec/* | /bin/* | /modulecmd.tcl) continue ;;
		/*) ;;
		*) continue ;;
		esac
		gz_modules_is "$gz_modules_f" || continue
		gz_modules_system=environment-modules
		gz_modules_cmd=$gz_modules_f
		return 0
	done
	return 0
}

# In a root folder the program is what the recorded node said, whether it was copied or not.
gz_modules_is() {
	[ -n "$GZ_ROOT" ] || { [ -f "$1" ] && [ -r "$1" ]; }
}
