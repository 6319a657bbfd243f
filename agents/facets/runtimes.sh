# runtimes: container runtimes in PATH and in the usual places outside it, and how they get their rights.
#
# What is started changes nothing, which rules out more than one would think: any subcommand of
# apptainer, `version` included, makes ~/.apptainer, so only --version is asked (apptainer.go,
# persistentPreRun); enroot makes its folders and udocker its repository whatever they are asked, so
# those two are never started, and their version is read from their own text. podman is asked for
# --version and nothing else. docker's server is asked only where it runs: a connection to the socket
# alone could make systemd start it.

gz_runtimes_usual='/opt/apptainer/bin /opt/singularity/bin /usr/local/apptainer/bin /usr/local/singularity/bin
	/opt/charliecloud/bin /opt/sarus/default/bin /opt/sarus/bin /opt/shifter/default/bin /opt/shifter/bin /opt/enroot/bin
	/opt/udocker/bin'

facet_runtimes() {
	unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
	gz_runtimes_count=0
	gz_runtimes_path=$PATH
	[ -z "$GZ_ROOT" ] || gz_runtimes_path=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
	gz_runtimes_folders
	if [ -n "$gz_runtimes_broken" ]; then
		gz_end failed unreadable "a folder of PATH cannot be read: $gz_runtimes_broken"
		return 0
	fi
	gz_each_root runtimes
	gz_runtimes_extra=$gz_each_root_is
	for gz_runtimes_name in apptainer singularity podman docker ch-run enroot sarus shifter udocker \
		nvidia-ctk nvidia-container-cli; do
		gz_runtimes_find "$gz_runtimes_name"
	done
	gz_end present
}

