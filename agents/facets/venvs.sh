# venvs: virtual environments of Python (venv, virtualenv, uv, pipx), which carry pyvenv.cfg (PEP 405), and the names of
# what is installed in them. Only names and that file are read; no Python is started.

facet_venvs() {
	gz_venvs_nl='
'
	gz_venvs_any='' gz_venvs_seen=$gz_venvs_nl
	gz_each_root venvs
	gz_each_line "$gz_each_root_is" gz_venvs_asked
	for gz_venvs_base in /opt /usr/local /apps /sw /software /shared /data /srv; do
		gz_venvs_try "$gz_venvs_base"
		gz_at "$gz_venvs_base"
		gz_venvs_top=$gz_at_is
		for gz_venvs_dir in "$gz_venvs_top"/*; do
			[ ! -d "$gz_venvs_dir" ] || gz_venvs_try "$gz_venvs_base${gz_venvs_dir#"$gz_venvs_top"}"
		done
	done
	[ "$GZ_HOMES" != 1 ] || gz_venvs_homes
	if [ -n "$gz_venvs_any" ]; then
		gz_end present
	else
		gz_end absent not-installed "no virtual environment in the usual places"
	fi
}

# Where people and their programs make them: virtualenvwrapper, pipx, uv, and beside their projects.
gz_venvs_homes() {
	gz_venvs_own=$GZ_ROOT/root
	[ -n "$GZ_ROOT" ] || [ "${HOME:-/}" = / ] || gz_venvs_own=$HOME
	for gz_venvs_home in "$GZ_ROOT"/home/* "$GZ_ROOT/root" "$gz_venvs_own"; do
		[ -d "$gz_venvs_home" ] && [ -x "$gz_venvs_home" ] || continue
		for gz_venvs_dir in "$gz_venvs_home" "$gz_venvs_home/.virtualenvs" "$gz_venvs_home/.venvs" \
			"$gz_venvs_home/.local/share/pipx/venvs" "$gz_venvs_home/.local/pipx/venvs" \
			"$gz_venvs_home/.local/share/uv/tools" "$gz_venvs_home"/*; do
			gz_venvs_try "${gz_venvs_dir#"$GZ_ROOT"}"
		done
	done
}

gz_venvs_asked() {
	case $1 in /*) gz_venvs_root "${1%/}" ;; esac
}

# gz_venvs_try PATH: a root where there is an environment in it; one that is an environment itself belongs to the
# folder above, and one that was read under another name is no second root.
gz_venvs_try() {
	gz_at "$1"
	[ ! -f "$gz_at_is/pyvenv.cfg" ] || return 0
	for gz_venvs_cfg in "$gz_at_is"/*/pyvenv.cfg "$gz_at_is/.venv/pyvenv.cfg"; do
		[ -f "$gz_venvs_cfg" ] || continue
		gz_twin "${gz_venvs_seen#?}" "$gz_at_is" || gz_venvs_root "$1"
		return 0
	done
}

# gz_venvs_root PATH: a folder of environments, or one environment; it is told of when it is gone, too.
gz_venvs_root() {
	case $gz_venvs_seen in *"$gz_venvs_nl$1$gz_venvs_nl"*) return 0 ;; esac
	# Roots are told a line each, so this one could never be asked for again.
	case $1 in *"$gz_venvs_nl"*) return 0 ;; esac
	gz_venvs_seen=$gz_venvs_seen$1$gz_venvs_nl
	gz_venvs_any=1
	gz_open_root environments "$1" || return 0
	gz_venvs_at=$gz_at_is
	! gz_elsewhere || return 0
	if [ -f "$gz_venvs_at/pyvenv.cfg" ]; then
		gz_venvs_environment . "$gz_venvs_at"
	else
		for gz_venvs_env in "$gz_venvs_at"/* "$gz_venvs_at/.venv"; do
			gz_inside "$gz_venvs_env"
			gz_venvs_to=$gz_at_is
			case ${gz_venvs_env##*/} in lost+found | containerd) continue ;; esac
			if [ -L "$gz_venvs_env" ] && [ ! -e "$gz_venvs_to" ]; then
				# It may lead to a file system that is not mounted now.
				gz_unread vanished "${gz_venvs_env##*/}"
			elif [ -d "$gz_venvs_to" ] && [ ! -x "$gz_venvs_to" ]; then
				gz_unread permission "${gz_venvs_env##*/}"
			elif [ -f "$gz_venvs_to/pyvenv.cfg" ]; then
				gz_venvs_environment "${gz_venvs_env##*/}" "$gz_venvs_to"
			fi
		done
	fi
	gz_end_root present
}

# gz_venvs_environment NAME FOLDER
gz_venvs_environment() {
	gz_inside "$2/pyvenv.cfg"
	if [ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ]; then
		gz_unread permission "$1"
		return 0
	fi
	gz_item "$1"
	gz_part cfg
	head -c 65536 "$gz_at_is" 2>/dev/null |
		awk '/^[ \t]*(home|include-system-site-packages|version|version_info|uv|virtualenv)[ \t]*=/ && length($0) < 4096'
	# A module or an upgrade that took its Python away leaves an environment that starts nothing.
	gz_part interpreter
	gz_inside "$2/bin/python"
	if [ -e "$gz_at_is" ]; then echo yes; else echo no; fi
	gz_part packages
	gz_venvs_unread=''
	for gz_venvs_lib in "$2"/lib/python*/site-packages "$2"/lib/pypy*/site-packages \
		"$2"/lib64/python*/site-packages "$2/site-packages"; do
		case $gz_venvs_lib in "$2"/lib64/*) [ ! -L "$2/lib64" ] || continue ;; esac
		gz_inside "$gz_venvs_lib"
		gz_venvs_lib=$gz_at_is
		[ -d "$gz_venvs_lib" ] || continue
		if ! [ -r "$gz_venvs_lib" ] || ! [ -x "$gz_venvs_lib" ]; then
			gz_venvs_unread=1
			continue
		fi
		for gz_venvs_dist in "$gz_venvs_lib"/*.dist-info "$gz_venvs_lib"/*.egg-info "$gz_venvs_lib"/*.egg \
			"$gz_venvs_lib"/*.egg-link; do
			[ -e "$gz_venvs_dist" ] || continue
			case $gz_venvs_dist in *"$gz_venvs_nl"*) continue ;; esac
			printf '%s\n' "${gz_venvs_dist##*/}"
		done
	done
	for gz_venvs_lib in "$2/lib" "$2"/lib/python*; do
		[ ! -d "$gz_venvs_lib" ] || [ -x "$gz_venvs_lib" ] || gz_venvs_unread=1
	done
	[ -z "$gz_venvs_unread" ] || gz_unread permission "$1/lib"
}
