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
		! gz_said modules-arch 5 uname -m || printf '%s\n' "$gz_said_is"
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
