# forced: the agent as a file on a node, and what a key with a forced command may ask of it. This part is in the
# installed agent only (gazetteer agent print --installed); an agent that is sent over a session has no use for it.
#
#   restrict,command="/bin/sh /usr/local/lib/gazetteer/agent.sh forced [--allow WORDS]" ssh-ed25519 AAAA...
#
# sshd puts what the other side wanted to run into SSH_ORIGINAL_COMMAND (sshd(8), command="..."). It is compared with
# two verbs, and is neither run, split nor printed:
#   gazetteer-agent collect   settings come over standard input; the frames go out
#   gazetteer-agent version   which agent this is
#
# WORDS, separated by commas, allow what is refused otherwise:
#   owners   modulefiles of other users than root (GZ_OWNERS)
#   homes    home folders (GZ_HOMES)
#   loads    loading modules as a test, which runs the site's code (GZ_LOADS)
#   places   programs, and modulefiles outside MODULEPATH, in places that the other side names: they are run
#   root     another folder than / as the node (GZ_ROOT)
#
# Exit status: 3 when something was refused, 2 when the line in authorized_keys is wrong.

# gz_refuse WORD TEXT: the one line that the service looks for.
gz_refuse() {
	printf 'gazetteer-refused %s: %s\n' "$1" "$2" >&2
	exit 3
}

# gz_installed [forced [--allow WORDS]]: what the file does as a program. Without arguments it is the agent as it is sent.
gz_installed() {
	if [ $# -eq 0 ]; then
		gz_main
		return
	fi
	LC_ALL=C
	export LC_ALL
	[ "$1" = forced ] || gz_misused
	shift
	gz_allow=
	case $#,${1-} in
	0,) ;;
	2,--allow) gz_allow=$2 ;;
	*) gz_misused ;;
	esac
	gz_rest=$gz_allow,
	while [ -n "$gz_rest" ]; do
		case ${gz_rest%%,*} in owners | homes | loads | places | root | '') ;; *) gz_misused ;; esac
		gz_rest=${gz_rest#*,}
	done
	case ${SSH_ORIGINAL_COMMAND-} in
	'gazetteer-agent collect') ;;
	'gazetteer-agent version')
		printf 'gazetteer-agent agent=%s settings=1\n' "$GZ_AGENT"
		exit 0
		;;
	*) gz_refuse command "this key runs the installed agent of Gazetteer and nothing else" ;;
	esac
	GZ_PLACES=own
	case ,$gz_allow, in *,places,*) GZ_PLACES= ;; esac
	gz_door "$gz_allow"
	gz_main
}

gz_misused() {
	echo "gazetteer agent: use: agent.sh [forced [--allow owners,homes,loads,places,root]]" >&2
	exit 2
}

