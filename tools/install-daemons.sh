#!/bin/sh
# Installs what the tests run: HAProxy, Apache with mod_wsgi, Python, a browser for the pages, shells, and a few tools.
# For Debian and its kin. Says and does nothing where all is there; starts no service, now or at boot.
set -eu

packages="haproxy apache2 libapache2-mod-wsgi-py3 python3 iproute2 procps git patch pre-commit chromium zsh fish"
services="haproxy apache2"
policy=/usr/sbin/policy-rc.d

fail() {
  echo "install-daemons: $1" >&2
  exit 1
}

is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

command -v dpkg-query >/dev/null || fail "this is not Debian: install $packages, or what your system calls them"

missing=
for package in $packages; do
  is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

new_services=
for service in $services; do
  is_installed "$service" || new_services="$new_services $service"
done

as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "run it as root, or install sudo; missing:$missing"
  as_root=sudo
fi

# Debian starts what it installs, unless this file says no (invoke-rc.d(8)). One that is there already is left alone.
policy_is_ours=
forget_policy() {
  [ -z "$policy_is_ours" ] || $as_root rm -f "$policy"
}
trap forget_policy EXIT
trap 'exit 1' HUP INT TERM
if [ ! -e "$policy" ]; then
  policy_is_ours=yes
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
fi

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}

echo "install-daemons: installing$missing"
log=$(mktemp)
# shellcheck disable=SC2086 # a list of words
if ! { apt update && apt install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
  cat "$log" >&2
  rm -f "$log"
  fail "apt-get could not install$missing"
fi
rm -f "$log"

for service in $new_services; do
  $as_root update-rc.d "$service" disable >/dev/null 2>&1 || true
done
