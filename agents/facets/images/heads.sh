# The heads of image files: no more of them is read.

# gz_images_read ITEM FILE ...: the heads of image files, by one awk and one od a file.
gz_images_read() {
	gz_clock
	if [ "${gz_clock_is:-0}" -gt "$gz_images_until" ]; then
		while [ "$#" -gt 1 ]; do
			gz_unread limit "$1"
			shift 2
		done
		return 0
	fi
	# By the environment: arguments can be read by every account of the node.
	GZ_IMAGES_NONCE=$GZ_NONCE awk "$GZ_IMAGES_HEADS" heads "${gz_images_any:-0}" "$@"
}

# Reads the header and descriptor table of SIF files, and of their data objects only the definition,
# labels, other JSON and, of OCI-SIF, index, manifest and configuration: never a file system.
# The layout is that of github.com/sylabs/sif, pkg/sif: 128 bytes of header, descriptors of 585.
# Other files: the first 2048 bytes, where squashfs and ext3 have their superblocks.
#
# Arguments: a word, any (1: files that are no images are passed over), then pairs of item and file.
# One part "head" per item: "size BYTES", "extent OFFSET LENGTH" for each range that was read, and
# "OFFSET HEX" for what in these ranges is not zero. Unused descriptors are left out.
GZ_IMAGES_HEADS='
function quoted(text,    n, i, piece, out) {
	n = split(text, piece, "\047")
	out = piece[1]
	for (i = 2; i <= n; i++) out = out "\047\\\047\047" piece[i]
	return "\047" out "\047"
}
function whole(n) { return sprintf("%.0f", n) }
function parse(cmd, rows,    line, i, from, last, lastline, star, end) {
	star = 0; last = -1; end = -1; lastline = ""
	while ((cmd | getline line) > 0) {
		if (line == "*") { star = 1; continue }
		# Adding 0 takes the decimal address; the line is taken apart only where it is looked at.
		from = line + 0
		if (star && substr(lastline, index(lastline, " ")) ~ /[1-9a-f]/)
			for (i = last + 16; i < from; i += 16) rows[i] = lastline
		star = 0
		end = from
		if (!index(line, " ")) break
		last = from; lastline = line
		rows[from] = line
	}
	close(cmd)
	return end
}
function hexed(line) {
	line = substr(line, index(line, " "))
	gsub(/ /, "", line)
	return line
}
function load(at, count) {
	return parse("exec od -A d -t x1 -j " whole(at) " -N " whole(count) " " name " 2>/dev/null", far)
}
function batch(first, last,    cmd, i, n, at) {
	split("", row); split("", base)
	cmd = "head -q -c " FRONT; n = 0
	for (i = first; i <= last; i += 2) if (bytes[i] >= FRONT) {
		cmd = cmd " " quoted(ARGV[i + 1])
		base[i] = n++ * FRONT
	}
	# A file that got shorter or unreadable since would shift all behind it.
	if (n > 1 && parse("{ " cmd " | od -A d -t x1; } 2>/dev/null", row) == n * FRONT) return
	split("", row); split("", base)
}
function need(at, count,    from) {
	if (at + count <= loaded) return 1
	from = at - at % 16
	return load(from, at + count - from) >= at + count
}
function cell(a) {
	if (near >= 0 && a < FRONT) {
		a += near
		if (!(a in row)) return ZERO
		if (index(row[a], " ")) row[a] = hexed(row[a])
		return row[a]
	}
	if (!(a in far)) return ZERO
	if (index(far[a], " ")) far[a] = hexed(far[a])
	return far[a]
}
function get(at, count,    a, out) {
	a = at - at % 16
	out = cell(a)
	for (a += 16; a < at + count; a += 16) out = out cell(a)
	return substr(out, (at % 16) * 2 + 1, count * 2)
}
function number(at, count,    hex, i, n) {
	hex = get(at, count); n = 0
	if (substr(hex, count * 2 - 1, 1) > "7") return -1
	for (i = count; i >= 1; i--)
		n = n * 256 + (index(HEX, substr(hex, i * 2 - 1, 1)) - 1) * 16 + index(HEX, substr(hex, i * 2, 1)) - 1
	return n
}
function rows(at, count,    a, lo, hi, hex) {
	for (a = at - at % 16; a < at + count; a += 16) {
		hex = cell(a)
		if (hex == ZERO) continue
		lo = a < at ? at : a
		hi = a + 16 > at + count ? at + count : a + 16
		print whole(lo) " " substr(hex, (lo - a) * 2 + 1, (hi - lo) * 2)
	}
}
function extent(at, count) {
	print "extent " whole(at) " " whole(count)
	rows(at, count)
}
# What programs outside may read of JSON: of the variables that are set in it those that decide where the image runs, as in
# gz_images_config, and of commands nothing. What is left out becomes spaces, so that all else keeps its place.
function told(hex) { return told_of(told_of(told_of(hex, "22456e7622"), "22656e7669726f6e6d656e7422"), "22637265617465645f627922") }
function told_of(hex, key,    out, p, e, c, text, open) {
	out = ""
	while ((p = aligned(hex, key))) {
		out = out substr(hex, 1, p + length(key) - 1)
		hex = substr(hex, p + length(key))
		open = ""
		do {
			if (match(hex, /^((20)|(09)|(0a)|(0d)|(2c)|(3a))+/)) {
				out = out substr(hex, 1, RLENGTH)
				hex = substr(hex, RLENGTH + 1)
			}
			c = substr(hex, 1, 2)
			if (c == "") return out
			if (c == "22") {
				e = ending(hex)
				if (!e) return out spaces(hex)
				text = substr(hex, 3, e - 3)
				hex = substr(hex, e + 2)
				# The names of a map are no values.
				if (text !~ KEPT && (open !~ /7b$/ || hex !~ /^((20)|(09)|(0a)|(0d))*3a/)) text = spaces(text)
				out = out "22" text "22"
				continue
			}
			out = out c
			hex = substr(hex, 3)
			if (c == "5b" || c == "7b") open = open c
			else if (c == "5d" || c == "7d") open = substr(open, 1, length(open) - 2)
		} while (open != "")
	}
	return out hex
}
function spaces(hex) { gsub(/../, "20", hex); return hex }
function aligned(hex, key,    p, from) {
	from = 1
	while ((p = index(substr(hex, from), key))) {
		p += from - 1
		if (p % 2) return p
		from = p + 1
	}
	return 0
}
# Where the string that hex begins with ends.
function ending(hex,    p, q, k) {
	q = 3
	while ((p = index(substr(hex, q), "22"))) {
		p += q - 1
		q = p + 1
		if (p % 2 == 0) continue
		k = p - 2
		while (k > 2 && substr(hex, k, 2) == "5c") k -= 2
		if ((p - 2 - k) / 2 % 2 == 0) return p
	}
	return 0
}
function field(d, secret,    at, count, hex, i) {
	at = number(d + 17, 8); count = number(d + 25, 8)
	if (count <= 0 || count > 65536 || sent + count > 262144) return ""
	if (size >= 0 && at + count > size) return ""
	if (at < 128 || !need(at, count)) return ""
	sent += count
	hex = get(at, count)
	if (!secret) extent(at, count)
	else {
		print "extent " whole(at) " " whole(count)
		hex = told(hex)
		for (i = 1; i <= count * 2; i += 64) print whole(at + (i - 1) / 2) " " substr(hex, i, 64)
	}
	return hex
}
function sif(    table, length_, total, i, n, d, used, type, list, manifest, p, best, config) {
	extent(0, 128)
	table = number(96, 8); length_ = number(104, 8); total = number(88, 8)
	if (table < 128 || length_ < 0 || length_ > 1048576 || total < 0) return
	if (size >= 0 && table + length_ > size) return
	if (length_ > total * 585) length_ = total * 585
	length_ -= length_ % 585
	if (!need(table, length_)) return
	print "extent " whole(table) " " whole(length_)
	n = 0; list = ""; manifest = ""
	for (d = table; d < table + length_; d += 585) if (get(d + 4, 1) != "00") {
		used[++n] = d
		rows(d, 585)
	}
	for (i = 1; i <= n; i++) {
		type = get(used[i], 4)
		if (type == "01400000" || type == "03400000" || type == "06400000") field(used[i], type == "06400000")
		if (type == "0a400000") list = list field(used[i])
	}
	if (list == "") return
	for (i = 1; i <= n; i++) if (get(used[i], 4) == "0b400000" && index(list, get(used[i] + 201, 71)))
		manifest = manifest field(used[i])
	# The first digest behind "config" in the manifest.
	p = index(manifest, "22636f6e66696722")
	if (!p) return
	manifest = substr(manifest, p, 1600)
	best = 0
	for (i = 1; i <= n; i++) if (get(used[i], 4) == "0b400000") {
		p = index(manifest, get(used[i] + 201, 71))
		if (p && (!best || p < best)) { best = p; config = used[i] }
	}
	if (best) field(config, 1)
}
function sizes(first, last,    i, cmd, line, n, got) {
	cmd = "exec stat -L -c %s"
	for (i = first; i <= last; i += 2) cmd = cmd " " quoted(ARGV[i + 1])
	cmd = cmd " 2>/dev/null"
	n = 0
	while ((cmd | getline line) > 0) got[++n] = line
	close(cmd)
	for (i = first; i <= last; i += 2) {
		bytes[i] = -1
		if (n == (last - first) / 2 + 1) bytes[i] = got[(i - first) / 2 + 1] + 0
		else {
			cmd = "exec ls -ldL " quoted(ARGV[i + 1]) " 2>/dev/null"
			if ((cmd | getline line) > 0 && split(line, got, " ") > 4) bytes[i] = got[5] + 0
			close(cmd)
		}
	}
}
function known(    head) {
	if (get(32, 9) == "5349465f4d41474943") return 1
	return index(get(0, 36), "68737173") || get(1080, 2) == "53ef" || get(1111, 2) == "53ef"
}
BEGIN {
	HEX = "0123456789abcdef"
	ZERO = "00000000000000000000000000000000"
	# CUDA_VERSION=, ROCM_VERSION=, NVIDIA_DISABLE_REQUIRE=, NVIDIA_REQUIRE_<capitals>=
	KEPT = "^(435544415f56455253494f4e|524f434d5f56455253494f4e|4e56494449415f44495341424c455f52455155495245|4e56494449415f524551554952455f([45][0-9a-f])+)3d"
	# Header, table and the small objects of a usual SIF end here, where its file system begins.
	FRONT = 36864
	mark = "\n@gz " ENVIRON["GZ_IMAGES_NONCE"] " "
	for (k = 3; k < ARGC; k += 2) {
		if (!(k in bytes)) {
			long = 0
			for (i = k; i < ARGC && i < k + 128 && long < 30000; i += 2) { long += length(ARGV[i + 1]); n = i }
			sizes(k, n)
			batch(k, n)
		}
		name = quoted(ARGV[k + 1])
		size = bytes[k]; sent = 0
		split("", far)
		near = k in base ? base[k] : -1
		loaded = near >= 0 ? FRONT : load(0, FRONT)
		if (loaded < 0 || (size >= 0 && loaded < size && loaded < FRONT)) {
			printf "%sunread error\n%s", mark, ARGV[k]
			continue
		}
		if (ARGV[2] == 1 && !known()) continue
		printf "%sitem\n%s%spart head\n", mark, ARGV[k], mark
		if (size >= 0) print "size " whole(size)
		if (get(32, 9) == "5349465f4d41474943" && loaded >= 128) sif()
		else extent(0, loaded < 2048 ? loaded : 2048)
	}
	exit 0
}
'
