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

# gz_conda_each FOLDER PREFIX: the environments in a folder. A folder that may not be entered is one
# that could not be read; one without conda-meta is none.
gz_conda_each() {
	[ -d "$1" ] || return 0
	if ! [ -r "$1" ] || ! [ -x "$1" ]; then
		gz_unread permission "${2%/}"
		return
	fi
	for gz_conda_env in "$1"/*; do
		gz_conda_to=$gz_conda_env
		if [ -n "$GZ_ROOT" ] && [ -L "$gz_conda_env" ]; then
			gz_at "${gz_conda_env#"$GZ_ROOT"}"
			gz_conda_to=$gz_at_is
		fi
		if [ ! -e "$gz_conda_to" ]; then
			# A link to nowhere: what it means may lie on a file system that is not mounted now.
			[ ! -L "$gz_conda_env" ] || gz_unread vanished "$2${gz_conda_env##*/}"
		elif [ ! -d "$gz_conda_to" ]; then
			continue
		elif ! [ -x "$gz_conda_to" ]; then
			gz_unread permission "$2${gz_conda_env##*/}"
		else
			gz_inside "$gz_conda_to/conda-meta"
			[ ! -d "$gz_at_is" ] || gz_conda_environment "$2${gz_conda_env##*/}" "$gz_conda_to"
		fi
	done
}

# gz_conda_environment NAME FOLDER: one environment, as its packages and how it came to be.
gz_conda_environment() {
	gz_conda_is=''
	gz_inside "$2/conda-meta"
	gz_conda_count "$gz_at_is"/*
	gz_conda_packages "$@"
	[ -z "$gz_conda_is" ] || gz_conda_made "$@"
}

# gz_conda_count FILE ...: they are about to be opened.
gz_conda_count() {
	gz_pace "$#"
}

# gz_conda_packages NAME FOLDER: the records of one environment as one part, and what else is installed in it.
gz_conda_packages() {
	gz_inside "$2/conda-meta"
	gz_conda_meta=$gz_at_is
	if ! [ -r "$gz_conda_meta" ] || ! [ -x "$gz_conda_meta" ]; then
		gz_unread permission "$1"
		return
	fi
	# conda takes a folder for an environment by its history. Without it and without a record, this is
	# what is left of one: nobody can say any more what was in it.
	gz_conda_left=''
	for gz_conda_record in "$gz_conda_meta"/*.json "$gz_conda_meta/history"; do
		[ ! -e "$gz_conda_record" ] && [ ! -L "$gz_conda_record" ] || gz_conda_left=1
		[ -z "$gz_conda_left" ] || break
	done
	if [ -z "$gz_conda_left" ]; then
		gz_unread corrupt "$1"
		return
	fi
	gz_conda_is=1
	gz_item "$1"
	gz_part records
	# No record is over 64 MB, and of a file without line ends awk would hold the whole.
	gz_conda_big=$(find -L "$gz_conda_meta" -maxdepth 1 -name '*.json' -size +131072 2>/dev/null)
	gz_conda_files
	gz_part pip
	gz_inside "$2/lib"
	gz_conda_libs=$gz_at_is
	if [ -d "$gz_conda_libs" ] && ! { [ -r "$gz_conda_libs" ] && [ -x "$gz_conda_libs" ]; }; then
		gz_unread permission "$1/lib"
		return
	fi
	for gz_conda_lib in "$gz_conda_libs"/python* "$gz_conda_libs"/pypy*; do
		# python3.1 is a link to python3.10 where a tool cut its version short.
		[ -d "$gz_conda_lib" ] && [ ! -L "$gz_conda_lib" ] || continue
		gz_inside "$gz_conda_lib/site-packages"
		gz_conda_site=$gz_at_is
		if [ ! -x "$gz_conda_lib" ]; then
			gz_unread permission "$1/lib/${gz_conda_lib##*/}"
		elif [ -d "$gz_conda_site" ] && ! { [ -r "$gz_conda_site" ] && [ -x "$gz_conda_site" ]; }; then
			gz_unread permission "$1/lib/${gz_conda_lib##*/}/site-packages"
		else
			gz_conda_pip "$gz_conda_site"
		fi
	done
	gz_inside "$gz_conda_libs/R/library"
	[ ! -d "$gz_at_is" ] || gz_conda_r "$1" "$gz_at_is"
}