# The door: reads lines "NAME VALUE", a line for each line of a value, between "gazetteer-settings 1" and "end".
# It prints the values in a fixed order, each ended by the byte 036, which no value holds; or, behind a
# "!", why nothing of it counts. Names that a later service may know are told and left out.
GZ_DOOR='
function stop(text) { if (!why) why = text; exit }
function words(text) { return text ~ /^[^ ]+( [^ ]+)*$/ }
function refuse(name, word) { if (!((name "=" word) in told)) { told[name "=" word] = 1; refused = refused (refused == "" ? "" : " ") name "=" word } }
function allows(word) { return index("," allow ",", "," word ",") }
function once(name, value) { if (name in said) stop("settings: " name " is said twice"); said[name] = value }
function line(name, value) { part[name, ++parts[name]] = value }
{ bytes += length($0) + 1 }
bytes > 4194304 { stop("settings: they are longer than 4 MiB") }
NR == 1 { if ($0 != "gazetteer-settings 1") stop("settings: they do not begin as those that this agent knows do"); next }
$0 == "end" { ended = 1; exit }
/[\001-\010\013-\037\177]/ { stop("settings: there is a control character in line " NR) }
{
	at = index($0, " ")
	name = at ? substr($0, 1, at - 1) : ""
	value = substr($0, at + 1)
	bad = "settings: the value of " name " in line " NR " is none that it may have"
}
name !~ /^GZ_[A-Z_]+$/ || length(name) > 40 { stop("settings: line " NR " names no setting") }
name == "GZ_NONCE" { if (length(value) != 16 || value ~ /[^0-9a-f]/) stop(bad); once(name, value); next }
name == "GZ_LIMIT" { if (value !~ /^[1-9][0-9]*$/ || length(value) > 5 || value + 0 > 86400) stop(bad); once(name, value); next }
name == "GZ_FACETS" { if (value != "" && (!words(value) || value ~ /[^a-z0-9 -]/)) stop(bad); once(name, value); next }
name == "GZ_OPS" { if (value !~ /^(0|[1-9][0-9]*)$/ || length(value) > 7) stop(bad); once(name, value); next }
name == "GZ_BUSY" { if (value !~ /^(skip|cheap)?$/) stop(bad); once(name, value); next }
name == "GZ_ASK" { if (value != "" && value != "1") stop(bad); once(name, value); next }
name == "GZ_OWNERS" {
	if (value != "" && (!words(value) || value ~ /\t/)) stop(bad)
	if (value != "" && !allows("owners")) { refuse(name, "owners"); value = "" }
	once(name, value)
	next
}
name == "GZ_HOMES" {
	if (value != "" && value != "1") stop(bad)
	if (value != "" && !allows("homes")) { refuse(name, "homes"); value = "" }
	once(name, value)
	next
}
name == "GZ_ROOT" {
	if (value !~ /^\//) stop(bad)
	# Without it another node would be read than the one that was meant.
	if (!allows("root")) stop("policy: this key may not have another folder than / read (root)")
	once(name, value)
	next
}
name == "GZ_ROOTS" || name == "GZ_KNOWN" {
	if (value !~ /^[a-z][a-z0-9-]* (\/|$)/) stop(bad)
	# The programs in such a place are run.
	if (value ~ /^(scheduler|runtimes) \// && !allows("places")) { refuse(name, "places"); next }
	line(name, value)
	next
}
name == "GZ_DIGESTS" { if (value !~ /^\//) stop(bad); line(name, value); next }
name == "GZ_CONTENTS" { if (value !~ /^[0-9]+ \//) stop(bad); line(name, value); next }
name == "GZ_LOADS" {
	if (value !~ /^\/[^\t]*\t[^\t]+\t[^\t]/) stop(bad)
	if (allows("loads")) line(name, value); else refuse(name, "loads")
	next
}
name == "GZ_SHARED" { if (value !~ /^\//) stop(bad); line(name, value); next }
name == "GZ_STAMPS" { if (value !~ /^\/[^\t]*\t\/[^\t]*$/) stop(bad); line(name, value); next }
++strange <= 20 { refuse(name, "unknown") }
END {
	if (!why && !ended) why = "settings: they have no end"
	if (why) { print "!" why; exit }
	count = split("GZ_NONCE GZ_LIMIT GZ_FACETS GZ_OWNERS GZ_HOMES GZ_ROOT GZ_ROOTS GZ_KNOWN GZ_DIGESTS GZ_CONTENTS GZ_LOADS GZ_OPS GZ_ASK GZ_STAMPS GZ_BUSY GZ_SHARED", names, " ")
	for (i = 1; i <= count; i++) {
		name = names[i]
		ORS = "\n"
		for (j = 1; j < parts[name]; j++) print part[name, j]
		ORS = "\036"
		print parts[name] ? part[name, j] : said[name]
	}
	print refused
}
'

# The lines up to the end of the settings, and not a byte more: what comes behind them is the agent's. A line without end
# takes no more memory than this, in kilobytes, and is then cut.
gz_lines() {
	ulimit -v 1048576 2>/dev/null
	while IFS= read -r gz_line; do
		printf '%s\n' "$gz_line" || return
		[ "$gz_line" != end ] || return
	done
}

# gz_door ALLOW: sets the settings of this run from standard input, and nothing from the environment.
gz_door() {
	# By it the agent knows the job that it runs in (gz_busy): here it runs in none.
	unset SLURM_JOB_ID
	gz_said=$(gz_lines | awk -v "allow=$1" "$GZ_DOOR")
	case $gz_said in
	'!'*)
		gz_said=${gz_said#?}
		gz_refuse "${gz_said%%: *}" "${gz_said#*: }"
		;;
	esac
	gz_ifs=$IFS
	IFS=$(printf '\036')
	set -f
	# shellcheck disable=SC2086
	set -- $gz_said
	set +f
	IFS=$gz_ifs
	[ $# -eq 17 ] || gz_refuse settings "they could not be read here"
	GZ_NONCE=$1 GZ_LIMIT=$2 GZ_FACETS=$3 GZ_OWNERS=$4 GZ_HOMES=$5 GZ_ROOT=$6
	shift 6
	GZ_ROOTS=$1 GZ_KNOWN=$2 GZ_DIGESTS=$3 GZ_CONTENTS=$4 GZ_LOADS=$5 GZ_OPS=$6
	shift 6
	GZ_ASK=$1 GZ_STAMPS=$2 GZ_BUSY=$3 GZ_SHARED=$4 GZ_REFUSED=$5
}
