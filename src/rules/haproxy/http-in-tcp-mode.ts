import { readsHttp } from "../../fleet/balance.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener, mode } from "../../fleet/listeners.js";
import { along, inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

/** Options of HTTP mode only, and what HAProxy does with them in TCP mode (2.6.12; 1.4.6 to 3.5-dev5 warn of the first two). */
const OPTIONS = {
  httplog: "option httplog becomes tcplog",
  forwardfor: "option forwardfor is ignored",
  httpclose: "option httpclose does nothing",
  "http-server-close": "option http-server-close does nothing",
  "http-keep-alive": "option http-keep-alive does nothing",
} as const;

const TIMEOUTS = ["http-request", "http-keep-alive"] as const;

export const httpInTcpMode = defineRule({
  slug: "haproxy/http-in-tcp-mode",
  severity: "error",
  title: "A listener with HTTP settings is in HTTP mode.",
  why: "In TCP mode HAProxy does not parse requests: it ignores HTTP settings, some silently. TCP is also the default mode, if neither the listener nor defaults sets one.",
  how: "TCP listeners with balance uri, url_param or hdr, HTTP options, or HTTP timeouts. Settings from defaults count if the mode comes from defaults too; else only httplog and forwardfor do, of which HAProxy warns at every start (info).",
  fix: "Set mode: http, or remove the setting.",
  source: ["HAProxy configuration manual 4.2 mode", "test/daemons/facts/what-haproxy-warns-of.test.ts"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const settings = listener.own.mode === "tcp" ? listener.own : listener.settings;
  const { balance = "", option = {}, timeout = {} } = settings;
  const set = [
    ...(readsHttp(balance) ? [{ path: ["balance"], effect: `balance ${balance} becomes round robin` }] : []),
    ...Object.entries(OPTIONS)
      .filter(([name]) => option[name as keyof typeof OPTIONS] === true)
      .map(([name, effect]) => ({ path: ["option", name], effect })),
    ...TIMEOUTS.filter((name) => timeout[name] !== undefined).map((name) => ({
      path: ["timeout", name],
      effect: `timeout ${name} does nothing`,
    })),
  ];
  const [first] = set;
  if (first === undefined) return inherited(placed);
  if (mode(listener) === "http") return [pass];
  const unset = listener.settings.mode === undefined;
  const removed = set.flatMap(({ path }) => inListener(placed, along(path, null)));
  return [
    fault({
      subject: listener.name,
      hosts,
      at: unset ? originOf(listener.node, "mode") : originOf(listener.node, ...first.path),
      message: `${listener.name} is in TCP mode${unset ? ", as no mode is set" : ""}: ${set.map(({ effect }) => effect).join(", ")}`,
      why: `${set.length} ${set.length === 1 ? "setting needs" : "settings need"} mode http; in TCP mode HAProxy forwards bytes without parsing requests`,
      candidates: unset
        ? [inListener(placed, { mode: "http" }), removed]
        : [removed, inListener(placed, { mode: "http" })],
      fix: "mode: http; or remove these settings",
      figures: { settings: set.length },
    }),
  ];
};

/** What a listener that says that it is TCP takes from defaults meant for HTTP: harmless, but for the warnings. */
const inherited = ({ listener, hosts }: PlacedListener): RuleResult[] => {
  if (mode(listener) === "http") return [];
  const names = (["httplog", "forwardfor"] as const).filter(
    (name) => listener.settings.option[name] !== undefined,
  );
  const [first] = names;
  if (first === undefined) return [];
  const effects = names.map((name) => OPTIONS[name]).join(", ");
  return [
    fault({
      subject: listener.name,
      hosts,
      severity: "info",
      at: originOf(listener.node, "option", first),
      message: `${listener.name} is in TCP mode and takes HTTP options from defaults: ${effects}, with a warning at every start`,
      why: "defaults holds them for the HTTP listeners, and no word of a listener takes them back",
      fix: `move ${names.map((name) => `option ${name}`).join(" and ")} from defaults to the HTTP listeners`,
      figures: { settings: names.length },
    }),
  ];
};
