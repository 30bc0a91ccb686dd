"""Asks mirrorlist_server for a mirror list: /mirrorlist?repo=fedora-40&arch=x86_64

The socket is the one of the settings that mmconf renders; SetEnv MIRRORLIST_SETTINGS names another file of them.
Without a repo the answer is a comment, from the server all the same: a health check is content with that.
"""

import configparser
import functools
import json
import socket
from urllib.parse import parse_qs

DEFAULT_SETTINGS = "/etc/mirrormanager/mirrorlist_server.conf"
SECONDS = 30


@functools.lru_cache(maxsize=1)
def socket_file(settings):
    parser = configparser.RawConfigParser()
    with open(settings, encoding="utf-8") as file:
        parser.read_file(file)
    return parser["mirrorlist_server"]["socket_file"]


def ask(path, wanted):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(SECONDS)
        connection.connect(path)
        connection.sendall(json.dumps(wanted).encode() + b"\n")
        with connection.makefile("rb") as answer:
            return answer.read()


def application(environ, start_response):
    query = parse_qs(environ.get("QUERY_STRING", ""))
    wanted = {name: query.get(name, [""])[0] for name in ("repo", "arch")}
    try:
        body = ask(socket_file(environ.get("MIRRORLIST_SETTINGS", DEFAULT_SETTINGS)), wanted)
        status = "200 OK"
    except OSError as error:
        body = f"mirrorlist_server does not answer: {error.strerror or error}\n".encode()
        status = "503 Service Unavailable"
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
