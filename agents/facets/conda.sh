# Facet conda: installations, their environments, and the packages in them. Only files are read:
# conda-meta/*.json, which conda, mamba and micromamba all write. None of them is ever started.

facet_conda() {
	gz_conda_any='' gz_conda_closed='' gz_conda_done='
'
	gz_conda_list "$(gz_each_root conda)" gz_conda_asked
	gz_conda_usual
	if [ -n "$gz_conda_any" ]; then
		gz_end present
	elif [ -n "$gz_conda_closed" ]; then
		gz_end failed permission "$gz_conda_closed cannot be read, and no installation was found elsewhere"
	else
		gz_end absent not-installed "no conda-meta folder in the usual places"
	fi
}

# gz_conda_list LINES FUNCTION: calls FUNCTION with each line.
gz_conda_list() {
	gz_conda_rest=$1
	while [ -n "$gz_conda_rest" ]; do
		gz_conda_line=${gz_conda_rest%%"
"*}
		case $gz_conda_rest in
		*"
"*) gz_conda_rest=${gz_conda_rest#*"
"} ;;
		*) gz_conda_rest='' ;;
		esac
		[ -z "$gz_conda_line" ] || "$2" "$gz_conda_line"
	done
}

# Folders that sites put installations into, one and two levels deep; what PATH, profile scripts and,
# where homes are opted in, the users' own lists name.
gz_conda_usual() {
	for gz_conda_base in /opt /usr/local /apps /sw /software /shared /data; do
		gz_at "$gz_conda_base"
		[ -d "$gz_at_is" ] || continue
		if ! [ -r "$gz_at_is" ] || ! [ -x "$gz_at_is" ]; then
			gz_conda_closed=$gz_conda_base
			continue
		fi
		for gz_conda_meta in "$gz_at_is"/*/conda-meta "$gz_at_is"/*conda*/*/conda-meta "$gz_at_is"/*forge*/*/conda-meta \
			"$gz_at_is"/*mamba*/*/conda-meta "$gz_at_is"/*/*conda*/conda-meta "$gz_at_is"/*/*forge*/conda-meta; do
			[ ! -d "$gz_conda_meta" ] || gz_conda_try "$gz_conda_base${gz_conda_meta#"$gz_at_is"}"
			gz_at "$gz_conda_base"
		done
		for gz_conda_meta in "$gz_at_is"/*/envs "$gz_at_is"/*/*mamba*/envs; do
			for gz_conda_env in "$gz_conda_meta"/*/conda-meta; do
				[ ! -d "$gz_conda_env" ] || gz_conda_try "$gz_conda_base${gz_conda_meta#"$gz_at_is"}"
				break
			done
			gz_at "$gz_conda_base"
		done
	done
	gz_at /etc/profile.d/conda.sh
	[ ! -r "$gz_at_is" ] || gz_conda_list "$(sed -n 's:.*["'\'' ]\(/[^"'\'' ]*\)/etc/profile.d/conda.sh.*:\1/conda-meta:p' "$gz_at_is" 2>/dev/null)" gz_conda_try
	if [ -z "$GZ_ROOT" ]; then
		gz_conda_exe=${CONDA_EXE:-$(command -v conda 2>/dev/null)}
		case $gz_conda_exe in /*/bin/conda | /*/condabin/conda) gz_conda_try "${gz_conda_exe%/*/conda}/conda-meta" ;; esac
	fi
	[ "$GZ_HOMES" = 1 ] || return 0
	for gz_conda_meta in "$GZ_ROOT"/home/*/*conda*/conda-meta "$GZ_ROOT"/home/*/*forge*/conda-meta "$GZ_ROOT"/home/*/micromamba/envs \
		"$GZ_ROOT"/root/*conda*/conda-meta "$GZ_ROOT"/root/*forge*/conda-meta; do
		[ ! -d "$gz_conda_meta" ] || gz_conda_try "${gz_conda_meta#"$GZ_ROOT"}"
	done
}

# gz_conda_try PATH/conda-meta or PATH/envs: a place that was found. An environment inside an
# installation belongs to it.
gz_conda_try() {
	gz_conda_prefix=${1%/conda-meta}
	gz_conda_prefix=${gz_conda_prefix%/envs}
	case $gz_conda_prefix in
	*/envs/*) gz_conda_prefix=${gz_conda_prefix%/envs/*} ;;
	esac
	gz_conda_root "$gz_conda_prefix" ''
}

gz_conda_asked() {
	gz_conda_root "$1" asked
}

# gz_conda_root PREFIX ASKED: one root; asked ones are reported even when they are not there.
gz_conda_root() {
	gz_conda_path=${1%/}
	case $gz_conda_path in
	*"
"*) return ;;
	esac
	case $gz_conda_done in *"
$gz_conda_path
"*) return ;; esac
	gz_conda_done=$gz_conda_done$gz_conda_path'
'
	gz_at "$gz_conda_path"
	gz_conda_at=$gz_at_is
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
	gz_root "$gz_conda_kind" "$gz_conda_path"
	if ! [ -r "$gz_conda_at" ] || ! [ -x "$gz_conda_at" ]; then
		gz_end_root failed permission "$gz_conda_path cannot be read"
		return
	fi
	if [ "$gz_conda_kind" = installation ]; then
		gz_item ''
		gz_part folder
		printf '%s\n' "${gz_conda_path##*/}"
		gz_conda_file licence "$gz_conda_at/LICENSE.txt" 5
		gz_conda_file condarc "$gz_conda_at/.condarc" 200
		gz_at /etc/conda/.condarc
		gz_conda_file condarc "$gz_at_is" 200
		gz_part conda
		for gz_conda_file in "$gz_conda_at"/conda-meta/conda-[0-9]*.json "$gz_conda_at"/conda-meta/mamba-[0-9]*.json \
			"$gz_conda_at"/conda-meta/anaconda-[0-9]*.json; do
			[ ! -r "$gz_conda_file" ] || printf '%s\n' "${gz_conda_file##*/}"
		done
		[ ! -d "$gz_conda_at/conda-meta" ] || gz_conda_environment . "$gz_conda_at"
		gz_conda_each "$gz_conda_at/envs" envs/
	else
		[ ! -d "$gz_conda_at/conda-meta" ] || gz_conda_environment . "$gz_conda_at"
		gz_conda_each "$gz_conda_at" ''
	fi
	gz_end_root present
}

