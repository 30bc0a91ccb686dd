import { Agent, request } from "node:http";

export interface Answer {
  /** The status; 0 where the connection broke before one came. */
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

export interface Ask {
  readonly port: number;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What has not been answered by then never is. Milliseconds. */
const HANGS = 120_000;

/** Sends one request on a connection of its own. A connection that breaks is an answer too, with status 0. */
export const ask = ({ port, path = "/", headers = {} }: Ask): Promise<Answer> =>
  new Promise((resolve) => {
    const from = performance.now();
    const settle = (status: number, body: string) =>
      resolve({ status, body, milliseconds: performance.now() - from });
    const agent = new Agent({ keepAlive: false });
    const sent = request({ host: "127.0.0.1", port, path, headers, agent }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
      });
      response.once("end", () => settle(response.statusCode ?? 0, body));
      response.once("error", () => settle(0, body));
    });
    sent.setTimeout(HANGS, () => sent.destroy());
    sent.once("error", () => settle(0, ""));
    sent.end();
  });

/** Sends `count` requests at the same moment. */
export const askAtOnce = (count: number, what: Ask): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, () => ask(what)));

/** Sends `count` requests one after the other. */
export const askInTurn = async (count: number, what: Ask): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (let sent = 0; sent < count; sent++) answers.push(await ask(what));
  return answers;
};
