# modules: what Lmod or Environment Modules offer, tree by tree.
#
# 1. A child shell sources the site's initialisation as a login shell would and tells its variables
#    between marked lines; whatever else it prints, and however it ends, is its own affair.
# 2. Each tree of MODULEPATH, configured or known is looked at: there, readable, whose.
# 3. Modulefiles are evaluated only in trees of root or of GZ_OWNERS that not everybody may write to:
#    by the site's own fresh spider cache, else by Lmod's spider or modulecmd. Others: names only.
#    Spiders follow what such a modulefile adds to MODULEPATH, whoever owns it: neither that of Lmod nor
#    that of Environment Modules 5.6 has a switch against that. So a trusted modulefile that brings a folder
#    in is a promise for that folder.
# 4. Only for trees that GZ_LOADS names, which says so in the sites file: modules are loaded, each in a
#    shell of its own and within a time limit, to see whether that works. Loading runs what they run.

gz_modules_nl='
'

facet_modules() {
	gz_modules_first='' gz_modules_all='' gz_modules_use='' gz_modules_listed='' gz_modules_bad=''
	gz_modules_init
	gz_modules_program
	gz_modules_collect
	if [ -z "$gz_modules_system" ] && [ -z "$gz_modules_all" ]; then
		case $gz_modules_status in
		124 | 137 | 143) gz_end failed timeout "the login shell did not end within its time limit" ;;
		*)
			if [ -n "$gz_modules_seen" ]; then
				gz_end failed error "$gz_modules_seen is there, and sourcing it sets up no module system"
			else
				gz_end absent not-installed
			fi
			;;
		esac
		return 0
	fi
	gz_part arch
	# Linux tells it in a file from 6.1 on.
	if [ -z "$GZ_ROOT" ] && gz_line /proc/sys/kernel/arch; then
		printf '%s\n' "$gz_line_is"
	else
		gz_run modules-arch 5 uname -m
	fi
	# Modulefiles may ask for processor and system, and say other things then.
	gz_cat os-release /etc/os-release || gz_cat os-release /usr/lib/os-release
	gz_at /proc/cpuinfo
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_part cpu
		awk -F '[ \t]*:' '/^$/ { exit } $1 ~ /^(flags|CPU implementer|CPU part|cpu)$/' "$gz_at_is"
	fi
	gz_part init
	printf '%s\n' "system=$gz_modules_system" "initialisation=$gz_modules_file" \
		"LMOD_VERSION=$gz_modules_v_lmod" "MODULEPATH=$gz_modules_v_path"
	# Whose rights decide what is seen.
	gz_modules_account=$(gz_run modules-account 5 id -un 2>/dev/null) &&
		printf 'account=%s\n' "${gz_modules_account%%"
"*}"
	gz_modules_look
	gz_modules_trust
	gz_modules_elsewhere=''
	case $gz_modules_system in
	lmod) gz_modules_lmod ;;
	environment-modules) gz_modules_envmodules ;;
	*) gz_modules_asked ;;
	esac
	gz_each_line "$gz_modules_all" gz_modules_tree
	gz_end present
}

# --- the site's initialisation ------------------------------------------------------------------

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

# gz_modules_tool NAME SECONDS PROGRAM [ARG ...]: runs a program in the site's environment. The
# module tools read no other cache than we say and write none.
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

# --- which program ------------------------------------------------------------------------------

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

# --- trees --------------------------------------------------------------------------------------

