#!/usr/bin/env bash
# npm run test:docker: checks docker-compose.yml, builds the image and runs one app in it. Neither a
# Docker engine nor an image registry is needed: buildah builds on a local base image, a bare Debian
# with this machine's Node.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
store=(--root "$work/images" --runroot "$work/run")
app_pid=

tidy_up() {
  [ -z "$app_pid" ] || kill -KILL "$app_pid" 2>/dev/null || true
  buildah "${store[@]}" rm --all >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap tidy_up EXIT

fail() {
  echo "docker: $1" >&2
  exit 1
}

# This check is skipped if its tools are missing; in CI that is a failure.
skip() {
  echo "docker: skipped, $1"
  [ "${CI:-}" != true ]
  exit
}

missing=()
for tool in buildah debootstrap docker-compose; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 || tail -5 "$work/apt.log" >&2
fi
for tool in "${missing[@]}"; do
  command -v "$tool" >/dev/null || skip "$tool is missing (as root: apt-get install $tool)"
done
[ "$(id -u)" = 0 ] || skip 'debootstrap needs root'

docker-compose -f docker-compose.yml config --quiet || fail 'docker-compose.yml is not valid'
echo 'docker: docker-compose.yml is valid'

echo 'docker: making a base image'
debootstrap --variant=minbase --include=ca-certificates "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/base" >"$work/debootstrap.log" 2>&1 ||
  { tail -5 "$work/debootstrap.log" >&2; fail 'debootstrap made no base'; }
rm -rf "$work/base"/var/cache/apt/* "$work/base"/var/lib/apt/lists/* "$work/base"/usr/share/{doc,locale,man}
install -D "$(readlink -f "$(command -v node)")" "$work/base/usr/local/bin/node"

# The run stage gets a bare Node, the build stage also npm, as in Docker's official Node images.
image_of() {
  local container
  container=$(buildah "${store[@]}" from scratch)
  buildah "${store[@]}" copy -q "$container" "$work/base" / >/dev/null
  buildah "${store[@]}" config --env PATH=/usr/local/bin:/usr/bin:/bin "$container"
  buildah "${store[@]}" commit -q "$container" "$1" >/dev/null
  buildah "${store[@]}" rm "$container" >/dev/null
}
image_of localhost/base
mkdir -p "$work/base/usr/local/lib/node_modules"
cp -r "$(npm root -g 2>/dev/null)/npm" "$work/base/usr/local/lib/node_modules/npm"
for command in npm npx; do ln -s "../lib/node_modules/npm/bin/$command-cli.js" "$work/base/usr/local/bin/$command"; done
image_of localhost/build-base
rm -rf "$work/base"

# npm's settings on this machine (a certificate, a mirror) are mounted for the build alone and must
# not end up in the image.
mounts=()
mount_file() { [ ! -f "$1" ] || mounts+=(--volume "$1:$2:ro"); }
certificates=$(npm config get cafile 2>/dev/null)
mount_file "$certificates" "$certificates"
mount_file "$(npm config get globalconfig 2>/dev/null)" /usr/local/etc/npmrc
mount_file "$(npm config get userconfig 2>/dev/null)" /root/.npmrc

echo 'docker: building the image'
buildah "${store[@]}" bud -q "${mounts[@]}" --build-arg BUILD_BASE=localhost/build-base --build-arg BASE=localhost/base \
  --format docker -t localhost/eureka-nest . >"$work/build.log" 2>&1 ||
  { tail -60 "$work/build.log" >&2; fail 'the image could not be built'; }

size_of() { buildah "${store[@]}" images --format '{{.Size}}' "$1"; }
echo "docker: image size $(size_of localhost/eureka-nest), of which the base is $(size_of localhost/base)"

container=$(buildah "${store[@]}" from localhost/eureka-nest)
inside=$(buildah "${store[@]}" mount "$container")
for npm_settings in "$inside/root/.npmrc" "$inside/usr/local/etc/npmrc"; do
  [ ! -s "$npm_settings" ] || fail "$npm_settings is in the image: it must not be"
done

port=$(node -e "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); this.close(); })")
buildah "${store[@]}" run --env "PORT=$port" "$container" -- \
  sh -c 'id -u > data/user; echo $$ > data/pid; exec node eureka-7001.mjs' >"$work/app.log" 2>&1 &
running=$!
for _ in $(seq 100); do
  curl -fs "http://127.0.0.1:$port/actuator/health" >"$work/health" 2>/dev/null && break
  kill -0 $running 2>/dev/null || break
  sleep 0.2
done
[ -s "$work/health" ] || { cat "$work/app.log" >&2; fail 'the app in the image did not respond within 20 s'; }
app_pid=$(cat "$inside/app/data/pid")
[ "$(cat "$inside/app/data/user")" != 0 ] || fail 'the app runs as root'
echo "docker: eureka-7001 responds on 127.0.0.1:$port: $(cat "$work/health"), as user $(cat "$inside/app/data/user")"

kill -TERM "$app_pid"
for _ in $(seq 50); do
  kill -0 $running 2>/dev/null || break
  sleep 0.1
done
kill -0 $running 2>/dev/null && fail 'the app did not stop within 5 s of SIGTERM'
app_pid=
echo 'docker: eureka-7001 stops on SIGTERM'
