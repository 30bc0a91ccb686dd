#!/usr/bin/python3
"""A mirror list server as small as it can be: it forks a child for each connection to its UNIX socket.

Its settings are the file that mmconf renders from templates/mirrorlist-server/. A client sends one line of JSON,
{"repo": "fedora-40", "arch": "x86_64"}, and is sent the mirrors of that repository, one to a line. The mirrors come
from cache_file: JSON, {"fedora-40": {"x86_64": ["https://...", ...]}}.
"""

import configparser
import json
import logging
import os
import signal
import socketserver
import sys
from dataclasses import dataclass

DEFAULT_SETTINGS = "/etc/mirrormanager/mirrorlist_server.conf"
SECTION = "mirrorlist_server"
LONGEST_REQUEST = 4096
# A client that says nothing would hold one of max_children for good.
SECONDS_TO_ASK = 30


@dataclass(frozen=True)
class Settings:
    socket_file: str
    cache_file: str
    log_file: str | None
    request_queue_size: int
    max_children: int
    reap_children: bool


class SettingsError(Exception):
    pass


def read_settings(path):
    parser = configparser.RawConfigParser()
    try:
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
        section = parser[SECTION]
        return Settings(
            socket_file=section["socket_file"],
            cache_file=section["cache_file"],
            log_file=section.get("log_file"),
            request_queue_size=section.getint("request_queue_size"),
            max_children=section.getint("max_children"),
            reap_children=section.getboolean("reap_children"),
        )
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except KeyError as error:
        raise SettingsError(f"{path}: {error.args[0]} is not set") from error
    except (configparser.Error, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error


def read_cache(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        raise SettingsError(f"cache_file {path}: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"cache_file {path} is not JSON: {error}") from error


def mirrors_for(cache, line):
    """The answer to one request: the mirrors, or a comment that says why there are none."""
    try:
        wanted = json.loads(line)
        repo, arch = str(wanted["repo"]), str(wanted["arch"])
    except (ValueError, TypeError, KeyError):
        return '# send {"repo": ..., "arch": ...}\n'
    mirrors = cache.get(repo, {}).get(arch, [])
    if not mirrors:
        return f"# no mirrors of repo {repo!r} for arch {arch!r}\n"
    return "".join(f"{mirror}\n" for mirror in mirrors)


def make_server(settings, cache):
    class Handler(socketserver.StreamRequestHandler):
        timeout = SECONDS_TO_ASK

        def handle(self):
            answer = mirrors_for(cache, self.rfile.readline(LONGEST_REQUEST))
            self.wfile.write(answer.encode())

    # The constructor calls listen(), so what the class says here is what counts; the instance is too late.
    class Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
        request_queue_size = settings.request_queue_size
        max_children = settings.max_children

        def handle_error(self, request, client_address):
            logging.exception("a request failed")

    return Server(settings.socket_file, Handler)


def remove_stale_socket(path):
    """A server that was killed leaves its socket behind, and bind() refuses a path that is there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def stop(*_):
    raise SystemExit(0)


def main(arguments):
    try:
        settings = read_settings(arguments[0] if arguments else DEFAULT_SETTINGS)
        cache = read_cache(settings.cache_file)
    except SettingsError as error:
        print(f"mirrorlist_server: {error}", file=sys.stderr)
        return 2
    logging.basicConfig(filename=settings.log_file, level=logging.INFO, format="%(asctime)s %(message)s")
    if not settings.reap_children:
        # As the server did that the outage was traced to. With nothing to wait for, a server at max_children
        # waits until every child has ended, not just one.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    remove_stale_socket(settings.socket_file)
    with make_server(settings, cache) as server:
        os.chmod(settings.socket_file, 0o666)
        logging.info(
            "listening on %s, request_queue_size %d, max_children %d",
            settings.socket_file,
            settings.request_queue_size,
            settings.max_children,
        )
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