# gz_modules_add PATH: adds a tree to gz_modules_all, once, without doubled or final slashes.
gz_modules_add() {
	gz_modules_t=$1
	while :; do
		case $gz_modules_t in
		*//*) gz_modules_t=${gz_modules_t%%//*}/${gz_modules_t#*//} ;;
		?*/) gz_modules_t=${gz_modules_t%/} ;;
		*) break ;;
		esac
	done
	case $gz_modules_t in /*) ;; *) return 0 ;; esac
	case $gz_modules_nl$gz_modules_all in
	*"$gz_modules_nl$gz_modules_t$gz_modules_nl"*) return 0 ;;
	esac
	gz_modules_all=$gz_modules_all$gz_modules_t$gz_modules_nl
}

# MODULEPATH first (relative and empty entries are no trees), then what was configured or is known.
gz_modules_collect() {
	gz_modules_rest=$gz_modules_v_path:
	while [ -n "$gz_modules_rest" ]; do
		gz_modules_add "${gz_modules_rest%%:*}"
		gz_modules_rest=${gz_modules_rest#*:}
	done
	gz_modules_first=$gz_modules_all
	gz_modules_own=$gz_modules_all
	gz_each_root modules
	gz_each_line "$gz_each_root_is" gz_modules_add
}

# One look at all trees, of which each is asked whose it is, and which it is.
gz_modules_look() {
	gz_modules_ifs=$IFS
	IFS=$gz_nl
	set -f
	# shellcheck disable=SC2086
	set -- $gz_modules_all
	set +f
	IFS=$gz_modules_ifs
	gz_look "$@"
	[ -z "$GZ_ROOT" ] || gz_modules_untrusted=$(gz_run modules-untrusted 1 :)
}

# gz_modules_trust [LINES]: adds these trees, which modules brought in, to those that are known, and sets
# gz_modules_use: the trees that may be evaluated, joined by colons.
gz_modules_trust() {
	gz_each_line "${1-}" gz_modules_brought
	gz_modules_use=
	gz_each_line "$gz_modules_all" gz_modules_trust_one
}

gz_modules_brought() {
	gz_modules_add "$1"
	gz_modules_own=$gz_modules_own$gz_modules_t$gz_modules_nl
}

gz_modules_trust_one() {
	# A colon in a path cannot be said in a MODULEPATH.
	case $1 in *:*) return 0 ;; esac
	! gz_modules_trusted "$1" || gz_modules_use=$gz_modules_use${gz_modules_use:+:}$1
}

# Owned by root or a named owner, readable, and not writable by everybody. A recorded node says which
# trees were not; who owns the recording says nothing.
gz_modules_trusted() {
	if [ -n "$GZ_ROOT" ]; then
		case $gz_modules_nl$gz_modules_untrusted$gz_modules_nl in
		*"$gz_modules_nl$1$gz_modules_nl"*) return 1 ;;
		esac
		return 0
	fi
	# Where somebody else names places, whoever may put files into one could have them evaluated.
	[ "$GZ_PLACES" != own ] || case $gz_modules_nl$gz_modules_own in
	*"$gz_modules_nl$1$gz_modules_nl"*) ;;
	*) return 1 ;;
	esac
	[ -d "$1" ] && [ -r "$1" ] && [ -x "$1" ] || return 1
	gz_at_is=$1
	# Inode, time, rights, size, time, owner, who is UNKNOWN where there is no such account.
	if gz_seen && [ "${gz_seen_is##* }" != UNKNOWN ]; then
		gz_modules_ls=${gz_seen_is#* * }
		case $gz_modules_ls in ????????w*) return 1 ;; esac
		gz_modules_ls=${gz_modules_ls#* * * }
		# The name of a domain's account may hold one.
		case $gz_modules_ls in *' '*) return 1 ;; esac
	else
		# shellcheck disable=SC2012
		gz_modules_ls=$(ls -ldL "$1" 2>/dev/null)
		case $gz_modules_ls in ????????w*) return 1 ;; esac
		gz_modules_ls=${gz_modules_ls#* }
		gz_modules_ls=${gz_modules_ls#"${gz_modules_ls%%[! ]*}"}
		gz_modules_ls=${gz_modules_ls#* }
		gz_modules_ls=${gz_modules_ls%% *}
	fi
	case " root $GZ_OWNERS " in
	*" $gz_modules_ls "*) return 0 ;;
	esac
	return 1
}

# Sets gz_modules_elsewhere to the answer when no tree need be read here. It is one question for all trees, since a spider
# reads them together and what it says of one depends on the others; so one tree that has to be read has them all read.
gz_modules_asked() {
	# What is to be loaded as a test is loaded here.
	[ -n "$GZ_ASK" ] && [ -z "$GZ_LOADS" ] || return 0
	gz_ask_lines='' gz_modules_read=''
	gz_ask_by=gz_modules_by
	gz_each_line "$gz_modules_all" gz_modules_ask_tree
	[ -z "$gz_modules_read" ] && [ -n "$gz_ask_lines" ] || return 0
	gz_ask
	[ "$gz_answer_is" = walk ] || gz_modules_elsewhere=$gz_answer_is
}

gz_modules_ask_tree() {
	gz_at "$1"
	gz_modules_at=$gz_at_is
	[ -d "$gz_modules_at" ] && [ -r "$gz_modules_at" ] && [ -x "$gz_modules_at" ] || return 0
	gz_mount "$1"
	gz_inode "$1"
	gz_ask_root tree "$1" || gz_ask_root tree "$1" "$(gz_modules_times)" || gz_modules_read=1
}

gz_modules_by() {
	gz_ask_with=.$(gz_modules_around | cksum 2>/dev/null)
	gz_ask_with=${gz_ask_with%% *}
}

# What decides what an evaluation says besides the trees: variables and settings of the module tool, those of the site and
# of the account, as they are, since their times differ between nodes that have them alike.
gz_modules_around() {
	# What is read of a tree besides: where that is more than before, it is read once more.
	echo hashes
	printf '%s\n' "$gz_modules_env" | sed -n -e '/^_*LMOD/p' -e '/^_*MODULE/p' | sort
	{
		printf '%s\n' "$gz_modules_env" | sed -n -e 's/^LMOD_RC=//p' -e 's/^LMOD_MODULERCFILE=//p' -e 's/^LMOD_MODULERC=//p' \
			-e 's/^MODULERCFILE=//p' -e 's/^LMOD_ADMIN_FILE=//p' -e 's/^LMOD_CONFIG_DIR=//p' -e 's/^LMOD_PACKAGE_PATH=//p' \
			-e 's/^LMOD_DIR=//p' -e 's/^MODULESHOME=//p' | tr : '\n'
		printf '%s\n' /etc/lmod /etc/environment-modules "${HOME:-}"
	} | while IFS= read -r gz_modules_f; do
		case $gz_modules_f in /*) ;; *) continue ;; esac
		for gz_modules_f in "$gz_modules_f" "$gz_modules_f/lmod_config.lua" "$gz_modules_f/lmodrc.lua" "$gz_modules_f/modulerc" \
			"$gz_modules_f/modulerc.lua" "$gz_modules_f/admin.list" "$gz_modules_f/SitePackage.lua" "$gz_modules_f/.modulerc" \
			"$gz_modules_f/.modulerc.lua" "$gz_modules_f/.lmodrc.lua" "$gz_modules_f/../init/lmodrc.lua" "$gz_modules_f/rc" \
			"$gz_modules_f/initrc" "$gz_modules_f/siteconfig.tcl" "$gz_modules_f/etc/rc" "$gz_modules_f/etc/initrc" \
			"$gz_modules_f/etc/siteconfig.tcl"; do
			gz_at "$gz_modules_f"
			[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
			printf '%s\n' "$gz_modules_f"
			head -c 1048576 "$gz_at_is" 2>/dev/null
		done
	done
}

# Of a tree that only this node has: a word that stays the same while names, sizes and times in it do.
gz_modules_times() {
	case $(find --version 2>/dev/null) in *GNU*) ;; *) return 0 ;; esac
	command -v sha256sum >/dev/null 2>&1 || return 0
	gz_modules_sum=$({ { find -L "$gz_modules_at" -maxdepth 10 -printf '%y %m %s %T@ %C@ %i %P\n' 2>/dev/null || echo incomplete >&3; } |
		sort | sha256sum >&3; } 3>&1)
	case $gz_modules_sum in
	*incomplete*) ;;
	*) printf 'names:%s' "${gz_modules_sum%% *}" ;;
	esac
}

# --- Lmod ---------------------------------------------------------------------------------------

gz_modules_lmod() {
	if [ -z "$gz_modules_v_lmod" ]; then
		gz_part version
		gz_modules_tool modules-version 10 "$gz_modules_cmd" bash --version 2>&1
	fi
	gz_modules_asked
	[ -z "$gz_modules_elsewhere" ] && [ -n "$gz_modules_use" ] || return 0
	gz_modules_limit=$((GZ_LIMIT * 3 / 4))
	gz_modules_cache
	[ -n "$gz_modules_cached" ] || gz_modules_spider
	[ -z "$gz_modules_bad" ] || return 0
	# The spider knows no aliases; avail tells them and evaluates .modulerc files only.
	gz_modules_trust "$gz_modules_found"
	gz_part avail
	gz_modules_tool modules-avail 20 "$gz_modules_cmd" bash -t --show_hidden avail 2>&1 >/dev/null
	gz_modules_rc=$?
	gz_part avail-rc
	printf '%s\n' "$gz_modules_rc"
}

# The site's own spider cache, when Lmod would take it and it holds every tree that we may evaluate:
# spiderT.lua is not older than its timestamp file (Lmod's Cache.lua), or than a day without one.
gz_modules_cache() {
	gz_modules_cached='' gz_modules_found=''
	gz_modules_caches=$(gz_modules_tool modules-config 10 "$gz_modules_cmd" bash --config 2>&1 >/dev/null | awk '
		/^Cache Directory +Time Stamp File/ { on = 1; getline; next }
		on && /^ *$/ { exit }
		on { at = match($0, /  +\//); if (at) print substr($0, 1, at - 1) "\n" substr($0, at + RLENGTH - 1); else { sub(/ +(nil|false)$/, ""); print $0 "\n" } }')
	gz_modules_caches=$gz_modules_caches$gz_modules_nl
	while [ -n "${gz_modules_caches#"$gz_modules_nl"}" ]; do
		gz_modules_f=${gz_modules_caches%%"$gz_modules_nl"*}/spiderT.lua
		gz_modules_caches=${gz_modules_caches#*"$gz_modules_nl"}
		gz_modules_stamp=${gz_modules_caches%%"$gz_modules_nl"*}
		gz_modules_caches=${gz_modules_caches#*"$gz_modules_nl"}
		gz_at "$gz_modules_f"
		gz_modules_f=$gz_at_is
		[ -s "$gz_modules_f" ] && [ -r "$gz_modules_f" ] || continue
		gz_at "$gz_modules_stamp"
		if [ -n "$gz_modules_stamp" ] && [ -e "$gz_at_is" ]; then
			[ -z "$(find "$gz_at_is" -prune -newer "$gz_modules_f" 2>/dev/null)" ] || continue
		else
			[ -n "$(find "$gz_modules_f" -prune -mtime -1 2>/dev/null)" ] || continue
		fi
		gz_modules_found=$(sed -n 's/^  \["\(\/.*\)"\] = {$/\1/p' "$gz_modules_f" 2>/dev/null)
		gz_modules_rest=$gz_modules_use:
		while [ -n "$gz_modules_rest" ]; do
			case $gz_modules_nl$gz_modules_found$gz_modules_nl in
			*"$gz_modules_nl${gz_modules_rest%%:*}$gz_modules_nl"*) ;;
			*) continue 2 ;;
			esac
			gz_modules_rest=${gz_modules_rest#*:}
		done
		gz_modules_cached=$gz_modules_f
		gz_modules_listed=yes
		gz_part spider-cache
		cat "$gz_modules_f" 2>/dev/null
		return 0
	done
	gz_modules_found=
}

# Prints the JSON as a part (fd 5), cut into lines at each "}": Lmod prints one line of any length, and
# its JSON holds no newline of its own, so that the reader joins them again. What the capture gets: what
# the program complained (E), how it ended (R), and every tree in the output (T), hierarchies included.
gz_modules_spider() {
	gz_modules_lua=
	[ -n "$GZ_ROOT" ] || [ -x "$gz_modules_dir/spider" ] || gz_modules_lua=lua
	gz_part spider-json
	{
		gz_modules_said=$(
			exec 4>&1
			{
				{
					# shellcheck disable=SC2086
					gz_modules_tool modules-spider "$gz_modules_limit" $gz_modules_lua "$gz_modules_dir/spider" \
						-o spider-json "$gz_modules_use" 2>&1 >&3 3>&- 4>&- 5>&-
					gz_modules_rc=$?
					# awk prints a "}" when it sees what is behind it.
					echo >&3
					printf '\n@gz-rc %s\n' "$gz_modules_rc"
				} | awk '
					/^@gz-rc / { rc = $2; next }
					NF && kept < 262144 { kept += length($0) + 1; print "E " substr($0, 1, 1000); next }
					NF { more++ }
					END { if (more) print "E ... and " more " more lines"; print "R " rc }' >&4
			} 3>&1 >/dev/null | awk '
				BEGIN { RS = "}"; out = "cat >&5" }
				NR > 1 { print "}" | out }
				{
					printf "%s", $0 | out
					while (match($0, /"mpath":"([^"\\]|\\.)*"/)) {
						path = substr($0, RSTART + 9, RLENGTH - 10)
						$0 = substr($0, RSTART + RLENGTH)
						gsub(/\\\//, "/", path); gsub(/\\"/, "\"", path); gsub(/\\\\/, "\\", path)
						if (!(path in seen)) { seen[path] = 1; paths[++n] = path }
					}
				}
				END { close(out); for (i = 1; i <= n; i++) if (paths[i] !~ /\n/) print "T " paths[i] }'
		)
	} 5>&1
	gz_modules_found=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^T //p')
	gz_modules_err=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^E //p')
	gz_modules_rc=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^R //p')
	gz_part spider-err
	printf '%s' "$gz_modules_err"
	gz_modules_listed=yes
	case $gz_modules_rc in
	0) ;;
	127) [ -n "$GZ_ROOT" ] && gz_modules_listed='' || gz_modules_bad=error ;;
	124 | 137 | 143) gz_modules_bad=timeout ;;
	*) gz_modules_bad=error ;;
	esac
}

# --- Environment Modules ------------------------------------------------------------------------

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
	gz_modules_listed=yes
	case $gz_modules_rc in
	0) ;;
	127) [ -n "$GZ_ROOT" ] && gz_modules_listed='' || gz_modules_bad=error ;;
	124 | 137 | 143) gz_modules_bad=timeout ;;
	*) gz_modules_bad=error ;;
	esac
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

# --- roots --------------------------------------------------------------------------------------

# gz_modules_tree PATH: Lmod answers {} and exit 0 for a tree that is missing, so each is looked at.
gz_modules_tree() {
	gz_modules_in=no
	case $gz_modules_nl$gz_modules_first in *"$gz_modules_nl$1$gz_modules_nl"*) gz_modules_in=yes ;; esac
	gz_at "$1"
	gz_modules_at=$gz_at_is
	gz_modules_read=names
	if [ -n "$gz_modules_listed" ]; then
		case :$gz_modules_use: in *":$1:"*) gz_modules_read=evaluated ;; esac
	fi
	gz_root tree "$1" "in=$gz_modules_in" "read=$gz_modules_read"
	if [ ! -e "$gz_modules_at" ]; then
		gz_gone "$1"
	elif [ ! -d "$gz_modules_at" ]; then
		gz_end_root failed error "$1 is not a folder"
	elif [ ! -r "$gz_modules_at" ] || [ ! -x "$gz_modules_at" ]; then
		gz_end_root failed permission "$1 cannot be read by this account"
	elif [ -n "$gz_modules_elsewhere" ]; then
		gz_end_root elsewhere "$gz_modules_elsewhere"
	elif [ "$gz_modules_read$gz_modules_bad" != "$gz_modules_read" ] && [ "$gz_modules_read" = evaluated ]; then
		gz_end_root failed "$gz_modules_bad" "$gz_modules_system: ${gz_modules_err:-it ended with status $gz_modules_rc}"
	else
		gz_item ''
		if [ "$gz_modules_read" = names ]; then
			gz_part names
			gz_modules_walk names
		elif [ -n "$GZ_LOADS" ] && [ -z "$GZ_ROOT" ]; then
			gz_modules_loads "$1"
		fi
		gz_modules_hashes
		gz_modules_walk unread | while IFS= read -r gz_modules_u; do
			gz_unread permission "${gz_modules_u#u }"
		done
		gz_end_root present
	fi
}

# --- loading as a test --------------------------------------------------------------------------

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

# --- hashes -------------------------------------------------------------------------------------

# The sha256 of each modulefile of the tree, as a part: "<hex>  ./<path>". It is left out where the
# programs for it or the time are missing: a fifth of the facet's time at most, and nothing when a third of that is left.
# What is no plain file of a size that modulefiles have is not opened, since a tree may belong to anybody.
gz_modules_hashes() {
	[ -n "$GZ_TIMEOUT" ] && command -v xargs >/dev/null 2>&1 || return 0
	gz_modules_sha=
	for gz_modules_f in sha256sum 'shasum -a 256' 'openssl dgst -r -sha256'; do
		[ -n "$gz_modules_sha" ] || ! command -v "${gz_modules_f%% *}" >/dev/null 2>&1 || gz_modules_sha=$gz_modules_f
	done
	gz_clock
	gz_modules_wait=$(((${gz_began:-0} + GZ_LIMIT * 67 - ${gz_clock_is:-0}) / 100))
	[ -n "$gz_modules_sha" ] && [ -n "$gz_clock_is" ] && [ "$gz_modules_wait" -gt 0 ] || return 0
	[ "$gz_modules_wait" -le "$((GZ_LIMIT / 5 + 1))" ] || gz_modules_wait=$((GZ_LIMIT / 5 + 1))
	gz_modules_count=0
	if [ -n "$gz_pace_on" ]; then
		# As many as the limit of operations allows in that time.
		gz_modules_count=$(gz_modules_files | tr -cd '\000' | wc -c)
		[ "$gz_modules_count" -le "$((gz_modules_wait * GZ_OPS))" ] || return 0
	fi
	gz_part hashes
	# shellcheck disable=SC2086
	gz_modules_files | (cd "$gz_modules_at" && $GZ_TIMEOUT "$gz_modules_wait" xargs -0 $gz_modules_sha) 2>/dev/null
	gz_pace "$gz_modules_count"
}

# The modulefiles below gz_modules_at that are to be hashed, as "./PATH", each with a NUL behind it. A name with a newline or
# a backslash would not be told as it is. In a recorded node links are not followed: they could lead to this machine.
gz_modules_files() {
	(
		cd "$gz_modules_at" 2>/dev/null || exit 0
		gz_modules_follow=-L
		[ -z "$GZ_ROOT" ] || gz_modules_follow=-P
		$GZ_TIMEOUT "$gz_modules_wait" find "$gz_modules_follow" . -maxdepth 10 \( -name .git -o -name .svn \) -prune -o \
			-type f -size +0 -size -2049 -exec sh -c '
			nl=$1
			shift
			for p; do
				case $p in *"$nl"* | *\\*) continue ;; esac
				case ${p##*/} in
				.modulerc | .modulerc.lua | .version) continue ;;
				*.lua) ;;
				*)
					IFS= read -r l <"$p"
					case $l in "#%Module"*) ;; *) continue ;; esac
					;;
				esac
				[ ! -r "$p" ] || printf "%s\000" "$p"
			done' sh "$gz_modules_nl" {} +
	) 2>/dev/null
}

