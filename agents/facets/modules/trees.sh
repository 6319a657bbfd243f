# Which trees there are, who may change them, and whether they are still as they were.

# gz_modules_judge: whether the trees were listed, by the status in gz_modules_rc. A recorded node may have no recording of it.
gz_modules_judge() {
	gz_modules_listed=yes
	case $gz_modules_rc in
	0) ;;
	127) [ -n "$GZ_ROOT" ] && gz_modules_listed='' || gz_modules_bad=error ;;
	124 | 137 | 143) gz_modules_bad=timeout ;;
	*) gz_modules_bad=error ;;
	esac
}

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
	[ -n "$GZ_ROOT" ] || return 0
	gz_said modules-untrusted 1 :
	gz_modules_untrusted=$gz_said_is
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
