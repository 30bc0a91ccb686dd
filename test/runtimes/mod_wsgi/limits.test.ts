import { describe, expect, it } from "vitest";
import { applicationGroup, processGroup, replacementGap } from "../../../src/runtimes/mod_wsgi/limits.js";
import { wsgiFrom } from "../../../src/runtimes/mod_wsgi/section.js";
import { serverOf, serviceOf, small } from "../../fleet/small.js";

describe("where a site's script runs", () => {
  const apache = (...lines: readonly string[]) => `apache: { directives: ${JSON.stringify(lines)} }`;

  it.each([
    ["as no line says", apache("LogLevel warn"), undefined],
    ["as a line says", apache("LogLevel warn", "WSGIProcessGroup mirrorlist"), "mirrorlist"],
    ["in any case, between quotes", apache('  wsgiprocessgroup  "mirrorlist"  '), "mirrorlist"],
    ["as the last line says", apache("WSGIProcessGroup a", "WSGIProcessGroup b", "LogLevel warn"), "b"],
    ["not as a line with more words says", apache("WSGIProcessGroup a b"), undefined],
    ["not as another directive says", apache("#WSGIProcessGroup a"), undefined],
    [
      "as the site says, whatever a line says",
      `${apache("WSGIProcessGroup a")}\nmirrorlist: { site: { script: /s.wsgi, urls: [/a], process-group: b } }`,
      "b",
    ],
  ])("%s", (_what, text, group) => {
    const fleet = small(text);
    expect(processGroup(serverOf(fleet), wsgiFrom(serviceOf(fleet)))).toBe(group);
  });

  it("is the interpreter of its own directive", () => {
    const fleet = small(apache("WSGIProcessGroup a", "WSGIApplicationGroup %{GLOBAL}"));
    expect(applicationGroup(serverOf(fleet), wsgiFrom(serviceOf(fleet)))).toBe("%{GLOBAL}");
    expect(processGroup(serverOf(fleet), wsgiFrom(serviceOf(fleet)))).toBe("a");
    expect(replacementGap(serverOf(fleet), wsgiFrom(serviceOf(fleet)))).toBe(350);
  });

  it("costs shutdown-timeout more where it is not the main interpreter", () => {
    const fleet = small("mirrorlist: { wsgi: { shutdown-timeout: 1s } }");
    expect(replacementGap(serverOf(fleet), wsgiFrom(serviceOf(fleet)))).toBe(1350);
  });
});
