# The stores of podman and docker.

# gz_images_look PLACE ...: one look at these, at the stores, and at the lists in those, which are written anew whenever an
# image or a layer comes or goes: while they are as they were, nothing else of a store need be read.
gz_images_look() {
	gz_images_todo=$gz_images_kinds
	while [ -n "$gz_images_todo" ]; do
		gz_images_p=${gz_images_todo%%"$gz_images_nl"*}
		gz_images_todo=${gz_images_todo#*"$gz_images_nl"}
		gz_images_p=${gz_images_p#* }
		gz_at "$gz_images_p"
		gz_images_real=$gz_at_is
		set -- "$@" "$gz_images_p"
		for gz_images_f in "$gz_images_real"/*-images/images.json "$gz_images_real"/*-layers/layers.json; do
			set -- "$@" "$gz_images_p${gz_images_f#"$gz_images_real"}"
		done
	done
	gz_look "$@"
}

# A store of podman, as its files have it (github.com/containers/storage, images.go): podman itself is
# not started, for it would make a store where there is none, and `podman images` prints nothing at
# all when a single manifest list lacks this machine's architecture.
gz_images_podman() {
	gz_images_proof=
	for gz_images_f in "$gz_images_real"/*-images "$gz_images_real"/*-layers; do
		gz_inside "$gz_images_f"
		[ -d "$gz_at_is" ] || continue
		gz_inside "$gz_images_f/${gz_images_f##*-}.json"
		gz_images_json=$gz_at_is
		if [ ! -r "$gz_images_f" ] || { [ -e "$gz_images_json" ] && [ ! -r "$gz_images_json" ]; }; then
			gz_end_root failed permission "$gz_images_json cannot be read by this account"
			return 0
		fi
		[ -f "$gz_images_json" ] || continue
		gz_at_is=$gz_images_json
		gz_seen || gz_seen_is=no
		# Inode, change, size, writing; the rights between them are not of it.
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* * }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
		gz_seen_is=${gz_seen_is#* }
		gz_images_proof=$gz_images_proof.${gz_seen_is%% *}
	done
	case $gz_images_proof in *[!0-9.]*) gz_images_proof= ;; esac
	[ -z "$GZ_CONTENTS" ] || gz_within_asked
	! gz_elsewhere ${gz_images_proof:+"podman:${gz_images_proof#.}"} || return 0
	for gz_images_f in "$gz_images_real"/*-images "$gz_images_real"/*-layers; do
		gz_inside "$gz_images_f/${gz_images_f##*-}.json"
		gz_images_json=$gz_at_is
		[ -f "$gz_images_json" ] || continue
		gz_images_name=${gz_images_f##*/}
		case $gz_images_name in *[!a-z0-9-]*) continue ;; esac
		gz_part "$gz_images_name.json"
		cat "$gz_images_json" 2>/dev/null
	done
	for gz_images_f in "$gz_images_real"/*-images/*/manifest; do
		gz_images_dir=${gz_images_f%/manifest}
		gz_inside "$gz_images_f"
		gz_images_f=$gz_at_is
		[ -f "$gz_images_f" ] && [ -r "$gz_images_f" ] || continue
		gz_item "${gz_images_dir##*/}"
		gz_part manifest
		cat "$gz_images_f" 2>/dev/null
		# Big data whose name has more than a-z, 0-9 lies under "=" and its base64: this is "sha256:".
		for gz_images_f in "$gz_images_dir"/=c2hhMjU2O*; do
			gz_inside "$gz_images_f"
			gz_images_f=$gz_at_is
			[ -f "$gz_images_f" ] && [ -r "$gz_images_f" ] || continue
			gz_part config
			gz_images_config "$gz_images_f"
			break
		done
	done
	gz_end_root present
}

# Docker's images, as its daemon tells them. The root is named after the daemon's usual folder, though
# that may lie elsewhere: it stands for "the docker of this node".
gz_images_docker() {
	gz_images_p=/var/lib/docker
	if [ -n "$GZ_ROOT" ]; then
		gz_have docker-image-ids || return 0
		gz_root docker-store "$gz_images_p"
		gz_images_docker_read
		return 0
	fi
	gz_images_socket=/var/run/docker.sock
	case ${DOCKER_HOST:-} in unix://*) gz_images_socket=${DOCKER_HOST#unix://} ;; esac
	gz_images_docker_at
	# Docker without root has its socket among the account's own, and its images in the home.
	case ${XDG_RUNTIME_DIR:-} in /*) ;; *) return 0 ;; esac
	[ "$gz_images_socket" != "$XDG_RUNTIME_DIR/docker.sock" ] || return 0
	gz_images_socket=$XDG_RUNTIME_DIR/docker.sock
	gz_images_p=${HOME%/}/.local/share/docker
	gz_images_docker_at
}

# The docker behind gz_images_socket, whose images are told under gz_images_p.
gz_images_docker_at() {
	# podman can answer under docker's name; its store has been read above.
	if [ -L "$gz_images_socket" ]; then
		case $(readlink "$gz_images_socket") in *podman*) return 0 ;; esac
	fi
	if [ ! -S "$gz_images_socket" ]; then
		case "$gz_images_nl$gz_images_list$gz_images_nl" in
		*"$gz_images_nl$gz_images_p$gz_images_nl"*) ;;
		*) [ -d "$gz_images_p" ] || return 0 ;;
		esac
		gz_root docker-store "$gz_images_p"
		if [ -d "$gz_images_p" ]; then
			gz_end_root failed no-daemon "$gz_images_socket is not there: the docker daemon does not run"
		else
			gz_gone "$gz_images_p"
		fi
		return 0
	fi
	gz_root docker-store "$gz_images_p"
	if [ ! -r "$gz_images_socket" ] || [ ! -w "$gz_images_socket" ]; then
		gz_end_root failed permission "$gz_images_socket is closed to this account"
	elif ! gz_have docker; then
		gz_end_root failed no-program "$gz_images_socket is there, but no docker program to ask with"
	else
		gz_images_docker_read
	fi
}

gz_images_docker_read() {
	gz_images_ids=$(gz_run docker-image-ids 20 docker -H "unix://$gz_images_socket" image ls -q --no-trunc)
	gz_images_rc=$?
	if [ "$gz_images_rc" -ne 0 ]; then
		gz_end_root failed error "docker image ls: exit code $gz_images_rc"
		return 0
	fi
	set --
	for gz_images_id in $gz_images_ids; do
		case $gz_images_id in *[!a-z0-9:]*) continue ;; esac
		case " $* " in *" $gz_images_id "*) continue ;; esac
		set -- "$@" "$gz_images_id"
	done
	if [ "$#" -gt 0 ]; then
		gz_part ids
		printf '%s\n' "$@"
		gz_part inspect
		# The variables of an image may hold its owner's secrets: those stay that decide where it runs, as in gz_images_config.
		gz_run docker-image-inspect 30 docker -H "unix://$gz_images_socket" image inspect "$@" |
			awk '
			on && /^ *\],?\r?$/ { on = 0 }
			on && /^ *"(CUDA_VERSION|ROCM_VERSION|NVIDIA_DISABLE_REQUIRE|NVIDIA_REQUIRE_[A-Z]+)=/ { sub(/,?\r?$/, ""); print "," $0 }
			!on { print }
			/^ *"Env": \[\r?$/ { on = 1; print "\"=looked\"" }'
	fi
	gz_end_root present
}