# Of the folders of PATH and of the usual ones, keeps those that are there. Sets gz_runtimes_broken to what is said of a
# folder of PATH on a file system that does not answer. One that is not there, or that this account may not enter, is none
# of its PATH's folders.
gz_runtimes_folders() {
	gz_runtimes_broken='' gz_runtimes_here='' gz_runtimes_outside=''
	set --
	gz_runtimes_rest=$gz_runtimes_path:
	while [ -n "$gz_runtimes_rest" ]; do
		gz_runtimes_dir=${gz_runtimes_rest%%:*}
		gz_runtimes_rest=${gz_runtimes_rest#*:}
		case $gz_runtimes_dir in /*) ;; *) continue ;; esac
		[ -d "$GZ_ROOT$gz_runtimes_dir" ] || ! gz_runtimes_odd "$GZ_ROOT$gz_runtimes_dir" ||
			set -- "$@" "$GZ_ROOT$gz_runtimes_dir/."
		gz_at "$gz_runtimes_dir"
		[ ! -d "$gz_at_is" ] || gz_runtimes_here=$gz_runtimes_here$gz_runtimes_dir:
	done
	for gz_runtimes_dir in $gz_runtimes_usual; do
		gz_at "$gz_runtimes_dir"
		[ ! -d "$gz_at_is" ] || gz_runtimes_outside="$gz_runtimes_outside $gz_runtimes_dir"
	done
	[ $# -eq 0 ] || gz_runtimes_broken=$(ls -d "$@" 2>&1 >/dev/null |
		awk '/Stale file handle|Input\/output error|endpoint is not connected|Host is down|timed out|Remote I\/O/ { print; exit }')
}

# gz_runtimes_odd PATH: false when what PATH names is no folder because there is nothing of that name.
gz_runtimes_odd() {
	gz_runtimes_up=${1%/}
	while :; do
		gz_runtimes_name=${gz_runtimes_up##*/}
		gz_runtimes_up=${gz_runtimes_up%/*}
		[ ! -e "$gz_runtimes_up/" ] || break
		[ -n "$gz_runtimes_up" ] || return 0
	done
	[ -r "$gz_runtimes_up/" ] && [ -x "$gz_runtimes_up/" ] || return 0
	case $gz_runtimes_name in [a-zA-Z0-9_]*) ;; *) return 0 ;; esac
	# A pattern finds names without looking at what they name.
	gz_runtimes_dir_was=$gz_runtimes_dir
	for gz_runtimes_dir in "$gz_runtimes_up"/["${gz_runtimes_name%"${gz_runtimes_name#?}"}"]"${gz_runtimes_name#?}"; do
		[ "$gz_runtimes_dir" != "$gz_runtimes_up/$gz_runtimes_name" ] || {
			gz_runtimes_dir=$gz_runtimes_dir_was
			return 0
		}
	done
	gz_runtimes_dir=$gz_runtimes_dir_was
	return 1
}

# Every copy of a program: the first in PATH, then those outside it.
gz_runtimes_find() {
	gz_runtimes_first=
	gz_runtimes_rest=$gz_runtimes_here
	while [ -n "$gz_runtimes_rest" ]; do
		gz_runtimes_dir=${gz_runtimes_rest%%:*}
		gz_runtimes_rest=${gz_runtimes_rest#*:}
		gz_runtimes_is "${gz_runtimes_dir%/}/$1" || continue
		gz_runtimes_first=${gz_runtimes_dir%/}/$1
		gz_runtimes_tell "$1" "$1" "$gz_runtimes_first" yes
		break
	done
	for gz_runtimes_dir in $gz_runtimes_outside; do
		gz_runtimes_other "$1" "$gz_runtimes_dir/$1"
	done
	# Lines in a variable, so that nothing is told in a subshell.
	gz_runtimes_rest=$gz_runtimes_extra
	while [ -n "$gz_runtimes_rest" ]; do
		gz_runtimes_dir=${gz_runtimes_rest%%"
"*}
		gz_runtimes_rest=${gz_runtimes_rest#"$gz_runtimes_dir"}
		gz_runtimes_rest=${gz_runtimes_rest#"
"}
		case $gz_runtimes_dir in
		*/"$1") gz_runtimes_other "$1" "$gz_runtimes_dir" ;;
		/*) gz_runtimes_other "$1" "${gz_runtimes_dir%/}/$1" ;;
		esac
	done
}

gz_runtimes_other() {
	[ "$2" != "$gz_runtimes_first" ] && gz_runtimes_is "$2" || return 0
	# A link in PATH to this very file has told of it.
	[ ! "$GZ_ROOT$2" -ef "$GZ_ROOT$gz_runtimes_first" ] || return 0
	gz_runtimes_tell "$1" "$1-outside" "$2" no
}

gz_runtimes_is() {
	gz_at "$1"
	[ -f "$gz_at_is" ] && [ -x "$gz_at_is" ]
}

# gz_runtimes_tell NAME RECORD PATH IN-PATH: one program as parts; RECORD names its recorded output.
gz_runtimes_tell() {
	gz_runtimes_count=$((gz_runtimes_count + 1))
	gz_runtimes_record=$2
	gz_runtimes_file=$3
	gz_runtimes_rc='' gz_runtimes_out='' gz_runtimes_starter='' gz_runtimes_allow='' gz_runtimes_server=''
	case $1 in
	shifter) ;; # it has no way to tell its version
	enroot | udocker) gz_runtimes_text "$1" ;;
	*)
		if [ -z "$GZ_ROOT" ] || gz_have "$2"; then
			gz_said "$2" 10 "$3" --version
			gz_runtimes_rc=$?
			gz_runtimes_out=$gz_said_is
		fi
		;;
	esac
	case $1 in
	apptainer | singularity) gz_runtimes_setuid "$1" ;;
	ch-run | sarus | shifter) gz_runtimes_rights "$gz_runtimes_file" "$2" ;;
	docker) gz_runtimes_docker ;;
	esac
	gz_part "$gz_runtimes_count"
	printf '%s=%s\n' name "$1" in-path "$4" rc "$gz_runtimes_rc" starter "$gz_runtimes_starter" \
		allow "$gz_runtimes_allow" server "$gz_runtimes_server"
	gz_part "$gz_runtimes_count-path"
	printf '%s' "$3"
	gz_part "$gz_runtimes_count-version"
	printf '%s\n' "$gz_runtimes_out"
	[ -z "$gz_runtimes_server_out" ] || {
		gz_part "$gz_runtimes_count-server"
		printf '%s\n' "$gz_runtimes_server_out"
	}
	gz_runtimes_server_out=
}

# The version as it stands in a script, or in the Python package beside or below it.
gz_runtimes_text() {
	gz_at "$gz_runtimes_file"
	gz_runtimes_up=${gz_at_is%/*}
	set -- "$gz_at_is"
	for gz_runtimes_f in "$gz_runtimes_up/__init__.py" "$gz_runtimes_up"/../udocker/__init__.py \
		"$gz_runtimes_up"/../lib/python3*/site-packages/udocker/__init__.py \
		"$gz_runtimes_up"/../lib/python3*/dist-packages/udocker/__init__.py \
		"$gz_runtimes_up"/../lib/python3/dist-packages/udocker/__init__.py; do
		[ ! -r "$gz_runtimes_f" ] || set -- "$@" "$gz_runtimes_f"
	done
	gz_runtimes_out=$(awk '/^(export )?(ENROOT_VERSION|__version__) *=/ { print; exit }' "$@" 2>/dev/null)
}

