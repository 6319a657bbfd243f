# What is inside images: lists of packages, the C library, the name of the system, and the settings that decide where an
# image runs. Used by the facet images for those that the service names. Only lists are read: nothing is unpacked, nothing
# is written, and nothing in an image is run.
#
# An image is a squashfs (unsquashfs(1) -l, -cat), a folder (a sandbox), or folders that lie over each other (the layers
# of podman's overlay driver). In folders only plain files are read that no link leads to, since a link may point out of the
# image, and conda and Python packages in the places that images have them: a walk through all of an image would be
# a hundred thousand questions to a file server.
#
# Each line has a mark of ours in front: f a record, l a C library, s a database or a file of settings, d and a lines of
# dpkg's and apk's, r of rpm's, which is no text, o of os-release, v a setting, u whose packages may be in folders that are
# closed to this account; k says that libraries and settings were looked for, c and "end" how the reading of a file and of the list ended.

GZ_WITHIN_RECORDS=20000

# The images below the open root that this node was asked for, as parts of the root; a third of the facet's time at most.
# A line is the offset of a squashfs in a file, or 0, and a path: a file, a folder, or a store and the id of an image in it.
gz_within_asked() {
	[ -z "$GZ_ROOT" ] || return 0
	gz_within_rest=$GZ_CONTENTS$gz_images_nl
	while [ -n "$gz_within_rest" ]; do
		gz_images_f=${gz_within_rest%%"$gz_images_nl"*}
		gz_within_rest=${gz_within_rest#*"$gz_images_nl"}
		gz_within_at=${gz_images_f%% *}
		gz_images_f=${gz_images_f#* }
		case $gz_within_at in '' | *[!0-9]*) continue ;; esac
		case $gz_images_f in
		"$gz_images_p"/*) gz_within_rel=${gz_images_f#"$gz_images_p"/} ;;
		*) continue ;;
		esac
		gz_clock
		[ "$((${gz_clock_is:-0} + GZ_LIMIT * 33))" -lt "$gz_images_until" ] || return 0
		gz_within_file=$gz_images_real/$gz_within_rel
		gz_within_layers=
		if [ "$gz_images_kind" != folder ]; then
			gz_within_store || continue
		elif [ -d "$gz_within_file" ]; then
			gz_within_layers=$gz_within_file$gz_images_nl
		else
			[ -f "$gz_within_file" ] && [ -r "$gz_within_file" ] && gz_have unsquashfs || continue
		fi
		gz_part contents
		printf '%s %s\n' "$gz_within_at" "$gz_within_rel"
		gz_within "$((GZ_LIMIT / 4 + 1))"
	done
}

# gz_within SECONDS: the lines of one image. Some rpm databases have tens of megabytes, so that a few a visit have to do.
gz_within() {
	if [ -n "$gz_within_layers" ]; then
		gz_within_list=$(gz_within_folders)
	else
		gz_within_list=$(gz_within_squashfs "$1")
	fi
	gz_within_rpm=
	for gz_within_db in usr/lib/sysimage/rpm/rpmdb.sqlite var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db \
		var/lib/rpm/Packages.db var/lib/rpm/Packages; do
		gz_within_listed "$gz_within_db" && gz_within_rpm=$gz_within_db && break
	done
	if [ -n "$gz_within_rpm" ] && [ "$gz_within_rpms" -ge 4 ]; then
		# Not looked into now, which is not the same as nothing inside.
		echo 'end later'
		return
	fi
	printf '%s\n' "$gz_within_list"
	[ -z "$gz_within_rpm" ] || gz_within_rpmdb "$1"
	for gz_within_db in d:var/lib/dpkg/status a:lib/apk/db/installed a:usr/lib/apk/db/installed; do
		# How it ended is told as well: a damaged image gives the beginning of a database.
		{
			gz_within_cat "$1" "${gz_within_db#?:}"
			printf '\nend %s\n' "$?"
		} 2>/dev/null |
			GZ_MARK=${gz_within_db%%:*} GZ_FILE=${gz_within_db#?:} awk '
			/^end [0-9]+$/ { end = substr($0, 5); next }
			/^(Package|Status|Version|Architecture|Source):/ && ENVIRON["GZ_MARK"] == "d" { print "d " $0; next }
			/^[PVAo]:/ && ENVIRON["GZ_MARK"] == "a" { print "a " $0; next }
			$0 == "" { print ENVIRON["GZ_MARK"] " " }
			END { print "c " end " /" ENVIRON["GZ_FILE"] }'
	done
	gz_within_settings "$1"
	echo 'k 1'
}

# gz_within_listed PATH: is this database or file of settings in the image?
gz_within_listed() {
	case $gz_images_nl$gz_within_list$gz_images_nl in
	*"$gz_images_nl"s" /$1$gz_images_nl"*) return 0 ;;
	esac
	return 1
}

# gz_within_cat SECONDS PATH: a file of the image.
gz_within_cat() {
	if [ -z "$gz_within_layers" ]; then
		gz_run images-cat "$1" unsquashfs -o "$gz_within_at" -cat "$gz_within_file" "$2"
	else
		gz_within_find "$2" && [ -f "$gz_within_is" ] && [ -r "$gz_within_is" ] && cat "$gz_within_is"
	fi
}

# gz_within_settings SECONDS: what decides where the image runs, of the variables that its maker set, and no other, as
# any may hold a secret: versions of CUDA and ROCm, and what NVIDIA's container toolkit asks of a driver. Of os-release what
# names the system.
gz_within_settings() {
	for gz_within_db in usr/lib/os-release etc/os-release etc/environment .singularity.d/env/10-docker.sh \
		.singularity.d/env/10-docker2singularity.sh .singularity.d/env/90-environment.sh; do
		gz_within_listed "$gz_within_db" || continue
		{
			gz_within_cat "$1" "$gz_within_db"
			printf '\nend %s\n' "$?"
		} 2>/dev/null |
			GZ_FILE=$gz_within_db awk '
			/^end [0-9]+$/ { end = substr($0, 5); next }
			length($0) > 4095 { next }
			ENVIRON["GZ_FILE"] ~ /os-release$/ { if (/^(ID|VERSION_ID)=/) print "o " $0; next }
			/^[ \t]*(export[ \t]+)?(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/ { print "v " $0 }
			END { print "c " end " /" ENVIRON["GZ_FILE"] }'
	done
}

# gz_within_rpmdb SECONDS: rpm's database as it is, which the service reads.
gz_within_rpmdb() {
	if ! { command -v gzip && command -v base64; } >/dev/null 2>&1; then
		echo 'x no gzip or no base64'
		return
	fi
	gz_within_rpms=$((gz_within_rpms + 1))
	{
		gz_within_end=$({
			{
				gz_within_cat "$1" "$gz_within_rpm"
				printf '%s' "$?" >&3
			} 2>/dev/null | head -c 100663296 | gzip -1 -c | base64 | sed 's/^/r /' >&4
		} 3>&1)
	} 4>&1
	printf 'c %s /%s\n' "$gz_within_end" "$gz_within_rpm"
}

# gz_within_squashfs SECONDS: the list of a squashfs. The last line tells how unsquashfs ended.
gz_within_squashfs() {
	{
		gz_run images-list "$1" unsquashfs -o "$gz_within_at" -l "$gz_within_file"
		printf '\nend %s\n' "$?"
	} 2>/dev/null | awk '
	/^end [0-9]+$/ { end = $0; next }
	{ sub(/^squashfs-root/, "") }
	/\/conda-meta\/[^\/]+\.json$/ || /\/(site|dist)-packages\/[^\/]+\.(dist|egg)-info$/ { print "f " $0 }
	/^(\/usr)?\/lib(64|32)?\/([a-z0-9_]+-linux-[a-z0-9]+\/)?(libc-2\.[0-9]+\.so|libc\.so\.6|ld-musl-[a-z0-9_]+\.so\.1)$/ { print "l " $0 }
	/^\/\.singularity\.d\/env\/(10-docker[a-z0-9]*|90-environment)\.sh$/ || $0 == "/etc/environment" { print "s " $0 }
	/^(\/usr\/lib|\/etc)\/os-release$/ { print "s " $0 }
	/^(\/usr)?\/(var\/lib\/rpm|lib\/sysimage\/rpm)\/(rpmdb\.sqlite|Packages\.db|Packages)$/ ||
	/^\/var\/lib\/dpkg\/status$/ || /^(\/usr)?\/lib\/apk\/db\/installed$/ { print "s " $0 }
	END { print end }'
}
