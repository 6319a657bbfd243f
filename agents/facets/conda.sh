# Facet conda: installations, their environments, and the packages in them. Only files are read:
# conda-meta/*.json, which conda, mamba and micromamba all write. None of them is ever started.

facet_conda() {
	gz_conda_any='' gz_conda_closed='' gz_conda_done='
'
	gz_conda_grep='?'
	gz_each_root conda
	gz_each_line "$gz_each_root_is" gz_conda_asked
	gz_conda_usual
	if [ -n "$gz_conda_any" ]; then
		gz_end present
	elif [ -n "$gz_conda_closed" ]; then
		gz_end failed permission "$gz_conda_closed cannot be read, and no installation was found elsewhere"
	else
		gz_end absent not-installed "no conda-meta folder in the usual places"
	fi
}

# Folders that sites put installations into, one and two levels deep; what the profile and the audit
# account's settings name, and, where homes are opted in, what users have.
gz_conda_usual() {
	for gz_conda_base in /opt /usr/local /apps /sw /software /shared /data; do
		gz_at "$gz_conda_base"
		gz_conda_top=$gz_at_is
		[ -d "$gz_conda_top" ] || continue
		if ! [ -r "$gz_conda_top" ] || ! [ -x "$gz_conda_top" ]; then
			gz_conda_closed=$gz_conda_base
			continue
		fi
		for gz_conda_found in "$gz_conda_top"/*; do
			# Every file system of type ext has the one, and containerd closes the other.
			case ${gz_conda_found##*/} in lost+found | containerd) continue ;; esac
			[ ! -d "$gz_conda_found" ] || { [ -r "$gz_conda_found" ] && [ -x "$gz_conda_found" ]; } ||
				gz_conda_closed=$gz_conda_base${gz_conda_found#"$gz_conda_top"}
		done
		for gz_conda_found in "$gz_conda_top"/*/conda-meta "$gz_conda_top"/*/*/conda-meta \
			"$gz_conda_top"/*/envs "$gz_conda_top"/*/*mamba*/envs \
			"$gz_conda_top"/*/.pixi/envs "$gz_conda_top"/*/*/.pixi/envs; do
			[ ! -d "$gz_conda_found" ] || gz_conda_try "$gz_conda_base${gz_conda_found#"$gz_conda_top"}"
		done
	done
	# The file is a line that sources the one of an installation, or a link to it, which names its program.
	gz_at /etc/profile.d/conda.sh
	[ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ] || gz_each_line "$(sed -n \
		-e 's:.*["'\'' ]\(/[^"'\'' ]*\)/etc/profile.d/conda.sh.*:\1/conda-meta:p' \
		-e 's:.*CONDA_EXE=["'\'']*\(/[^"'\'' ]*\)/bin/conda.*:\1/conda-meta:p' "$gz_at_is" 2>/dev/null)" gz_conda_try
	if [ -z "$GZ_ROOT" ]; then
		gz_conda_exe=${CONDA_EXE:-$(command -v conda 2>/dev/null)}
		case $gz_conda_exe in /*/bin/conda | /*/condabin/conda) gz_conda_try "${gz_conda_exe%/*/conda}/conda-meta" ;; esac
		[ -z "${MAMBA_ROOT_PREFIX:-}" ] || gz_conda_try "$MAMBA_ROOT_PREFIX/envs"
	fi
	[ "$GZ_HOMES" = 1 ] || return 0
	gz_conda_own=$GZ_ROOT/root
	[ -n "$GZ_ROOT" ] || [ "${HOME:-/}" = / ] || gz_conda_own=$HOME
	for gz_conda_home in "$GZ_ROOT"/home/* "$GZ_ROOT/root" "$gz_conda_own"; do
		[ -x "$gz_conda_home" ] || continue
		for gz_conda_found in "$gz_conda_home"/*conda*/conda-meta "$gz_conda_home"/*forge*/conda-meta \
			"$gz_conda_home"/micromamba/envs "$gz_conda_home"/.conda/envs \
			"$gz_conda_home"/.pixi/envs "$gz_conda_home"/*/.pixi/envs; do
			[ ! -d "$gz_conda_found" ] || gz_conda_try "${gz_conda_found#"$GZ_ROOT"}"
		done
		# conda, mamba and micromamba note there each environment that they make, a path a line.
		gz_inside "$gz_conda_home/.conda/environments.txt"
		gz_conda_found=$gz_at_is
		[ ! -f "$gz_conda_found" ] || [ ! -r "$gz_conda_found" ] ||
			gz_each_line "$(sed -n -e '/^\//s:/*$:/conda-meta:p' -e 500q "$gz_conda_found" 2>/dev/null)" gz_conda_try
	done
}

# gz_conda_try PATH/conda-meta or PATH/envs: a place that was found. An environment inside an
# installation, or beside others in a folder "envs", belongs to it.
gz_conda_try() {
	case $GZ_HOMES$1 in
	1*) ;;
	/home/* | /root/*) return 0 ;;
	"${HOME:-/}"/*) [ -n "$GZ_ROOT" ] || return 0 ;;
	esac
	gz_at "$1"
	[ -d "$gz_at_is" ] || return 0
	case $1 in
	*/conda-meta)
		gz_conda_prefix=${1%/conda-meta}
		case $gz_conda_prefix in
		*/envs/*) gz_conda_envs ;;
		esac
		;;
	*)
		gz_conda_prefix=$1/x
		# A folder of that name without any environment is none of conda's.
		for gz_conda_env in "$gz_at_is"/*/conda-meta; do
			[ -d "$gz_conda_env" ] || return 0
			break
		done
		gz_conda_envs
		;;
	esac
	gz_conda_root "$gz_conda_prefix" ''
}

