import fc from "fast-check";
import { inventoryJsonSchema } from "../../src/api/json-schema.js";
import type { PlacedKeyword } from "../../src/haproxy/keywords/all.js";
import { KEYWORDS } from "../../src/haproxy/keywords/all.js";
import { isSupported } from "../../src/haproxy/keywords/keyword.js";
import type { HaproxyVersion } from "../../src/haproxy/version.js";
import { formatVersion } from "../../src/haproxy/version.js";
import type { Schema } from "../../tools/docs/schema.js";
import type { Overrides } from "./from-schema.js";
import { fromSchema } from "./from-schema.js";

const schema = inventoryJsonSchema() as Schema;

const sectionOf = (name: string): Schema => {
  const section = schema.properties?.[name];
  if (section === undefined) throw new Error(`the inventory has no section ${name}`);
  return section;
};

const part = (name: string): Schema => {
  const section = sectionOf(name);
  return section.anyOf?.[0] ?? section;
};

const listenerSchema = (): Schema => {
  const listeners = part("haproxy").properties?.listeners;
  const each = (listeners?.anyOf?.[0] ?? listeners)?.additionalProperties;
  if (typeof each !== "object") throw new Error("listeners are no map");
  return each.anyOf?.[0] ?? each;
};

type Place = PlacedKeyword["of"];

const schemaAt = (schema: Schema, [key, ...rest]: readonly string[]): Schema => {
  const below = key === undefined ? schema : (schema.anyOf?.[0] ?? schema).properties?.[key];
  if (below === undefined) throw new Error(`the schema has no ${key}`);
  return key === undefined ? below : schemaAt(below, rest);
};

/** Of a section's keywords what a version has, and of their values those that it takes. */
const asIn = (version: HaproxyVersion, of: Place, section: Schema, prefix: string): Overrides => {
  const overrides: Record<string, fc.Arbitrary<unknown> | null> = {};
  for (const placed of KEYWORDS) {
    if (placed.of !== of || !isIn(section, placed)) continue;
    const { path, keyword } = placed;
    const at = `${prefix}.${path.join(".")}`;
    const lacking = (keyword.values ?? []).filter((value) => !isSupported(value, version));
    if (!isSupported(keyword.versions ?? {}, version)) overrides[at] = null;
    else if (lacking.length > 0)
      overrides[at] = fromSchema(schemaAt(section, path), {}).filter(
        (given) => !lacking.some(({ means }) => means.test(String(given))),
      );
  }
  return overrides;
};

const isIn = (section: Schema, { path: [key] }: PlacedKeyword): boolean =>
  (section.anyOf?.[0] ?? section).properties?.[key] !== undefined;

const listenerName = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/);
const port = fc.integer({ min: 1024, max: 65_535 });

type Body = Record<string, unknown> & { server?: Record<string, unknown> };

/** A server that is checked and has no port to check is refused. */
const withPort = (body: Body): Body => ({ ...body, server: { port: 80, ...body.server } });

/** Every listener on a port of its own: two on one are a finding of another rule. */
const listenersFor = (version: HaproxyVersion) =>
  fc
    .uniqueArray(fc.tuple(listenerName, port), { minLength: 1, maxLength: 3, selector: ([name]) => name })
    .chain((named) => {
      const ports = new Set(named.map(([, number]) => number));
      const distinct = named.slice(0, ports.size);
      return fc
        .tuple(
          ...distinct.map(() =>
            fromSchema(listenerSchema(), {
              ...asIn(version, "proxy", listenerSchema(), ""),
              ...asIn(version, "server", schemaAt(listenerSchema(), ["server"]), ".server"),
              ".hosts": null,
              ".servers": null,
              ".directives": null,
              ".server.directives": null,
              ".bind": null,
              // One of the two that name the service.
              ".service": null,
              ".slots": fc.constant("mirrorlist"),
            }),
          ),
        )
        .map((bodies) =>
          Object.fromEntries(
            bodies.map((body, index) => [
              distinct[index]?.[0] ?? "",
              { ...withPort(body as Body), bind: `127.0.0.1:${[...ports][index]}` },
            ]),
          ),
        );
    });

const user = fc.constantFrom("daemon", "nobody");
const group = fc.constantFrom("root", "daemon", "nogroup");

const haproxyFor = (version: HaproxyVersion) =>
  fc
    .tuple(
      fromSchema(part("haproxy"), {
        ...asIn(version, "global", schemaAt(part("haproxy"), ["global"]), ".global"),
        ...asIn(version, "proxy", schemaAt(part("haproxy"), ["defaults"]), ".defaults"),
        ".version": null,
        ".listeners": null,
        // Their routes must lead somewhere: test/fleet/frontends.test.ts.
        ".frontends": null,
        ".backends": null,
        // A name would have to resolve on the machine that asks.
        ".global.log": fc.constantFrom(
          "127.0.0.1 local0",
          "127.0.0.1:514 daemon err",
          "/dev/log local7 info notice",
        ),
        ".global.user": user,
        ".global.group": group,
        // With nbthread it is a finding of another rule; from 2.5 on there is none.
        ".global.nbproc": null,
        ".global.directives": null,
        ".defaults.directives": null,
      }),
      listenersFor(version),
    )
    .map(([section, named]) => ({
      ...(section as object),
      version: formatVersion(version),
      listeners: named,
    }));

/** Under mod_wsgi: a service runs under one runtime, and the other, `slots`, has no keys to vary. */
const mirrorlist = fromSchema(part("mirrorlist"), {
  ".slots": null,
  ".wsgi.user": user,
  ".wsgi.group": group,
}).map((section) => {
  const { wsgi, server, site, ...rest } = section as Record<string, Record<string, unknown> | undefined>;
  return {
    ...rest,
    wsgi: { processes: 3, threads: 1, ...wsgi },
    ...(server ? { server: { reap_children: true, ...server } } : {}),
    ...(site ? { site: withSite(site) } : {}),
  };
});

const withSite = ({ alias, ...site }: Record<string, unknown>) => ({
  script: "/srv/app.wsgi",
  urls: ["/app"],
  ...site,
  // One that is not the service's is a finding, which stops the render before a daemon is asked.
  "process-group": "mirrorlist",
  ...(alias ? { alias: { url: "/static", directory: "/srv/static/", ...(alias as object) } } : {}),
});

/** Inventories that the schema accepts, over every key that a version of HAProxy has. */
export const inventoriesFor = (version: HaproxyVersion): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    mmconf: fc.constant(1),
    proxies: fc.constant({ "proxy[1-2]": {} }),
    app_servers: fc.constantFrom(
      { "app[1-3]": { address: "127.0.0.1" } },
      { app1: { address: "127.0.0.1" }, app2: { address: "::1" } },
    ),
    backups: fc.constantFrom({}, { "backup[1-2]": { address: "127.0.0.2" } }),
    haproxy: haproxyFor(version),
    mirrorlist,
    apache: fromSchema(part("apache"), { ".directives": null }),
    kernel: fromSchema(part("kernel"), { ".directives": null }),
  });

export const inventories = inventoriesFor({ major: 2, minor: 6 });
