import fc from "fast-check";
import type { Report } from "../../src/report/findings/report.js";
import type { RuleDoc } from "../../src/rules/define.js";
import type { Finding } from "../../src/rules/finding.js";

/** An excerpt of an inventory; its lines 1 to 9 are where the findings below stand. */
export const PROD = `mmconf: 1
haproxy:
  defaults: { timeout: { connect: 5s } }
  listeners:
    mirror-lists:
      server: { port: 80, inter: 5s, rise: 2, fall: 3, maxconn: 25 }
mirrorlist:
  wsgi: { processes: 100, threads: 1 }
  server: { request_queue_size: 300 }
`;

/** The finding that STYLE shows, with what a test changes of it. */
export const finding = (changes: Partial<Finding> = {}): Finding => ({
  rule: "capacity/app-slots",
  severity: "error",
  environment: "prod",
  subject: "mirrorlist",
  message: "6 proxies may send app1 150 requests at once; it has 100 slots",
  at: {
    file: "inventories/prod.yaml",
    line: 6,
    column: 56,
    endColumn: 67,
    path: "haproxy.listeners.mirror-lists.server.maxconn",
  },
  figures: { demand: 150, slots: 100, proxies: 6, maxconn: 25 },
  why: "6 proxies x maxconn 25 = 150 (156 with health checks) > 100 processes x 1 thread",
  fix: "maxconn 15 fits; or 156 processes, if memory allows (app1 has room for 131)",
  hosts: ["app1", "app2", "app3", "app4", "app7"],
  claims: null,
  waived: null,
  ...changes,
});

export const WAIVER = {
  reason: "proxy03 takes 40 % of the traffic, so the six are never full together",
  until: "2027-06-01",
};

export const BACKLOG = finding({
  rule: "capacity/backlog",
  severity: "warning",
  subject: "mirrorlist-server",
  message: "the kernel cuts request_queue_size 300 down to 128, without a word",
  at: {
    file: "inventories/prod.yaml",
    line: 9,
    column: 13,
    endColumn: 36,
    path: "mirrorlist.server.request_queue_size",
  },
  figures: { asked: 300, somaxconn: 128 },
  why: "listen(2) truncates a backlog to net.core.somaxconn, which is 128 on these hosts; the 129th connection in a storm is refused while the inventory promises room for 300",
  fix: "set net.core.somaxconn to 300 or more under kernel, or ask for 128",
  hosts: ["app1", "app2", "app3", "app4", "app7", "app5", "app6", "bapp1"],
});

export const report = (findings: readonly Finding[], changes: Partial<Report> = {}): Report => ({
  environments: ["prod"],
  findings,
  sources: new Map([["inventories/prod.yaml", PROD]]),
  rules: [{ environment: "prod", applied: 42, passed: 40, failed: 1, lacked: 1 }],
  ...changes,
});

export const RULES: readonly RuleDoc[] = [
  {
    slug: "capacity/app-slots",
    severity: "error",
    title: "The proxies together send an app server no more requests than it has slots",
    why: "Requests past the slots wait in the accept backlog, where health checks wait too, until `inter` is over.",
    fix: "Lower maxconn on the server lines, or raise processes within memory.",
    how: "",
    source: ["HAProxy configuration manual 5.2, maxconn"],
  },
  {
    slug: "capacity/backlog",
    severity: "warning",
    title: "Every listen backlog fits within net.core.somaxconn",
    why: "The kernel truncates a longer one silently.",
    fix: "Raise net.core.somaxconn.",
    how: "",
    source: ["listen(2)"],
  },
];

/** Any text at all, halves of surrogate pairs included. */
export const ANY_TEXT = fc
  .array(fc.oneof(fc.nat(0xff), fc.nat(0x10ffff)), { maxLength: 30 })
  .map((points) => String.fromCodePoint(...points));
