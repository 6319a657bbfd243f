# Modulefiles themselves: their hashes, and the names of those that are not evaluated.

# The sha256 of each modulefile of the tree, as a part: "<hex>  ./<path>". It is left out where the
# programs for it or the time are missing: a fifth of the facet's time at most, and nothing when a third of that is left.
# What is no plain file of a size that modulefiles have is not opened, since a tree may belong to anybody.
gz_modules_hashes() {
	[ -n "$GZ_TIMEOUT" ] && command -v xargs >/dev/null 2>&1 || return 0
	gz_modules_sha=
	for gz_modules_f in sha256sum 'shasum -a 256' 'openssl dgst -r -sha256'; do
		[ -n "$gz_modules_sha" ] || ! command -v "${gz_modules_f%% *}" >/dev/null 2>&1 || gz_modules_sha=$gz_modules_f
	done
	gz_clock
	gz_modules_wait=$(((${gz_began:-0} + GZ_LIMIT * 67 - ${gz_clock_is:-0}) / 100))
	[ -n "$gz_modules_sha" ] && [ -n "$gz_clock_is" ] && [ "$gz_modules_wait" -gt 0 ] || return 0
	[ "$gz_modules_wait" -le "$((GZ_LIMIT / 5 + 1))" ] || gz_modules_wait=$((GZ_LIMIT / 5 + 1))
	gz_modules_count=0
	if [ -n "$gz_pace_on" ]; then
		# As many as the limit of operations allows in that time.
		gz_modules_count=$(gz_modules_files | tr -cd '\000' | wc -c)
		[ "$gz_modules_count" -le "$((gz_modules_wait * GZ_OPS))" ] || return 0
	fi
	gz_part hashes
	# shellcheck disable=SC2086
	gz_modules_files | (cd "$gz_modules_at" && $GZ_TIMEOUT "$gz_modules_wait" xargs -0 $gz_modules_sha) 2>/dev/null
	gz_pace "$gz_modules_count"
}

# The modulefiles below gz_modules_at that are to be hashed, as "./PATH", each with a NUL behind it. A name with a newline or
# a backslash would not be told as it is. In a recorded node links are not followed: they could lead to this machine.
gz_modules_files() {
	(
		cd "$gz_modules_at" 2>/dev/null || exit 0
		gz_modules_follow=-L
		[ -z "$GZ_ROOT" ] || gz_modules_follow=-P
		$GZ_TIMEOUT "$gz_modules_wait" find "$gz_modules_follow" . -maxdepth 10 \( -name .git -o -name .svn \) -prune -o \
			-type f -size +0 -size -2049 -exec sh -c '
			nl=$1
			shift
			for p; do
				case $p in *"$nl"* | *\\*) continue ;; esac
				case ${p##*/} in
				.modulerc | .modulerc.lua | .version) continue ;;
				*.lua) ;;
				*)
					IFS= read -r l <"$p"
					case $l in "#%Module"*) ;; *) continue ;; esac
					;;
				esac
				[ ! -r "$p" ] || printf "%s\000" "$p"
			done' sh "$gz_modules_nl" {} +
	) 2>/dev/null
}


# gz_modules_walk names|unread: one line an entry, relative to gz_modules_at: "f PATH" a modulefile (by
# its .lua, or by the #%Module that both tools ask for), "d PATH LINK" what a default link says, and
# "u PATH" what cannot be read. A newline in a name becomes the byte 1.
gz_modules_walk() {
	(
		cd "$gz_modules_at" 2>/dev/null || exit 0
		# In a root folder a link could lead to this machine: only one to a file of that folder is followed.
		gz_modules_follow=-L gz_modules_type=f gz_modules_top=''
		if [ -n "$GZ_ROOT" ]; then
			gz_modules_follow=-P gz_modules_type=l
			gz_modules_top=$(readlink -f "$GZ_ROOT") || exit 0
		fi
		find "$gz_modules_follow" . -maxdepth 10 \( -name .git -o -name .svn \) -prune -o \( -type d -o -type f -o -type "$gz_modules_type" \) -exec sh -c '
			want=$1
			top=$2
			shift 2
			for p; do
				p=${p#./}
				if [ -n "$top" ] && [ -L "$p" ]; then
					in=
					case $(readlink -f "$p") in "$top"/*) in=1 ;; esac
					if [ -z "$in" ] || [ -d "$p" ]; then
						# A default is told by what the link says.
						[ "$want" = names ] || [ "${p##*/}" = default ] || printf "u %s\000" "$p"
						[ "${p##*/}" = default ] || continue
						[ "$want" = names ] && printf "d %s %s\000" "$p" "$(readlink "$p")"
						continue
					fi
				fi
				if [ ! -r "$p" ] || { [ -d "$p" ] && [ ! -x "$p" ]; }; then
					[ "$want" = names ] || printf "u %s\000" "$p"
					continue
				fi
				[ "$want" = names ] && [ -f "$p" ] || continue
				case ${p##*/} in
				.modulerc | .modulerc.lua | .version) continue ;;
				default)
					if [ -L "$p" ]; then
						printf "d %s %s\000" "$p" "$(readlink "$p")"
						continue
					fi
					;;
				*.lua)
					printf "f %s\000" "$p"
					continue
					;;
				esac
				IFS= read -r l <"$p"
				case $l in "#%Module"*) printf "f %s\000" "$p" ;; esac
			done' sh "$1" "$gz_modules_top" {} + | tr '\n\000' '\001\n' | head -n 200000
	) 2>/dev/null
}