# Where an installation keeps its starters and its configuration follows from where its program is.
# Singularity 2 called the starter action-suid.
gz_runtimes_setuid() {
	gz_runtimes_real=$gz_runtimes_file
	if [ -z "$GZ_ROOT" ] && [ -L "$gz_runtimes_file" ]; then
		gz_runtimes_real=$(readlink -f "$gz_runtimes_file") || gz_runtimes_real=$gz_runtimes_file
	fi
	gz_runtimes_prefix=${gz_runtimes_real%/*}
	gz_runtimes_prefix=${gz_runtimes_prefix%/bin}
	for gz_runtimes_own in "${gz_runtimes_real##*/}" apptainer singularity; do
		gz_at "$gz_runtimes_prefix"
		for gz_runtimes_lib in "$gz_at_is/libexec/$gz_runtimes_own/bin" "$gz_at_is"/lib/*/"$gz_runtimes_own/bin" \
			"$gz_at_is/lib/$gz_runtimes_own/bin"; do
			[ -e "$gz_runtimes_lib/starter" ] || [ -e "$gz_runtimes_lib/action" ] || continue
			gz_runtimes_starter=none
			for gz_runtimes_f in "$gz_runtimes_lib/starter-suid" "$gz_runtimes_lib/action-suid"; do
				[ -e "$gz_runtimes_f" ] || continue
				gz_runtimes_rights "${gz_runtimes_f#"$GZ_ROOT"}" "$gz_runtimes_record"
			done
			break 2
		done
	done
	for gz_runtimes_f in "$gz_runtimes_prefix/etc/$gz_runtimes_own/$gz_runtimes_own.conf" \
		"/etc/$gz_runtimes_own/$gz_runtimes_own.conf"; do
		gz_at "$gz_runtimes_f"
		[ -e "$gz_at_is" ] || continue
		gz_runtimes_allow=unreadable
		[ -r "$gz_at_is" ] || break
		gz_runtimes_allow=default
		while read -r gz_runtimes_key gz_runtimes_word gz_runtimes_eq gz_runtimes_value; do
			case $gz_runtimes_key,$gz_runtimes_word,$gz_runtimes_eq in
			allow,setuid,=) gz_runtimes_allow=$gz_runtimes_value ;;
			allow,setuid=*,) gz_runtimes_allow=${gz_runtimes_word#*=} ;;
			esac
		done <"$gz_at_is"
		break
	done
}

# gz_runtimes_rights FILE RECORD: sets gz_runtimes_starter to the file's mode and owner when it is
# setuid, to nosuid when its mount forbids that, else to plain.
gz_runtimes_rights() {
	gz_runtimes_starter=plain
	gz_at "$1"
	if [ -n "$GZ_ROOT" ] && gz_have "mode-$2"; then
		gz_said "mode-$2" 5 ls
		gz_runtimes_ls=$gz_said_is
	elif [ -u "$gz_at_is" ]; then
		gz_runtimes_ls=$(ls -lnLd "$gz_at_is" 2>/dev/null)
	else
		return 0
	fi
	# In a root folder that tells of no mounts, those of this machine say nothing.
	if [ -z "$GZ_ROOT" ] || [ -r "$GZ_ROOT/proc/self/mountinfo" ]; then
		gz_mount "$1"
		case ,$gz_mount_options, in
		*,nosuid,*)
			gz_runtimes_starter=nosuid
			return 0
			;;
		esac
	fi
	set -f
	# shellcheck disable=SC2086
	set -- ${gz_runtimes_ls%%"$gz_nl"*}
	set +f
	# Mode, links, owner.
	gz_runtimes_starter="${1:-} ${3:-}"
}

# Whether docker's server may be asked, and what it says. podman's stand-in for docker has none.
gz_runtimes_docker() {
	case $gz_runtimes_out in *[Pp]odman*) return 0 ;; esac
	if [ -n "$GZ_ROOT" ]; then
		gz_have docker-server || return 0
	else
		gz_runtimes_server=none
		[ -S /var/run/docker.sock ] || return 0
		gz_runtimes_server=permission
		[ -r /var/run/docker.sock ] && [ -w /var/run/docker.sock ] || return 0
		gz_runtimes_server=stopped
		gz_line /var/run/docker.pid && [ -d "/proc/${gz_line_is:-none}" ] || return 0
	fi
	gz_said docker-server 10 env DOCKER_HOST=unix:///var/run/docker.sock \
		"$gz_runtimes_file" version --format '{{.Server.Version}}'
	gz_runtimes_server=$?
	gz_runtimes_server_out=$gz_said_is
}
