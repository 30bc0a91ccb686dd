import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { childrenOf } from "../children.js";
import { listening, tempFolder, waitFor } from "../machine.js";
import { startPython } from "../python.js";
import { describeWith } from "../requires.js";

/** A forking server whose children last as long as their connections. */
const startServer = async (lines = "") => {
  const socket = join(tempFolder(), "server.sock");
  const program = `
import signal, socketserver, sys
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.read()
class Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    request_queue_size = 100
${lines}
server = Server(sys.argv[1], Handler)
signal.signal(signal.SIGUSR1, lambda *_: print("listed:", len(server.active_children or ())))
server.serve_forever(poll_interval=0.05)
`;
  const daemon = await startPython(program, [socket], () => listening(socket) !== undefined);
  return {
    /** Opens a connection; the function that it gives back ends it. */
    open: () => {
      const connection = connect(socket).on("error", () => undefined);
      onTestFinished(() => void connection.destroy());
      return () => connection.destroy();
    },
    children: () => childrenOf(daemon.pid),
    waiting: () => listening(socket)?.waiting,
    /** How many children the server has in its list. */
    listed: async (): Promise<number> => {
      const before = daemon.log().length;
      process.kill(daemon.pid, "SIGUSR1");
      await waitFor("the server to say", () => daemon.log().slice(before).includes("\n"));
      return Number(/listed: (\d+)/.exec(daemon.log().slice(before))?.[1]);
    },
  };
};

type Server = Awaited<ReturnType<typeof startServer>>;

/** Opens `count` connections and waits until the server has stopped taking them. */
const openMany = async (server: Server, count: number, served: number): Promise<(() => unknown)[]> => {
  const ends = Array.from({ length: count }, server.open);
  await waitFor(
    "the children",
    () => server.children().length === served && server.waiting() === count - served,
  );
  await sleep(200);
  return ends;
};

const IGNORED = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)";

describeWith(["python3", "ss"], "a forking server of Python 3.11", () => {
  it("has 40 children at most, and takes no further connection meanwhile", async () => {
    const server = await startServer();
    await openMany(server, 50, 40);
    expect([server.children().length, server.waiting()]).toEqual([40, 10]);
  });

  it("has max_children of them where the class sets it", async () => {
    const server = await startServer("    max_children = 3");
    await openMany(server, 10, 3);
    expect([server.children().length, server.waiting()]).toEqual([3, 7]);
  });

  it("takes the next connection as soon as one child at the limit has ended", async () => {
    const server = await startServer("    max_children = 3");
    const [end] = await openMany(server, 4, 3);
    end?.();
    await waitFor(
      "a child for the fourth connection",
      () => server.waiting() === 0 && server.children().filter((child) => !child.zombie).length === 3,
    );
  });

  it("waits for the children that have ended: none is left, in the list or as a zombie", async () => {
    const server = await startServer();
    for (const end of await openMany(server, 20, 20)) end();
    await waitFor("the children to be gone", () => server.children().length === 0);
    expect(await server.listed()).toBe(0);
  });

  it("with SIGCHLD ignored, takes the next connection only once every child at the limit has ended", async () => {
    const server = await startServer(`    max_children = 3\n${IGNORED}`);
    const [first, second, third] = await openMany(server, 4, 3);
    first?.();
    second?.();
    await waitFor("two children to end", () => server.children().length === 1);
    await sleep(300);
    expect([server.children().length, server.waiting()]).toEqual([1, 1]);
    third?.();
    await waitFor("the fourth connection to be taken", () => server.waiting() === 0);
  });

  it("with SIGCHLD ignored, still drops the children that have ended from its list", async () => {
    const server = await startServer(IGNORED);
    for (const end of await openMany(server, 20, 20)) end();
    await waitFor("the list to be empty", async () => (await server.listed()) === 0);
    expect(server.children()).toEqual([]);
  });
});
