"""An app server of so many slots: each takes the next connection of the kernel's backlog, holds it, and answers.

stub_server.py HOST PORT SLOTS BACKLOG MEAN DISTRIBUTION: what a request does not say of its time is drawn; mean in s.
"""

import math
import random
import re
import socket
import sys
import threading
import time

SAID = re.compile(rb"^x-service-time: ([\d.]+)", re.I | re.M)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\ndone\n"


def drawn(mean: float, distribution: str, stream: random.Random) -> float:
    if distribution == "fixed":
        return mean
    if distribution == "lognormal":
        return stream.lognormvariate(math.log(mean) - 0.32, 0.8)
    return stream.expovariate(1 / mean)


def serve(listener: socket.socket, mean: float, distribution: str, stream: random.Random) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = connection.recv(4096)
                    if not more:
                        break
                    head += more
                if not head:
                    continue
                said = SAID.search(head)
                time.sleep(float(said[1]) / 1000 if said else drawn(mean, distribution, stream))
                connection.sendall(ANSWER)
            except OSError:
                pass  # The other side has given up.


def main(host: str, port: str, slots: str, backlog: str, mean: str, distribution: str) -> None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, int(port)))
    listener.listen(int(backlog))
    for slot in range(int(slots)):
        stream = random.Random(f"{host} {slot}")
        threading.Thread(target=serve, args=(listener, float(mean), distribution, stream)).start()


main(*sys.argv[1:])
