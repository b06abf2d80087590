# The part of `aimaq publish` that runs on the machine with the target's folder, in POSIX sh:
# `sh -c "$(cat host.sh)" host COMMAND ROOT …`.
#
# ROOT/.aimaq                 marks the folder as ours
# ROOT/current                a symbolic link to the release that readers see
# ROOT/releases/NAME          a whole site; NAME is its moment in UTC
# ROOT/manifests/NAME         its own files, as sha256sum prints them
# ROOT/incoming/DIGEST        a release that is being sent, by the digest of its manifest
set -eu
umask 022
export LC_ALL=C TZ=UTC
command=$1 root=$2
shift 2

current() { readlink "$root/current" 2>/dev/null | sed 's|.*/||' || :; }

point() { # point NAME: make it the current release, in one rename, so that readers always find a site
  rm -f "$root/.current.next"
  ln -s "releases/$1" "$root/.current.next"
  # POSIX's mv would move it into the folder that the old link leads to: -T is GNU's and busybox's, -h BSD's.
  mv -fT "$root/.current.next" "$root/current" 2>/dev/null || mv -fh "$root/.current.next" "$root/current"
}

carry() ( # carry FOLDER PATTERN NAME...: link into it the files of these releases that match, which never change
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
  chmod a+rx "$root" 2>/dev/null || : # somebody may have made it with another umask, or own it
}

tidy() { # tidy NAME...: delete these releases, and everything in incoming
  for each in "$@"; do # moved first, so that a release is never seen half deleted
    mv "$root/releases/$each" "$root/incoming/$each"
    rm -f "$root/manifests/$each"
  done
  rm -rf "$root/incoming"/*
}

kept() { # kept [NAME...]: print all releases except these
  for each in $(ls "$root/releases"); do
    case " $* " in *" $each "*) ;; *) echo "$each" ;; esac
  done
}

case $command in
state) # state [new]: print the folder's state, a word and its value a line, then the manifest of the current release;
  # with "new" make the folder if there is none
  command -v rsync >/dev/null || echo "rsync missing"
  echo "clock $(date -u +%Y%m%dT%H%M%SZ)"
  # A site's own folder has a folder .aimaq, which is its cache.
  if [ ! -f "$root/.aimaq" ] || ! grep -q "kept by Aimaq" "$root/.aimaq"; then
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
read) # read NAME PATH...: print files of a release, each after a line with its size in bytes, "missing" if there is none
  name=$1
  shift
  for path in "$@"; do
    file=$root/releases/$name/$path
    if [ -f "$file" ]; then
      wc -c <"$file"
      cat "$file"
    else
      echo missing
    fi
  done
  ;;
switch) # switch DIGEST NAME SEEN PATTERN DROP...: make what was sent the current release, if the current one is still
  # SEEN; the manifest is standard input, the releases DROP are deleted
  digest=$1 name=$2 seen=$3 pattern=$4
  shift 4
  [ "$(current)" = "$seen" ] || exit 75
  incoming=$root/incoming/$digest
  cat >"$root/manifests/$name.next"
  # A new file has one link. Its time becomes that of the release, which is later than that of the file it replaces by
  # a second at least: browsers and caches tell versions apart by it.
  stamp=$(echo "$name" | sed 's/^\(........\)T\(....\)\(..\)Z$/\1\2.\3/')
  find "$incoming" -type f -links 1 -exec touch -t "$stamp" {} +
  carry "$incoming" "$pattern" $(kept "$@")
  mv "$root/manifests/$name.next" "$root/manifests/$name"
  mv "$incoming" "$root/releases/$name"
  sync -f "$root" 2>/dev/null || sync
  point "$name"
  tidy "$@" || : # the site is published; what could not be deleted is tried again next time
  ;;
rollback) # rollback NAME SEEN PATTERN: make an older release current, if the current one is still SEEN
  name=$1 seen=$2 pattern=$3
  [ "$(current)" = "$seen" ] || exit 75
  carry "$root/releases/$name" "$pattern" $(kept "$name")
  point "$name"
  ;;
esac
