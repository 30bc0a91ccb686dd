import { join } from "node:path";
import { expect, it } from "vitest";
import { listening, somaxconn, tempFolder } from "../machine.js";
import { startPython } from "../python.js";
import { describeWith } from "../requires.js";

/** The backlog that the kernel has for a UnixStreamServer which these lines make. */
const backlogOf = async (lines: string): Promise<number | undefined> => {
  const socket = join(tempFolder(), "server.sock");
  const program = `
import socketserver, sys
path = sys.argv[1]
class Handler(socketserver.StreamRequestHandler):
    pass
class Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    pass
${lines}
server.serve_forever()
`;
  await startPython(program, [socket], () => listening(socket) !== undefined);
  return listening(socket)?.backlog;
};

describeWith(["python3", "ss"], "the backlog of Python's socketserver", () => {
  it("is 5 unless request_queue_size is set", async () => {
    expect(await backlogOf("server = Server(path, Handler)")).toBe(5);
  });

  it("is request_queue_size where the class has it before the server is made", async () => {
    expect(await backlogOf("Server.request_queue_size = 300\nserver = Server(path, Handler)")).toBe(300);
  });

  it("stays 5 where the instance is given it: the constructor has called listen() by then", async () => {
    expect(await backlogOf("server = Server(path, Handler)\nserver.request_queue_size = 300")).toBe(5);
  });

  it("is cut to net.core.somaxconn by the kernel, on a UNIX socket too, and Python does not say so", async () => {
    const over = somaxconn() + 1_000;
    const lines = `Server.request_queue_size = ${over}\nserver = Server(path, Handler)`;
    expect(await backlogOf(lines)).toBe(somaxconn());
  });
});
