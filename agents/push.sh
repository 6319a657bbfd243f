#!/bin/sh
# Gazetteer push: runs the agent here, or takes outputs that were saved, and sends them over HTTPS.
# For nodes that let nobody in; cron starts it. Needs curl or wget, and nothing else that is not POSIX.
#
#   push.sh --url https://gazetteer.example.org --token-file FILE --agent FILE [--node NAME]
#   push.sh --url https://gazetteer.example.org --token-file FILE --from FOLDER
#
#   --agent FILE       the agent, as "gazetteer agent print" printed it; it is run here
#   --node NAME        name of this node (the host name up to the first dot)
#   --from FOLDER      instead: every file in it is what the agent printed on the node of that name
#   --cacert FILE      certificates to trust besides those of the system
#   --tries N          how often to try (6); waits 10 s, 20 s, 40 s, ... and up to as much again in between
#   --jitter SECONDS   wait up to so long before the start, so that a thousand nodes do not come at once
#
# Exit status: 0 stored, 1 refused, 2 wrong use, 75 not stored after all tries.

LC_ALL=C
export LC_ALL
umask 077

fail() {
	printf 'push.sh: %s\n' "$2" >&2
	exit "$1"
}

# A number from 0 to $1 - 1.
random() {
	random_is=$(od -An -N3 -tu4 /dev/urandom 2>/dev/null | tr -d ' \n')
	random_is=$((${random_is:-$$} % $1))
}

url='' token_file='' agent='' from='' cacert='' tries=6 jitter=0
node=$(uname -n)
node=${node%%.*}
while [ $# -gt 0 ]; do
	[ $# -gt 1 ] || fail 2 "$1 needs a value; see the head of this file"
	case $1 in
	--url) url=${2%/} ;;
	--token-file) token_file=$2 ;;
	--agent) agent=$2 ;;
	--node) node=$2 ;;
	--from) from=$2 ;;
	--cacert) cacert=$2 ;;
	--tries) tries=$2 ;;
	--jitter) jitter=$2 ;;
	*) fail 2 "$1 is not known; see the head of this file" ;;
	esac
	shift 2
done

case $url in
*[!A-Za-z0-9.:/_~%@+,-]*) fail 2 "the address holds a character that it may not" ;;
https://*) ;;
http://127.0.0.1:* | http://localhost:*) ;;
*) fail 2 "--url has to begin with https://: the token would be read on the way" ;;
esac
case $tries$jitter in *[!0-9]* | '') fail 2 "--tries and --jitter are numbers" ;; esac
case $cacert in *[\"\\]*) fail 2 "--cacert holds a character that it may not" ;; esac
[ -n "$agent$from" ] || fail 2 "--agent or --from is missing"
[ -f "$token_file" ] || fail 2 "--token-file: there is no such file"
read -r token <"$token_file" || [ -n "$token" ] || fail 2 "$token_file is empty"
case $token in '' | *[!A-Za-z0-9_-]*) fail 2 "$token_file does not hold a token" ;; esac

work=${TMPDIR:-/tmp}/gazetteer-push.$$
# mkdir fails where something of that name is: nobody else can have made it ready.
mkdir "$work" || fail 1 "$work could not be made"
trap 'rm -rf "$work"' EXIT
trap 'exit 143' HUP INT TERM

if [ "$jitter" -gt 0 ]; then
	random "$jitter"
	sleep "$random_is"
fi

# add NAME FILE AGE: one node's part of the post; AGE is how many seconds ago its agent ran, '' where that is not known.
add() {
	case $1 in
	[!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) fail 2 "a file of this name is no node's: $1" ;;
	esac
	bytes=$(wc -c <"$2" | tr -d ' \t')
	printf '@node %s %s%s\n' "$1" "$bytes" "${3:+ $3}"
	cat "$2" || fail 1 "$2 could not be read"
	printf '\n'
}

# since SECONDS: sets age_is to how long ago that was, by the clock here; '' where it is no time in the past.
since() {
	age_is=''
	case $1 in '' | *[!0-9]*) return ;; esac
	[ "$1" -gt "$made" ] || age_is=$((made - $1))
}

made=$(date +%s)
if [ -n "$from" ]; then
	{
		printf 'gazetteer-push 1\n'
		for file in "$from"/*; do
			[ -f "$file" ] && [ -s "$file" ] || continue
			# GNU and busybox; the BSDs say it otherwise.
			since "$(stat -c %Y "$file" 2>/dev/null || stat -f %m "$file" 2>/dev/null)"
			add "${file##*/}" "$file" "$age_is" || exit
		done
	} >"$work/body" || exit
