import { freePort, listening } from "./machine.js";
import { startPython } from "./python.js";

const FULL = `
import socket, sys, time
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(0)
held = []
for _ in range(4):
    client = socket.socket()
    client.setblocking(False)
    try:
        client.connect(server.getsockname())
    except BlockingIOError:
        pass
    held.append(client)
time.sleep(3600)
`;

/** The port of a server whose backlog is full: connections to it are neither taken nor refused. */
export const startFull = async (): Promise<number> => {
  const port = await freePort();
  await startPython(FULL, [String(port)], () => listening(port) !== undefined);
  return port;
};