# gz_conda_r NAME FOLDER: the packages in R's library, a line each of folder, version and priority, which is base for
# those of R itself (Writing R Extensions, "The DESCRIPTION file"). Only plain files are opened, and in a root folder
# none by a link; none is over 1 MB, and of a file without line ends awk would hold the whole.
gz_conda_r() {
	if ! [ -r "$2" ] || ! [ -x "$2" ]; then
		gz_unread permission "$1/lib/R/library"
		return
	fi
	gz_conda_name=$1
	gz_conda_library=$2
	gz_conda_big=$(find -L "$2" -maxdepth 2 -name DESCRIPTION -size +2048 2>/dev/null)
	set --
	for gz_conda_file in "$gz_conda_library"/*/DESCRIPTION; do
		gz_inside "$gz_conda_file"
		[ -f "$gz_conda_file" ] && [ "$gz_at_is" = "$gz_conda_file" ] || continue
		gz_conda_why=''
		[ -r "$gz_conda_file" ] || gz_conda_why=permission
		[ -z "$gz_conda_big" ] || [ -z "$(find -L "$gz_conda_file" -prune -size +2048 2>/dev/null)" ] ||
			gz_conda_why=corrupt
		if [ -n "$gz_conda_why" ]; then
			gz_conda_file=${gz_conda_file%/DESCRIPTION}
			gz_unread "$gz_conda_why" "$gz_conda_name/lib/R/library/${gz_conda_file##*/}"
			continue
		fi
		set -- "$@" "$gz_conda_file"
		[ $# -ge 400 ] || continue
		gz_conda_descriptions "$@"
		set --
	done
	[ $# -eq 0 ] || gz_conda_descriptions "$@"
}

# gz_conda_descriptions FILE ...: as many as one command line takes.
gz_conda_descriptions() {
	gz_part r
	awk '
	BEGIN {
		for (i = 1; i < ARGC; i++) {
			file = ARGV[i]
			version = priority = ""
			for (count = 0; count < 2000 && (getline line < file) > 0; count++) {
				if (line ~ /^Version:/) { version = line; sub(/^Version:[ \t]*/, "", version) }
				else if (line ~ /^Priority:/) { priority = line; sub(/^Priority:[ \t]*/, "", priority) }
			}
			close(file)
			sub(/\/DESCRIPTION$/, "", file)
			sub(/.*\//, "", file)
			if (file !~ /[\n\t]/) print file "\t" substr(version, 1, 200) "\t" substr(priority, 1, 200)
		}
	}
	' "$@" 2>/dev/null
}

# gz_conda_made NAME FOLDER: how an environment came to be, as an item of its own, since environments with the
# same packages are one document wherever they lie: whose it is, what was asked for, what is pinned, and locks that
# lie with it.
gz_conda_made() {
	gz_item "$1/conda-meta"
	gz_part owner
	gz_conda_owner "$2"
	gz_inside "$gz_conda_meta/history"
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_part history
		# Of the commands only what they asked for: they may hold passwords of channels.
		awk "$GZ_CONDA_CLEAN"'
		/^==> / || /^# [a-z]+ specs?:/ { print substr(clean($0), 1, 65536) }
		' "$gz_at_is" 2>/dev/null | head -c 1048576
	elif [ -e "$gz_at_is" ]; then
		gz_unread permission "$1/conda-meta/history"
	fi
	gz_inside "$gz_conda_meta/pinned"
	if [ -f "$gz_at_is" ] && [ -r "$gz_at_is" ]; then
		gz_part pinned
		# Of comments nobody knows what they hold.
		head -c 65536 "$gz_at_is" 2>/dev/null | awk "$GZ_CONDA_CLEAN"'!/^[ \t]*#/ { print clean($0) }'
	elif [ -e "$gz_at_is" ]; then
		gz_unread permission "$1/conda-meta/pinned"
	fi
	[ "$1" = . ] || gz_conda_condarcs "$2"
	gz_conda_locked=''
	for gz_conda_lock in "$2"/*.lock "$2"/*lock.y*ml "$2"/*lock.json "$2"/*.txt \
		"$2".lock "$2".txt "$2"[.-]*lock.y*ml "${2%/.pixi/envs/*}/pixi.lock"; do
		[ -f "$gz_conda_lock" ] || continue
		gz_inside "$gz_conda_lock"
		[ -f "$gz_at_is" ] || continue
		case ${gz_conda_lock##*/} in
		*"
"*) continue ;;
		*.txt) grep -q '^@EXPLICIT' "$gz_at_is" 2>/dev/null || continue ;;
		esac
		# The lock of a workspace with many platforms has some megabytes.
		[ -z "$(find -L "$gz_at_is" -prune -size +8192 2>/dev/null)" ] || continue
		gz_conda_locked=1
		gz_part lock
		printf '%s\n' "${gz_conda_lock##*/}"
		# Without its text it is one that could not be read.
		[ ! -r "$gz_at_is" ] || awk "$GZ_CONDA_CLEAN"'{ print clean($0) }' "$gz_at_is" 2>/dev/null
	done
	[ -n "$gz_conda_locked" ] || return 0
	# What a lock is compared with.
	gz_part installed
	for gz_conda_record in "$gz_conda_meta"/*.json; do
		case $gz_conda_record in *"
"*) continue ;; esac
		[ ! -e "$gz_conda_record" ] || printf '%s\n' "${gz_conda_record##*/}"
	done
}