# gz_conda_envs: from PREFIX/envs/NAME to PREFIX where that looks like an installation, else to PREFIX/envs:
# users and sites have folders of that name too.
gz_conda_envs() {
	gz_conda_prefix=${gz_conda_prefix%/envs/*}
	case ${gz_conda_prefix##*/} in *mamba* | *conda* | *forge*) return 0 ;; esac
	gz_at "$gz_conda_prefix"
	for gz_conda_mark in conda-meta condabin pkgs bin/conda bin/mamba bin/micromamba; do
		[ ! -e "$gz_at_is/$gz_conda_mark" ] || return 0
	done
	gz_conda_prefix=$gz_conda_prefix/envs
}

gz_conda_asked() {
	gz_conda_root "$1" asked
}

# gz_conda_root PREFIX ASKED: one root; asked ones are reported even when they are not there.
gz_conda_root() {
	gz_conda_path=${1%/}
	case $gz_conda_path in
	*"
"*)
		# Roots are told a line each, so this one could never be asked for again.
		gz_conda_closed='a folder with a newline in its name'
		return
		;;
	esac
	case $gz_conda_done in *"
$gz_conda_path
"*) return ;; esac
	gz_at "$gz_conda_path"
	gz_conda_at=$gz_at_is
	[ -n "$2" ] || ! gz_twin "${gz_conda_done#?}" "$gz_conda_at" || return 0
	gz_conda_done=$gz_conda_done$gz_conda_path'
'
	if [ ! -d "$gz_conda_at" ]; then
		[ -n "$2" ] || return 0
		gz_conda_any=1
		gz_root installation "$gz_conda_path"
		gz_gone "$gz_conda_path"
		return
	fi
	gz_conda_any=1
	gz_conda_kind=environments
	for gz_conda_mark in condabin pkgs bin/conda bin/mamba bin/micromamba envs; do
		[ ! -e "$gz_conda_at/$gz_conda_mark" ] || gz_conda_kind=installation
	done
	# A known place that is empty now was most likely an installation, and must be known again as one.
	gz_conda_bare=''
	if [ -r "$gz_conda_at" ] && [ -x "$gz_conda_at" ]; then
		gz_conda_bare=1
		for gz_conda_entry in "$gz_conda_at"/* "$gz_conda_at"/.[!.]*; do
			[ ! -e "$gz_conda_entry" ] && [ ! -L "$gz_conda_entry" ] || gz_conda_bare=''
			[ -n "$gz_conda_bare" ] || break
		done
		[ -z "$gz_conda_bare" ] || gz_conda_kind=installation
	fi
	gz_root "$gz_conda_kind" "$gz_conda_path"
	if ! [ -r "$gz_conda_at" ] || ! [ -x "$gz_conda_at" ]; then
		gz_end_root failed permission "$gz_conda_path cannot be read"
		return
	fi
	if [ -n "$gz_conda_bare" ]; then
		# A pattern that finds nothing does not tell an empty folder from one that cannot be listed.
		if ls "$gz_conda_at/" >/dev/null 2>&1; then
			gz_end_root present
		else
			gz_end_root failed error "$gz_conda_path cannot be listed"
		fi
		return
	fi
	# Of an installation in somebody's home, the owner's own settings come first.
	gz_conda_user=''
	case $GZ_HOMES$gz_conda_path in
	1/root/*) gz_conda_user=/root ;;
	1/home/*/*) gz_conda_user=${gz_conda_path%"${gz_conda_path#/home/*/}"} ;;
	esac
	if [ -n "$gz_conda_user" ]; then
		gz_at "${gz_conda_user%/}"
		gz_conda_user=$gz_at_is
	fi
	gz_conda_proof
	! gz_elsewhere "$gz_conda_proof_is" || return 0
	if [ "$gz_conda_kind" = installation ]; then
		gz_item ''
		gz_part folder
		printf '%s\n' "${gz_conda_path##*/}"
		gz_conda_licence "$gz_conda_at/LICENSE.txt"
		if [ -n "$gz_conda_user" ]; then
			gz_conda_condarcs "$gz_conda_user/.conda"
			gz_conda_condarcs "$gz_conda_user"
		fi
		gz_conda_condarcs "$gz_conda_at"
		# Of conda's SEARCH_PATH, what holds for everybody; the first of a channel's places counts.
		gz_at /var/lib/conda
		gz_conda_condarcs "$gz_at_is"
		gz_at /etc/conda
		gz_conda_condarcs "$gz_at_is"
		gz_part conda
		for gz_conda_file in "$gz_conda_at"/conda-meta/conda-[0-9]*.json "$gz_conda_at"/conda-meta/mamba-[0-9]*.json \
			"$gz_conda_at"/conda-meta/anaconda-[0-9]*.json; do
			[ ! -r "$gz_conda_file" ] || printf '%s\n' "${gz_conda_file##*/}"
		done
		gz_inside "$gz_conda_at/conda-meta"
		[ ! -d "$gz_at_is" ] || gz_conda_environment . "$gz_conda_at"
		gz_inside "$gz_conda_at/envs"
		gz_conda_each "$gz_at_is" envs/
	else
		gz_inside "$gz_conda_at/conda-meta"
		[ ! -d "$gz_at_is" ] || gz_conda_environment . "$gz_conda_at"
		gz_conda_each "$gz_conda_at" ''
	fi
	gz_end_root present
}

