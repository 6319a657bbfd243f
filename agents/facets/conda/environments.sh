# The environments of an installation: what is in each, who made it and how.

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
