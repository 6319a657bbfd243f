# easybuild: software that EasyBuild installed, from the easyconfigs that it leaves with each installation
# (<prefix>/software/<name>/<version>/easybuild/*.eb). EasyBuild itself, which needs Python, is never started.

facet_easybuild() {
	gz_eb_nl='
'
	gz_eb_any='' gz_eb_seen=$gz_eb_nl
	gz_eb_sum=
	for gz_eb_program in sha256sum 'shasum -a 256' 'openssl dgst -r -sha256'; do
		[ -n "$gz_eb_sum" ] || ! command -v "${gz_eb_program%% *}" >/dev/null 2>&1 || gz_eb_sum=$gz_eb_program
	done
	gz_each_root easybuild
	gz_each_line "$gz_each_root_is" gz_eb_asked
	if [ -z "$GZ_ROOT" ]; then
		# What EasyBuild itself is told where to install (eb --help, "installpath").
		for gz_eb_named in "${EASYBUILD_INSTALLPATH_SOFTWARE:-}" "${EASYBUILD_INSTALLPATH:-}/software" \
			"${EASYBUILD_PREFIX:-}/software"; do
			case $gz_eb_named in /software) ;; /*) gz_eb_try "${gz_eb_named%/}" ;; esac
		done
	fi
	for gz_eb_base in /opt /usr/local /apps /sw /software /shared /data; do
		gz_eb_try "$gz_eb_base"
		gz_eb_try "$gz_eb_base/software"
		gz_at "$gz_eb_base"
		gz_eb_top=$gz_at_is
		for gz_eb_dir in "$gz_eb_top"/*/software "$gz_eb_top"/*/*/software; do
			[ ! -d "$gz_eb_dir" ] || gz_eb_try "$gz_eb_base${gz_eb_dir#"$gz_eb_top"}"
		done
	done
	if [ -n "$gz_eb_any" ]; then
		gz_end present
	else
		gz_end absent not-installed "no software of EasyBuild in the usual places"
	fi
}

gz_eb_asked() {
	case $1 in /*) gz_eb_root "${1%/}" ;; esac
}

# gz_eb_try PATH: a root where something in it has easyconfigs; one that was read under another name is no second one.
gz_eb_try() {
	gz_at "$1"
	for gz_eb_dir in "$gz_at_is"/*/*/easybuild; do
		[ -d "$gz_eb_dir" ] || continue
		gz_twin "${gz_eb_seen#?}" "$gz_at_is" || gz_eb_root "$1"
		return 0
	done
}

# gz_eb_root PATH: a folder "software"; it is told of when it is gone, too.
gz_eb_root() {
	case $gz_eb_seen in *"$gz_eb_nl$1$gz_eb_nl"*) return 0 ;; esac
	# Roots are told a line each, so this one could never be asked for again.
	case $1 in *"$gz_eb_nl"*) return 0 ;; esac
	gz_eb_seen=$gz_eb_seen$1$gz_eb_nl
	gz_eb_any=1
	gz_open_root software "$1" || return 0
	gz_eb_at=$gz_at_is
	if [ -z "$gz_eb_sum" ]; then
		gz_end_root failed no-program "no sha256sum, shasum or openssl"
		return 0
	fi
	! gz_elsewhere || return 0
	for gz_eb_name in "$gz_eb_at"/*; do
		gz_inside "$gz_eb_name"
		[ -d "$gz_at_is" ] || continue
		if [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; then
			gz_eb_software "${gz_eb_name##*/}" "$gz_at_is"
		else
			gz_unread permission "${gz_eb_name##*/}"
		fi
	done
	gz_end_root present
}

# gz_eb_software NAME FOLDER: all versions of one software as an item, with its easyconfigs.
gz_eb_software() {
	gz_eb_is=$1
	gz_eb_left=''
	gz_eb_here=$2
	set --
	for gz_eb_version in "$gz_eb_here"/*; do
		gz_inside "$gz_eb_version/easybuild"
		[ -d "$gz_at_is" ] || {
			[ ! -d "$gz_eb_version" ] || [ -x "$gz_eb_version" ] || gz_eb_left="$gz_eb_left${gz_eb_version##*/}$gz_eb_nl"
			continue
		}
		[ -r "$gz_at_is" ] && [ -x "$gz_at_is" ] || {
			gz_eb_left="$gz_eb_left${gz_eb_version##*/}$gz_eb_nl"
			continue
		}
		for gz_eb_file in "$gz_at_is"/*.eb; do
			gz_inside "$gz_eb_file"
			[ -f "$gz_at_is" ] || continue
			# A name with a newline would be two lines of a list, and no easyconfig has one.
			case $gz_at_is in *"$gz_eb_nl"*) continue ;; esac
			if [ -r "$gz_at_is" ]; then
				set -- "$@" "$gz_at_is"
			else
				gz_eb_left="$gz_eb_left${gz_eb_version##*/}$gz_eb_nl"
			fi
		done
	done
	gz_pace "$#"
	gz_each_line "$gz_eb_left" gz_eb_unread
	[ $# -gt 0 ] || return 0
	gz_item "$gz_eb_is"
	gz_part sums
	$gz_eb_sum "$@" 2>/dev/null
	gz_part easyconfigs
	# Of each file, "@<its path>" and the lines that name what it installs.
	awk '
	BEGIN {
		for (i = 1; i < ARGC; i++) {
			print "@" ARGV[i]
			for (count = 0; count < 5000 && (getline line < ARGV[i]) > 0; count++)
				if (line ~ /^(name|version|versionprefix|versionsuffix|toolchain)[ \t]*=/) print "=" substr(line, 1, 1000)
			close(ARGV[i])
		}
	}
	' "$@" 2>/dev/null
}

gz_eb_unread() {
	gz_unread permission "$gz_eb_is/$1"
}