# Sets gz_conda_proof_is to a word that stays the same as long as nothing that is read of the open root changes: kinds, sizes
# and times of the records and of everything beside them. Empty where that cannot be told: not GNU's find, something that may
# not be read, or a link in a root folder, behind which lies what is not looked at.
gz_conda_proof() {
	gz_conda_proof_is=''
	[ -n "$GZ_ASK" ] && command -v sha256sum >/dev/null 2>&1 || return 0
	case $(find --version 2>/dev/null) in *GNU*) ;; *) return 0 ;; esac
	gz_conda_follow=-L
	[ -z "$GZ_ROOT" ] || gz_conda_follow=-P
	gz_conda_proof_is=$({ {
		gz_conda_rc=0
		set -- "$gz_conda_at"
		for gz_conda_env in "$gz_conda_at"/envs/* "$gz_conda_at"/*; do
			[ ! -d "$gz_conda_env/conda-meta" ] || set -- "$@" "$gz_conda_env"
		done
		[ ! -d "$gz_conda_at/envs" ] || set -- "$@" "$gz_conda_at/envs"
		# Locks lie beside an environment as well, and settings in the home that an installation lies in.
		for gz_conda_found in "$gz_conda_at".lock "$gz_conda_at".txt "$gz_conda_at"[.-]*lock.y*ml \
			"${gz_conda_at%/.pixi/envs*}/pixi.lock" ${gz_conda_user:+"$gz_conda_user/.condarc" "$gz_conda_user/condarc" \
			"$gz_conda_user/condarc.d" "$gz_conda_user/.conda/.condarc" "$gz_conda_user/.conda/condarc" \
			"$gz_conda_user/.conda/condarc.d"}; do
			[ ! -e "$gz_conda_found" ] || set -- "$@" "$gz_conda_found"
		done
		gz_conda_times "$@" -maxdepth 1 || gz_conda_rc=1
		for gz_conda_env; do
			shift
			for gz_conda_found in "$gz_conda_env"/conda-meta "$gz_conda_env"/condarc.d \
				"$gz_conda_env"/lib/python*/site-packages "$gz_conda_env"/lib/pypy*/site-packages "$gz_conda_env"/lib/R/library; do
				[ ! -d "$gz_conda_found" ] || set -- "$@" "$gz_conda_found"
			done
		done
		for gz_conda_found in /etc/conda /var/lib/conda; do
			gz_at "$gz_conda_found"
			[ ! -d "$gz_at_is" ] || set -- "$@" "$gz_at_is"
		done
		# Of what is installed, its records are read, and R's descriptions.
		[ $# -eq 0 ] || gz_conda_times "$@" -maxdepth 2 -path '*/site-packages/*' -type d ! -name '*-info' ! -name '*.egg' \
			-prune -o || gz_conda_rc=1
		printf 'rc %s\n' "$gz_conda_rc"
	} | { awk '/^l/ { link = 1 } { last = $0; print } END { exit link || last != "rc 0" }' || echo incomplete >&3; } |
		sort | sha256sum >&3; } 3>&1)
	case $gz_conda_proof_is in
	*incomplete*) gz_conda_proof_is='' ;;
	*) gz_conda_proof_is=names:${gz_conda_proof_is%% *} ;;
	esac
}

