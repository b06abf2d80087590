# What `aimaq publish` does on the machine that serves the site, in POSIX sh: `sh -c "$(cat host.sh)" host COMMAND ROOT …`.
#
# ROOT/.aimaq                 says that the folder is ours
# ROOT/current                a link to the release that readers see
# ROOT/releases/NAME          a site, whole; NAME is its moment in UTC
# ROOT/manifests/NAME         its own files, as sha256sum prints them
# ROOT/incoming/DIGEST        a release on its way, by the digest of its manifest
set -eu
umask 022
export LC_ALL=C TZ=UTC
command=$1 root=$2
shift 2

current() { readlink "$root/current" 2>/dev/null | sed 's|.*/||' || :; }

point() { # point NAME: readers see the release from now on; one rename, and no moment without a site
  rm -f "$root/.current.next"
  ln -s "releases/$1" "$root/.current.next"
  # POSIX's mv would move it into the folder that the old link leads to: -T is GNU's and busybox's, -h BSD's.
  mv -fT "$root/.current.next" "$root/current" 2>/dev/null || mv -fh "$root/.current.next" "$root/current"
}

carry() ( # carry FOLDER PATTERN NAME...: give it the files of these releases whose names never mean anything else
  # (a function in round brackets has variables of its own)
  to=$1 pattern=$2
  shift 2
  for name in "$@"; do
    grep -E "^.{66}${pattern#^}" "$root/manifests/$name" | cut -c 67- | while IFS= read -r path; do
      for file in "$path" "$path.br" "$path.zst" "$path.gz"; do
        [ -e "$root/releases/$name/$file" ] && [ ! -e "$to/$file" ] || continue
        mkdir -p "$(dirname "$to/$file")"
        ln "$root/releases/$name/$file" "$to/$file"
      done
    done
  done
)

prepare() {
  mkdir -p "$root"
  echo "This folder is kept by Aimaq's aimaq publish: serve its link current, and change nothing here." >"$root/.aimaq"
  mkdir -p "$root/releases" "$root/manifests" "$root/incoming"
}

tidy() { # tidy NAME...: these releases go, and whatever else was on its way
  for each in "$@"; do # a release that is being removed is none
    mv "$root/releases/$each" "$root/incoming/$each"
    rm -f "$root/manifests/$each"
  done
  rm -rf "$root/incoming"/*
}

kept() { # kept [NAME...]: the releases there are, but for these
  for each in $(ls "$root/releases"); do
    case " $* " in *" $each "*) ;; *) echo "$each" ;; esac
  done
}

case $command in
state) # state [new]: the folder, as lines of a word and its value, then the manifest of the current release; with
  # "new" the folder is laid out if there is none
  command -v rsync >/dev/null || echo "rsync missing"
  echo "clock $(date -u +%Y%m%dT%H%M%SZ)"
  if [ ! -e "$root/.aimaq" ]; then
    if [ -e "$root" ] && [ -n "$(ls -A "$root")" ]; then
      echo "folder foreign"
    else
      echo "folder new"
      [ -z "$*" ] || prepare
    fi
    exit 0
  fi
  echo "folder ours"
  for each in $(ls "$root/releases" 2>/dev/null); do echo "release $each"; done
  for each in $(ls "$root/incoming" 2>/dev/null); do echo "incoming $each"; done
  now=$(current)
  [ -n "$now" ] || exit 0
  echo "current $now"
  cat "$root/manifests/$now"
  ;;
switch) # switch DIGEST NAME SEEN PATTERN DROP...: what has come in becomes a release; its manifest is standard input
  digest=$1 name=$2 seen=$3 pattern=$4
  shift 4
  [ "$(current)" = "$seen" ] || exit 75
  incoming=$root/incoming/$digest
  cat >"$root/manifests/$name.next"
  # What is new here has no other name yet. Its time is that of the release: later than that of what it replaces, by a
  # second at least, however fast one release follows the other, since that is how browsers and caches tell them apart.
  stamp=$(echo "$name" | sed 's/^\(........\)T\(....\)\(..\)Z$/\1\2.\3/')
  find "$incoming" -type f -links 1 -exec touch -t "$stamp" {} +
  carry "$incoming" "$pattern" $(kept "$@")
  mv "$root/manifests/$name.next" "$root/manifests/$name"
  mv "$incoming" "$root/releases/$name"
  sync -f "$root" 2>/dev/null || sync
  point "$name"
  tidy "$@" || : # the site is published; what could not be removed is tried again next time
  ;;
rollback) # rollback NAME SEEN PATTERN
  name=$1 seen=$2 pattern=$3
  [ "$(current)" = "$seen" ] || exit 75
  carry "$root/releases/$name" "$pattern" $(kept "$name")
  point "$name"
  ;;
esac