else
	[ -f "$agent" ] || fail 2 "--agent: there is no such file"
	# As in sweeps (GZ_OPS in agents/prelude.sh); here no other node is asked to read what all see.
	GZ_OPS=${GZ_OPS:-10000}
	export GZ_OPS
	began=$made
	nice -n 19 sh "$agent" </dev/null >"$work/out" 2>/dev/null
	made=$(date +%s)
	since "$began"
	{
		printf 'gazetteer-push 1\n'
		add "$node" "$work/out" "$age_is"
	} >"$work/body" || exit
	rm -f "$work/out"
fi

nonce=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
[ "${#nonce}" -eq 32 ] || fail 1 "/dev/urandom could not be read"
set -- "Content-Type: application/x-gazetteer-push" "Gazetteer-Nonce: $nonce" "Gazetteer-Time: $made"
for program in sha256sum 'shasum -a 256' 'openssl dgst -sha256 -r'; do
	command -v "${program%% *}" >/dev/null 2>&1 || continue
	sum=$($program <"$work/body") && sum=${sum%%[ *]*}
	[ "${#sum}" -ne 64 ] || set -- "$@" "Gazetteer-Sha256: $sum"
	break
done
if command -v curl >/dev/null 2>&1; then
	program=curl
elif command -v wget >/dev/null 2>&1; then
	program=wget
	case $(wget --help 2>&1) in *BusyBox*) program=busybox ;; esac
else
	fail 1 "neither curl nor wget is here"
fi
# busybox's wget sends a file up to its first NUL: it gets plain text.
if [ "$program" != busybox ] && command -v gzip >/dev/null 2>&1 && gzip -c <"$work/body" >"$work/body.gz"; then
	mv "$work/body.gz" "$work/body"
	set -- "$@" "Content-Encoding: gzip"
fi

# The token goes through a file that only this account can read: the words of a command are shown to everybody.
if [ "$program" = curl ]; then
	printf 'header = "%s"\n' "Authorization: Bearer $token" "$@" >"$work/settings"
	[ -z "$cacert" ] || printf 'cacert = "%s"\n' "$cacert" >>"$work/settings"
else
	printf 'header = %s\n' "Authorization: Bearer $token" "$@" >"$work/settings"
	[ -z "$cacert" ] || printf 'ca_certificate = %s\n' "$cacert" >>"$work/settings"
fi

# post HEADER ...: sets status to that of HTTP, 000 when there was no answer.
post() {
	rm -f "$work/answer" "$work/said"
	# How long it has been trying: what was read is so much older then.
	tried="Gazetteer-Now: $(date +%s)"
	case $program in
	curl)
		status=$(curl -q -sS -K "$work/settings" --connect-timeout 20 --max-time 600 -o "$work/answer" \
			-w '%{http_code}' -H "$tried" --data-binary "@$work/body" "$url/api/v1/push" 2>"$work/said")
		;;
	wget)
		WGETRC=$work/settings wget -nv -S --content-on-error --tries=1 --timeout=600 --header="$tried" -O "$work/answer" \
			--post-file="$work/body" "$url/api/v1/push" >/dev/null 2>"$work/said"
		rc=$?
		status=$(sed -n 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' "$work/said" | tail -n 1)
		[ "$rc" -eq 0 ] || case $status in 2*) status=000 ;; esac
		;;
	busybox)
		# It reads no settings, and its words can be seen for as long as it runs.
		headers=''
		for header in "Authorization: Bearer $token" "$tried" "$@"; do
			headers="$headers --header '$header'"
		done
		eval "wget -q -O '$work/answer' $headers --post-file='$work/body' '$url/api/v1/push'" 2>"$work/said"
		rc=$?
		status=$(sed -n 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' "$work/said" | tail -n 1)
		[ "$rc" -ne 0 ] || status=200
		;;
	esac
	[ -n "$status" ] || status=000
}

delay=${GZ_PUSH_DELAY:-10}
try=1
while :; do
	post "$@"
	case $status in
	2*)
		cat "$work/answer"
		printf '\n'
		exit 0
		;;
	000 | 408 | 429 | 5*) ;;
	*)
		[ ! -s "$work/answer" ] || cat "$work/answer" >&2
		fail 1 "the server refused it with status $status"
		;;
	esac
	[ "$try" -lt "$tries" ] || break
	try=$((try + 1))
	random $((delay + 1))
	sleep $((delay + random_is))
	[ "$delay" -ge 600 ] || delay=$((delay * 2))
done
[ ! -s "$work/said" ] || tail -n 2 "$work/said" >&2
fail 75 "not stored after $tries tries; the last one ended with status $status"