# --- names --------------------------------------------------------------------------------------

# gz_modules_walk names|unread: one line an entry, relative to gz_modules_at: "f PATH" a modulefile (by
# its .lua, or by the #%Module that both tools ask for), "d PATH LINK" what a default link says, and
# "u PATH" what cannot be read. A newline in a name becomes the byte 1.
gz_modules_walk() {
	(
		cd "$gz_modules_at" 2>/dev/null || exit 0
		# In a root folder a link could lead to this machine: only one to a file of that folder is followed.
		gz_modules_follow=-L gz_modules_type=f gz_modules_top=''
		if [ -n "$GZ_ROOT" ]; then
			gz_modules_follow=-P gz_modules_type=l
			gz_modules_top=$(readlink -f "$GZ_ROOT") || exit 0
		fi
		find "$gz_modules_follow" . -maxdepth 10 \( -name .git -o -name .svn \) -prune -o \( -type d -o -type f -o -type "$gz_modules_type" \) -exec sh -c '
			want=$1
			top=$2
			shift 2
			for p; do
				p=${p#./}
				if [ -n "$top" ] && [ -L "$p" ]; then
					in=
					case $(readlink -f "$p") in "$top"/*) in=1 ;; esac
					if [ -z "$in" ] || [ -d "$p" ]; then
						# A default is told by what the link says.
						[ "$want" = names ] || [ "${p##*/}" = default ] || printf "u %s\000" "$p"
						[ "${p##*/}" = default ] || continue
						[ "$want" = names ] && printf "d %s %s\000" "$p" "$(readlink "$p")"
						continue
					fi
				fi
				if [ ! -r "$p" ] || { [ -d "$p" ] && [ ! -x "$p" ]; }; then
					[ "$want" = names ] || printf "u %s\000" "$p"
					continue
				fi
				[ "$want" = names ] && [ -f "$p" ] || continue
				case ${p##*/} in
				.modulerc | .modulerc.lua | .version) continue ;;
				default)
					if [ -L "$p" ]; then
						printf "d %s %s\000" "$p" "$(readlink "$p")"
						continue
					fi
					;;
				*.lua)
					printf "f %s\000" "$p"
					continue
					;;
				esac
				IFS= read -r l <"$p"
				case $l in "#%Module"*) printf "f %s\000" "$p" ;; esac
			done' sh "$1" "$gz_modules_top" {} + | tr '\n\000' '\001\n' | head -n 200000
	) 2>/dev/null
}