# gz_conda_file PART FILE LINES: the beginning of a text file, without access tokens.
gz_conda_file() {
	[ -f "$2" ] && [ -r "$2" ] || return 0
	gz_part "$1"
	awk -v most="$3" 'NR > most { exit } { gsub(/\/t\/[^\/"]+/, ""); gsub(/:\/\/[^\/"@ ]*@/, "://"); print }' "$2" 2>/dev/null
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
		[ -d "$gz_conda_env" ] || continue
		if ! [ -x "$gz_conda_env" ]; then
			gz_unread permission "$2${gz_conda_env##*/}"
		elif [ -d "$gz_conda_env/conda-meta" ]; then
			gz_conda_environment "$2${gz_conda_env##*/}" "$gz_conda_env"
		fi
	done
}

# gz_conda_environment NAME FOLDER: the records of one environment as one part, read by one awk.
gz_conda_environment() {
	gz_conda_meta=$2/conda-meta
	if ! [ -r "$gz_conda_meta" ] || ! [ -x "$gz_conda_meta" ]; then
		gz_unread permission "$1"
		return
	fi
	gz_item "$1"
	gz_part records
	# awk takes an operand like name=value for an assignment; a path never begins with a name.
	case $gz_conda_meta in /*) ;; *) gz_conda_meta=./$gz_conda_meta ;; esac
	set -- "$1" "$2"
	gz_conda_count=0
	for gz_conda_record in "$gz_conda_meta"/*.json; do
		[ -f "$gz_conda_record" ] || continue
		if [ -r "$gz_conda_record" ]; then
			set -- "$@" "$gz_conda_record"
			gz_conda_count=$((gz_conda_count + 1))
		else
			gz_conda_name=${gz_conda_record##*/}
			case $gz_conda_name in *"
"*) gz_conda_name=? ;; esac
			printf '@%s\n!permission\n' "$gz_conda_name"
		fi
		if [ "$gz_conda_count" -ge 400 ]; then
			gz_conda_records "$@"
			set -- "$1" "$2"
			gz_conda_count=0
		fi
	done
	[ "$gz_conda_count" -eq 0 ] || gz_conda_records "$@"
	gz_part pip
	for gz_conda_dist in "$2"/lib/python*/site-packages/*.dist-info "$2"/lib/python*/site-packages/*.egg-info; do
		[ -e "$gz_conda_dist" ] || continue
		case $gz_conda_dist in *"
"*) continue ;; esac
		gz_conda_by=''
		[ ! -r "$gz_conda_dist/INSTALLER" ] || read -r gz_conda_by 2>/dev/null <"$gz_conda_dist/INSTALLER" || :
		[ "$gz_conda_by" = conda ] || printf '%s\n' "${gz_conda_dist##*/}"
	done
}

# gz_conda_records NAME FOLDER FILE ...: for each file a line "@<file name>", then "=<line>" for the
# top-level lines that matter of a record with a key per line, or ">" and the whole text of one that is
# written otherwise; "!truncated" when its end is missing. Access tokens stay on the node.
gz_conda_records() {
	shift 2
	awk '
	function clean(line) {
		gsub(/\/t\/[^\/"]+/, "", line)
		gsub(/:\/\/[^\/"@]*@/, "://", line)
		return line
	}
	function shut() { if (name != "" && last !~ /}[ \t\r]*$/) print "!truncated" }
	FNR == 1 {
		shut()
		name = FILENAME
		sub(/.*\//, "", name)
		gsub(/\n/, "?", name)
		print "@" name
		whole = $0 !~ /^[ \t\r]*\{[ \t\r]*$/
		indent = ""
	}
	/[^ \t\r]/ { last = $0 }
	whole { print ">" clean($0); next }
	FNR > 1 && indent == "" && match($0, /^[ \t]+"/) { indent = substr($0, 1, RLENGTH) }
	indent != "" && index($0, indent) == 1 &&
		/^[ \t]+"(name|version|build|build_string|subdir|channel|url|sha256|md5|fn|schannel)"[ \t]*:/ { print "=" clean($0) }
	END { shut() }
	' "$@" 2>/dev/null || printf '@?\n!unreadable\n'
}