# gz_conda_owner FOLDER: the account that it belongs to. In a root folder accounts are those of that folder.
gz_conda_owner() {
	gz_conda_flags=-ldL
	[ -z "$GZ_ROOT" ] || gz_conda_flags=-ldLn
	# shellcheck disable=SC2012
	gz_conda_whose=$(ls $gz_conda_flags "$1" 2>/dev/null | {
		# shellcheck disable=SC2034
		read -r gz_m gz_n gz_o gz_rest
		printf '%s' "$gz_o"
	})
	if [ -z "$GZ_ROOT" ]; then
		printf '%s' "$gz_conda_whose"
		return
	fi
	gz_at /etc/passwd
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 0
	awk -F: -v uid="$gz_conda_whose" '$3 == uid { printf "%s", $1; exit }' "$gz_at_is" 2>/dev/null
}

# What leaves a node of addresses: neither tokens in their paths and queries nor passwords, however JSON writes a slash
# (RFC 8259, section 7).
GZ_CONDA_CLEAN='
function clean(line) {
	gsub(/\\\/|\\u002[fF]/, "/", line)
	gsub(/[?&][A-Za-z_.-]+=[^"\047\\ #,\]]*/, "", line)
	gsub(/\/t\/[^\/"\047 ]+/, "", line)
	gsub(/:\/\/[^\/"]*@/, "://", line)
	return line
}
'

# gz_conda_files: the records in gz_conda_meta, as many at once as one command line takes.
gz_conda_files() {
	set -- "$gz_conda_meta"/*.json
	gz_conda_odd=$gz_conda_big
	[ $# -le 400 ] || gz_conda_odd=1
	for gz_conda_record in "$@"; do
		[ -f "$gz_conda_record" ] && [ -r "$gz_conda_record" ] || gz_conda_odd=1
		[ -z "$GZ_ROOT" ] || [ ! -L "$gz_conda_record" ] || gz_conda_odd=1
		[ -z "$gz_conda_odd" ] || break
	done
	if [ -z "$gz_conda_odd" ]; then
		gz_conda_records "$@"
		return
	fi
	set --
	gz_conda_count=0
	for gz_conda_record in "$gz_conda_meta"/*.json; do
		if [ -n "$GZ_ROOT" ] && [ -L "$gz_conda_record" ]; then
			gz_inside "$gz_conda_record"
			if [ ! -e "$gz_at_is" ]; then
				# It may lead to a file of this machine.
				gz_conda_name=${gz_conda_record##*/}
				case $gz_conda_name in *"
"*) gz_conda_name=? ;; esac
				printf '@%s\n!vanished\n' "$gz_conda_name"
				continue
			fi
			gz_conda_record=$gz_at_is
		fi
		if [ -n "$gz_conda_big" ] && [ -n "$(find -L "$gz_conda_record" -prune -size +131072 2>/dev/null)" ]; then
			gz_conda_name=${gz_conda_record##*/}
			case $gz_conda_name in *"
"*) gz_conda_name=? ;; esac
			printf '@%s\n!truncated\n' "$gz_conda_name"
		elif [ -f "$gz_conda_record" ] && [ -r "$gz_conda_record" ]; then
			set -- "$@" "$gz_conda_record"
			gz_conda_count=$((gz_conda_count + 1))
		elif [ -f "$gz_conda_record" ] || { [ -L "$gz_conda_record" ] && [ ! -e "$gz_conda_record" ]; }; then
			gz_conda_name=${gz_conda_record##*/}
			case $gz_conda_name in *"
"*) gz_conda_name=? ;; esac
			gz_conda_why=vanished
			[ ! -f "$gz_conda_record" ] || gz_conda_why=permission
			printf '@%s\n!%s\n' "$gz_conda_name" "$gz_conda_why"
		fi
		if [ "$gz_conda_count" -ge 400 ]; then
			gz_conda_records "$@"
			set --
			gz_conda_count=0
		fi
	done
	[ "$gz_conda_count" -eq 0 ] || gz_conda_records "$@"
}

# gz_conda_pip FOLDER: names of what was installed there, without what conda says that it installed.
gz_conda_pip() {
	for gz_conda_dist in "$1"/*.dist-info "$1"/*.egg-info "$1"/*.egg "$1"/*.egg-link; do
		[ -e "$gz_conda_dist" ] || continue
		case $gz_conda_dist in *"
"*) continue ;; esac
		gz_conda_by=''
		gz_inside "$gz_conda_dist/INSTALLER"
		[ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ] || read -r gz_conda_by 2>/dev/null <"$gz_at_is" || :
		[ "$gz_conda_by" = conda ] || printf '%s\n' "${gz_conda_dist##*/}"
	done
}

# gz_conda_records FILE ...: for each file a line "@<file name>", then "=<line>" for the
# top-level lines that matter of a record with a key per line, and "+<folder>" for what it says that it left
# in site-packages, "+R/<package>" in the library of R; "*" and what it asks of the machine: "*d <specification>" of what
# it depends on, "*c" of what it constrains; or ">" and the whole text of one that is written otherwise. "!truncated" when its end is
# missing, "!unreadable" when it could not be read, so that a file which goes away meanwhile loses only
# itself. Access tokens stay on the node.
#
# Most of a record is a list of files, which grep passes over many times as fast as awk. It prints the lines
# that may matter and whatever stands at the margin. Where these are not one { first, one } last and keys
# between, or where a name cannot be told from what follows it, awk reads that file itself.
gz_conda_records() {
	# Only GNU's looks for all patterns at once; others are slower at it than awk alone.
	[ "$gz_conda_grep" != '?' ] || case $(grep --version 2>/dev/null) in *GNU*) gz_conda_grep=1 ;; *) gz_conda_grep='' ;; esac
	if [ -n "$gz_conda_grep" ]; then
		grep -aHE "$GZ_CONDA_LINES" -- "$@" 2>/dev/null
	fi | awk "$GZ_CONDA_AWK" "$@" 2>/dev/null || printf '@?\n!unreadable\n'
}

GZ_CONDA_LINES='^[^ 	]|^[ 	]{1,4}"(name|version|build|build_string|subdir|channel|url|sha256|md5|fn|schannel|depends|constrains)"[ 	]*:|^[ 	]+"__[a-z]|^[ 	]{1,4}\]|/site-packages/[^/"]+\.(dist-info|egg-info|egg)[/"]|/R/library/[^/"]+/DESCRIPTION"'

GZ_CONDA_AWK=$GZ_CONDA_CLEAN'
function head(file) {
	sub(/.*\//, "", file)
	gsub(/\n/, "?", file)
	print "@" file
}
function matters(line) {
	return line ~ /^[ \t]+"(name|version|build|build_string|subdir|channel|url|sha256|md5|fn|schannel)"[ \t]*:/
}
# The list of specifications that a key begins; '' for every other.
function listed(line) {
	return line ~ /^[ \t]+"depends"[ \t]*:/ ? "d" : line ~ /^[ \t]+"constrains"[ \t]*:/ ? "c" : ""
}
# Prints the virtual packages in a line of such a list (conda, "Managing virtual packages").
function asks(line, list) {
	while (match(line, /"__(glibc|musl|cuda|cuda_arch|archspec|linux|unix|osx|win)[ <>=!][^"]*"|"__(glibc|musl|cuda|cuda_arch|archspec|linux|unix|osx|win)"/)) {
		print "*" list " " clean(substr(line, RSTART + 1, RLENGTH - 2))
		line = substr(line, RSTART + RLENGTH)
	}
}
# Sets found to the folder in site-packages that a line names, or to R/ and the package in the library of R.
function names(line) {
	if (index(line, "/R/library/") && match(line, /\/R\/library\/[^\/"]+\/DESCRIPTION"/)) {
		found = "R/" substr(line, RSTART + 11, RLENGTH - 24)
		return 1
	}
	# Most lines are deep inside a list of files, and a regular expression costs most.
	if (!(index(line, "-info/") || index(line, ".egg"))) return 0
	if (!match(line, /\/site-packages\/[^\/"]+\.(dist-info|egg-info|egg)[\/"]/)) return 0
	found = substr(line, RSTART + 15, RLENGTH - 16)
	return 1
}
function whole_file(file,    line, state, count, whole, width, size, indent, last, left, list) {
	head(file)
	print "*"
	while ((state = (getline line < file)) > 0) {
		if ((size += length(line) + 1) > 67108864) { last = ""; break }
		if (++count == 1) whole = line !~ /^\{[ \t\r]*$/
		if (line != "") last = line
		if (whole) { print ">" clean(line); continue }
		if (!width && count > 1 && match(line, /^[ \t]+"/)) {
			indent = substr(line, 1, RLENGTH)
			width = RLENGTH
		}
		if (width && substr(line, 1, width) == indent) {
			list = listed(line)
			if (matters(line)) print "=" clean(line)
			else if (list != "") asks(line, list)
		} else if (list != "" && index(line, "\"__")) asks(line, list)
		else if (names(line)) {
			if (found != left) print "+" found
			left = found
		}
	}
	close(file)
	if (state < 0) print "!unreadable"
	# The last brace of a record with a key per line stands at the margin, as its first does.
	else if (whole ? last !~ /\}[ \t\r]*$/ : last !~ /^\}[ \t\r]*$/) print "!truncated"
}
# What grep printed of a file, when it is all there; else the file.
function finish(file,    i, left, list) {
	if (margin != 2 || !ended || !keys) whole_file(file)
	else {
		head(file)
		print "*"
		list = ""
		for (i = 1; i <= kept; i++) {
			if (line_of[i] ~ /^[ \t]+\]/) {
				list = ""
				continue
			}
			if (match(line_of[i], /^[ \t]+"/) && RLENGTH == width) {
				list = listed(line_of[i])
				if (list != "") asks(line_of[i], list)
			}
			if (RLENGTH == width && matters(line_of[i])) print "=" clean(line_of[i])
			else if (RLENGTH > width && list != "" && index(line_of[i], "\"__")) asks(line_of[i], list)
			else if (names(line_of[i])) {
				if (found != left) print "+" found
				left = found
			}
		}
	}
	kept = margin = ended = keys = width = 0
}
BEGIN {
	for (files = 1; files < ARGC; files++) file_of[files] = ARGV[files]
	ARGC = 1
	at = 1
}
{
	while (at < files && index($0, file_of[at] ":") != 1) finish(file_of[at++])
	if (at == files) exit
	line = substr($0, length(file_of[at]) + 2)
	if (line !~ /^[ \t]/) {
		margin++
		if (margin == 1 && line !~ /^\{[ \t\r]*$/) margin = 9
		ended = line ~ /^\}[ \t\r]*$/
		next
	}
	line_of[++kept] = line
	ended = 0
	if (matters(line)) {
		match(line, /^[ \t]+"/)
		if (!keys++ || RLENGTH < width) width = RLENGTH
	}
}
END { while (at < files) finish(file_of[at++]) }
'