# gz_conda_times PLACE ... [TEST ...]: a line each of kind, size, times, inode and name.
gz_conda_times() {
	find "$gz_conda_follow" "$@" -printf '%y %s %T@ %C@ %i %p\n' 2>/dev/null
}

# gz_conda_licence FILE: its first lines, in which installers name themselves.
gz_conda_licence() {
	gz_inside "$1"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	gz_part licence
	head -c 65536 "$gz_at_is" 2>/dev/null | head -n 5
}

# gz_conda_condarcs FOLDER: of its settings the list of channels, and nothing else, as proxies and upload
# keys may hold secrets. Later files of condarc.d count more; so does condarc.d than the files beside it.
gz_conda_condarcs() {
	for gz_conda_rc in "$1"/condarc.d/*.yml "$1"/condarc.d/*.yaml "$1/condarc" "$1/.condarc"; do
		gz_inside "$gz_conda_rc"
		[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || continue
		gz_part condarc
		head -c 262144 "$gz_at_is" 2>/dev/null | awk "$GZ_CONDA_CLEAN"'
		NR > 1000 { exit }
		/^[A-Za-z_"\047]/ { on = /^["\047]?channels["\047]?[ \t]*:/ }
		on && !/^[ \t]*#/ { sub(/[ \t]#.*/, ""); print clean($0) }
		'
	done
}
