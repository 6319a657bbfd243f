# Images that are folders: sandboxes, and OCI layouts.

# gz_images_sandbox FOLDER MARKER: an unpacked image. What is read are plain files: a link inside
# may point out of the image.
gz_images_sandbox() {
	gz_clock
	if [ "${gz_clock_is:-0}" -gt "$gz_images_until" ]; then
		gz_unread limit "$gz_images_rel"
		return 0
	fi
	gz_item "$gz_images_rel"
	gz_part sandbox
	printf '%s\n' "$2"
	if [ -n "$gz_images_link" ]; then
		gz_part link
		printf '%s' "$gz_images_link"
	fi
	for gz_images_f in labels.json Singularity; do
		[ ! -L "$1/.singularity.d" ] && [ ! -L "$1/.singularity.d/$gz_images_f" ] || continue
		[ -f "$1/.singularity.d/$gz_images_f" ] && [ -r "$1/.singularity.d/$gz_images_f" ] || continue
		gz_part "$gz_images_f"
		dd "if=$1/.singularity.d/$gz_images_f" bs=65536 count=1 2>/dev/null
	done
	# The first 20 bytes of a program tell the architecture (elf(5), e_machine).
	for gz_images_f in usr/bin/env usr/bin/bash usr/bin/dash usr/bin/busybox bin/busybox bin/bash bin/dash; do
		[ ! -L "$1/${gz_images_f%/*}" ] && [ ! -L "$1/usr" ] && [ ! -L "$1/$gz_images_f" ] || continue
		[ -f "$1/$gz_images_f" ] && [ -r "$1/$gz_images_f" ] || continue
		gz_part elf
		od -A d -t x1 -N 20 "$1/$gz_images_f" 2>/dev/null
		break
	done
}

# gz_images_layout FOLDER: an OCI layout (OCI image specification, image-layout.md), such as the layers that
# Apptainer keeps under cache/blob: its index, and of each image the manifest and configuration.
gz_images_layout() {
	gz_images_blobs=0
	gz_inside "$1/index.json"
	if [ ! -f "$gz_at_is" ] || [ ! -r "$gz_at_is" ]; then
		gz_unread permission "$gz_images_rel"
		return 0
	fi
	gz_item "$gz_images_rel"
	gz_part index.json
	dd "if=$gz_at_is" bs=65536 count=16 2>/dev/null
	for gz_images_hex in $(gz_images_digests "$gz_at_is"); do
		gz_images_blob "$1" "$gz_images_hex" || continue
		for gz_images_hex in $(gz_images_digests "$gz_at_is"); do
			gz_images_blob "$1" "$gz_images_hex" || continue
		done
	done
}

# gz_images_blob LAYOUT HEX: a small blob as a part.
gz_images_blob() {
	gz_images_blobs=$((gz_images_blobs + 1))
	[ "$gz_images_blobs" -le 400 ] || return 1
	gz_inside "$1/blobs/sha256/$2"
	[ -f "$gz_at_is" ] && [ -r "$gz_at_is" ] || return 1
	gz_part "blobs/sha256/$2"
	gz_images_config "$gz_at_is"
}

# gz_images_config FILE: the configuration of an image without what it sets in the environment, and without
# the commands of its history, which set it: both may hold secrets. Of each command a checksum stays, so
# that histories can still be compared; of the environment what decides where the image runs, behind a word that says
# that it was looked for. Other JSON passes unchanged.
gz_images_config() {
	dd "if=$1" bs=65536 count=8 2>/dev/null | awk "$GZ_IMAGES_CONFIG"
}

GZ_IMAGES_CONFIG='
BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
function checksum(word,    i, n) {
	n = 5381
	for (i = 1; i <= length(word); i++) n = (n * 33 + code[substr(word, i, 1)]) % 2147483647
	return n
}
{ text = text $0 "\n" }
END {
	while (match(text, /"(Env|created_by)"[ \t\r\n]*:[ \t\r\n]*["[]/)) {
		head = substr(text, 1, RSTART + RLENGTH - 1)
		text = substr(text, RSTART + RLENGTH)
		printf "%s", head
		if (substr(head, length(head)) == "[") {
			printf "%s", "\"=looked\""
			while (match(text, /^[ \t\r\n,]*"([^"\\]|\\.)*"/)) {
				word = substr(text, 1, RLENGTH)
				text = substr(text, RLENGTH + 1)
				sub(/^[ \t\r\n,]*/, "", word)
				if (word ~ /^"(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/) printf "%s", "," word
			}
			# Not a list of strings, or cut: nothing of the rest is safe to show.
			if (text !~ /^[ \t\r\n]*\]/) exit
		} else if (match(text, /^([^"\\]|\\.)*"/)) {
			printf "%s", checksum(substr(text, 1, RLENGTH - 1))
			text = substr(text, RLENGTH)
		} else exit
	}
	printf "%s", text
}
'

# gz_images_digests FILE: of an index the manifests, of a manifest the configuration; never a layer.
gz_images_digests() {
	dd "if=$1" bs=65536 count=16 2>/dev/null | awk '
	{ text = text $0 }
	END {
		index_ = match(text, /"manifests"[ \t\r]*:/)
		if (!index_ && !match(text, /"config"[ \t\r]*:/)) exit
		text = substr(text, RSTART)
		while (match(text, /"digest"[ \t\r]*:[ \t\r]*"sha256:[0-9a-f]*"/)) {
			hex = substr(text, RSTART, RLENGTH)
			text = substr(text, RSTART + RLENGTH)
			sub(/.*sha256:/, "", hex); sub(/"$/, "", hex)
			if (length(hex) == 64 && !seen[hex]++) print hex
			if (!index_) exit
		}
	}'
}
