# packages: what the node's own package manager has installed, with versions.
#
# dpkg's, apk's and pacman's databases are text and read here by one awk each; rpm's is not, so rpm itself is asked
# once for the whole list, signatures unchecked. As root it may touch the -shm file beside its database, as every rpm -q
# does; as another account it cannot. No package is asked for by itself, and nothing is looked up in a repository.

facet_packages() {
	gz_packages_any='' gz_packages_failed=''
	gz_packages_dpkg
	gz_packages_rpm
	gz_packages_pacman
	for gz_packages_p in /lib/apk/db/installed /usr/lib/apk/db/installed; do
		gz_at "$gz_packages_p"
		[ -f "$gz_at_is" ] || continue
		gz_packages_fields apk '^(P|V|A|o):' "$gz_at_is"
		break
	done
	if [ -n "$gz_packages_failed" ]; then
		gz_end failed "${gz_packages_failed%% *}" "${gz_packages_failed#* }"
	elif [ -n "$gz_packages_any" ]; then
		gz_end present
	elif gz_packages_looked; then
		gz_end absent not-installed "there is no database of dpkg, rpm, apk or pacman"
	else
		gz_end failed permission "/var/lib cannot be read by this account"
	fi
}

# gz_packages_looked: could the folders of the databases be seen at all?
gz_packages_looked() {
	for gz_packages_p in /var/lib /usr/lib; do
		gz_at "$gz_packages_p"
		[ ! -e "$gz_at_is" ] || { [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; } || return 1
	done
}

# gz_packages_fields PART PATTERN FILE ...: of databases of "field: value" blocks the lines that matter.
gz_packages_fields() {
	gz_packages_part=$1 gz_packages_want=$2
	shift 2
	for gz_packages_f; do
		[ ! -r "$gz_packages_f" ] || continue
		gz_packages_failed="permission ${gz_packages_f#"$GZ_ROOT"} cannot be read by this account"
		return
	done
	gz_packages_any=1
	gz_part "$gz_packages_part"
	GZ_WANT=$gz_packages_want awk 'FNR == 1 { print "" } $0 ~ ENVIRON["GZ_WANT"] || $0 == "" { print }' "$@" 2>/dev/null
}

# deb-status(5). Images without dpkg have a file a package in status.d; distroless ones keep sums beside them.
gz_packages_dpkg() {
	set --
	gz_at /var/lib/dpkg/status
	[ ! -f "$gz_at_is" ] || set -- "$gz_at_is"
	gz_at /var/lib/dpkg/status.d
	for gz_packages_f in "$gz_at_is"/*; do
		case $gz_packages_f in *.md5sums) continue ;; esac
		gz_inside "$gz_packages_f"
		[ ! -f "$gz_at_is" ] || set -- "$@" "$gz_at_is"
	done
	[ "$#" -eq 0 ] || gz_packages_fields dpkg '^(Package|Status|Version|Architecture|Source):' "$@"
}

# pacman's local database (libalpm, be_local.c): a folder a package, in it a file "desc" of %FIELD% lines with their value below.
gz_packages_pacman() {
	gz_at /var/lib/pacman/local
	gz_packages_count=0 gz_packages_arch=''
	set --
	for gz_packages_f in "$gz_at_is"/*/desc; do
		gz_inside "$gz_packages_f"
		[ -f "$gz_at_is" ] || continue
		if [ ! -r "$gz_at_is" ]; then
			gz_packages_failed="permission ${gz_packages_f#"$GZ_ROOT"} cannot be read by this account"
			return
		fi
		if [ -z "$gz_packages_arch" ]; then
			gz_packages_any=1 gz_packages_arch=1
			gz_part pacman
		fi
		set -- "$@" "$gz_at_is"
		gz_packages_count=$((gz_packages_count + 1))
		# Each addition to a list of arguments copies it.
		if [ "$gz_packages_count" -eq 400 ]; then
			gz_packages_desc "$@"
			gz_packages_count=0
			set --
		fi
	done
	[ "$#" -eq 0 ] || gz_packages_desc "$@"
}

# gz_packages_desc FILE ...: of each the fields that matter, as a block of "FIELD: value" lines.
gz_packages_desc() {
	awk '
	FNR == 1 { print ""; want = "" }
	want != "" { print want ": " $0; want = ""; next }
	/^%(NAME|VERSION|BASE|ARCH)%$/ { want = substr($0, 2, length($0) - 2) }' "$@" 2>/dev/null
}

# rpm(8). Of a root folder rpm would have to write locks to read it: only a recorded list is read there.
gz_packages_rpm() {
	gz_packages_db=''
	for gz_packages_p in /usr/lib/sysimage/rpm /var/lib/rpm; do
		for gz_packages_f in rpmdb.sqlite Packages.db Packages; do
			gz_at "$gz_packages_p/$gz_packages_f"
			[ ! -e "$gz_at_is" ] || gz_packages_db=$gz_packages_p
		done
		gz_at "$gz_packages_p"
		if [ -d "$gz_at_is" ] && ! { [ -r "$gz_at_is" ] && [ -x "$gz_at_is" ]; }; then
			gz_packages_failed="permission $gz_packages_p cannot be read by this account"
			return
		fi
	done
	[ -n "$gz_packages_db" ] || return 0
	if [ -n "$GZ_ROOT" ] && ! gz_have rpm-qa; then
		gz_packages_failed="no-program the rpm database of a root folder is not read: record rpm -qa there"
		return
	elif [ -z "$GZ_ROOT" ] && ! gz_have rpm; then
		gz_packages_failed="no-program there is an rpm database in $gz_packages_db and no rpm to read it"
		return
	fi
	gz_part rpm
	gz_run rpm-qa 45 rpm -qa --nosignature --nodigest --qf '%{NAME}\t%{EPOCH}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\t%{VENDOR}\n'
	gz_packages_rc=$?
	case $gz_packages_rc in
	0) gz_packages_any=1 ;;
	124 | 137) gz_packages_failed="timeout rpm -qa did not end within 45 s" ;;
	*) gz_packages_failed="crashed rpm -qa ended with exit code $gz_packages_rc" ;;
	esac
}
