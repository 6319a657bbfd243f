# What Lmod says of its trees: by the spider cache of the site, or by its own spider.

gz_modules_lmod() {
	if [ -z "$gz_modules_v_lmod" ]; then
		gz_part version
		gz_modules_tool modules-version 10 "$gz_modules_cmd" bash --version 2>&1
	fi
	gz_modules_asked
	[ -z "$gz_modules_elsewhere" ] && [ -n "$gz_modules_use" ] || return 0
	gz_modules_limit=$((GZ_LIMIT * 3 / 4))
	gz_modules_cache
	[ -n "$gz_modules_cached" ] || gz_modules_spider
	[ -z "$gz_modules_bad" ] || return 0
	# The spider knows no aliases; avail tells them and evaluates .modulerc files only.
	gz_modules_trust "$gz_modules_found"
	gz_part avail
	gz_modules_tool modules-avail 20 "$gz_modules_cmd" bash -t --show_hidden avail 2>&1 >/dev/null
	gz_modules_rc=$?
	gz_part avail-rc
	printf '%s\n' "$gz_modules_rc"
}

# The site's own spider cache, when Lmod would take it and it holds every tree that we may evaluate:
# spiderT.lua is not older than its timestamp file (Lmod's Cache.lua), or than a day without one.
gz_modules_cache() {
	gz_modules_cached='' gz_modules_found=''
	gz_modules_caches=$(gz_modules_tool modules-config 10 "$gz_modules_cmd" bash --config 2>&1 >/dev/null | awk '
		/^Cache Directory +Time Stamp File/ { on = 1; getline; next }
		on && /^ *$/ { exit }
		on { at = match($0, /  +\//); if (at) print substr($0, 1, at - 1) "\n" substr($0, at + RLENGTH - 1); else { sub(/ +(nil|false)$/, ""); print $0 "\n" } }')
	gz_modules_caches=$gz_modules_caches$gz_modules_nl
	while [ -n "${gz_modules_caches#"$gz_modules_nl"}" ]; do
		gz_modules_f=${gz_modules_caches%%"$gz_modules_nl"*}/spiderT.lua
		gz_modules_caches=${gz_modules_caches#*"$gz_modules_nl"}
		gz_modules_stamp=${gz_modules_caches%%"$gz_modules_nl"*}
		gz_modules_caches=${gz_modules_caches#*"$gz_modules_nl"}
		gz_at "$gz_modules_f"
		gz_modules_f=$gz_at_is
		[ -s "$gz_modules_f" ] && [ -r "$gz_modules_f" ] || continue
		gz_at "$gz_modules_stamp"
		if [ -n "$gz_modules_stamp" ] && [ -e "$gz_at_is" ]; then
			[ -z "$(find "$gz_at_is" -prune -newer "$gz_modules_f" 2>/dev/null)" ] || continue
		else
			[ -n "$(find "$gz_modules_f" -prune -mtime -1 2>/dev/null)" ] || continue
		fi
		gz_modules_found=$(sed -n 's/^  \["\(\/.*\)"\] = {$/\1/p' "$gz_modules_f" 2>/dev/null)
		gz_modules_rest=$gz_modules_use:
		while [ -n "$gz_modules_rest" ]; do
			case $gz_modules_nl$gz_modules_found$gz_modules_nl in
			*"$gz_modules_nl${gz_modules_rest%%:*}$gz_modules_nl"*) ;;
			*) continue 2 ;;
			esac
			gz_modules_rest=${gz_modules_rest#*:}
		done
		gz_modules_cached=$gz_modules_f
		gz_modules_listed=yes
		gz_part spider-cache
		cat "$gz_modules_f" 2>/dev/null
		return 0
	done
	gz_modules_found=
}

# Prints the JSON as a part (fd 5), cut into lines at each "}": Lmod prints one line of any length, and
# its JSON holds no newline of its own, so that the reader joins them again. What the capture gets: what
# the program complained (E), how it ended (R), and every tree in the output (T), hierarchies included.
gz_modules_spider() {
	gz_modules_lua=
	[ -n "$GZ_ROOT" ] || [ -x "$gz_modules_dir/spider" ] || gz_modules_lua=lua
	gz_part spider-json
	{
		gz_modules_said=$(
			exec 4>&1
			{
				{
					# shellcheck disable=SC2086
					gz_modules_tool modules-spider "$gz_modules_limit" $gz_modules_lua "$gz_modules_dir/spider" \
						-o spider-json "$gz_modules_use" 2>&1 >&3 3>&- 4>&- 5>&-
					gz_modules_rc=$?
					# awk prints a "}" when it sees what is behind it.
					echo >&3
					printf '\n@gz-rc %s\n' "$gz_modules_rc"
				} | awk '
					/^@gz-rc / { rc = $2; next }
					NF && kept < 262144 { kept += length($0) + 1; print "E " substr($0, 1, 1000); next }
					NF { more++ }
					END { if (more) print "E ... and " more " more lines"; print "R " rc }' >&4
			} 3>&1 >/dev/null | awk '
				BEGIN { RS = "}"; out = "cat >&5" }
				NR > 1 { print "}" | out }
				{
					printf "%s", $0 | out
					while (match($0, /"mpath":"([^"\\]|\\.)*"/)) {
						path = substr($0, RSTART + 9, RLENGTH - 10)
						$0 = substr($0, RSTART + RLENGTH)
						gsub(/\\\//, "/", path); gsub(/\\"/, "\"", path); gsub(/\\\\/, "\\", path)
						if (!(path in seen)) { seen[path] = 1; paths[++n] = path }
					}
				}
				END { close(out); for (i = 1; i <= n; i++) if (paths[i] !~ /\n/) print "T " paths[i] }'
		)
	} 5>&1
	gz_modules_found=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^T //p')
	gz_modules_err=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^E //p')
	gz_modules_rc=$(printf '%s\n' "$gz_modules_said" | sed -n 's/^R //p')
	gz_part spider-err
	printf '%s' "$gz_modules_err"
	gz_modules_judge
}
