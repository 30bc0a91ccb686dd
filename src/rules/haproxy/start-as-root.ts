import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { defaultIn } from "../../haproxy/defaults.js";
import { formatVersion } from "../../haproxy/version.js";
import { inHaproxy } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const startAsRoot = defineRule({
  slug: "haproxy/start-as-root",
  severity: "info",
  title: "HAProxy, started as root, gives up what it does not need.",
  why: "A service manager starts HAProxy as root, so that it may listen on ports below 1024. Without user it stays root, and without chroot it sees the whole file system: whoever breaks into it has both. It warns of it at every start: of no user since 3.3, of no chroot since 3.4.",
  how: "global without user or uid on HAProxy 3.3 and later, and without chroot on 3.4 and later; raw lines count.",
  fix: "Set user, group and chroot; user: root and chroot: / say that it is meant.",
  source: [
    "HAProxy configuration manual 3.1 user, chroot",
    "measured as root on 3.2.0, 3.3.0, 3.4.0 and 3.5-dev5",
  ],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = ({ haproxy, hosts }: ProxyGroup): RuleResult[] => {
  const { global, version, node } = haproxy;
  const says = (line: RegExp) => (global.directives ?? []).some((given) => line.test(given));
  const asked = [
    {
      key: "user",
      warns: defaultIn(version, "warnsWithoutUser"),
      set: global.user !== undefined || says(/^\s*(?:user|uid)\s/),
      stays: "it stays root",
      set_to: "haproxy",
      fix: "user: haproxy",
    },
    {
      key: "chroot",
      warns: defaultIn(version, "warnsWithoutChroot"),
      set: global.chroot !== undefined || says(/^\s*chroot\s/),
      stays: "it sees the whole file system",
      set_to: "auto",
      fix: "chroot: auto, an empty folder",
    },
  ].filter(({ warns }) => warns);
  if (asked.length === 0) return [];
  const missing = asked.filter(({ set }) => !set);
  if (missing.length === 0) return [pass];
  return missing.map(({ key, stays, set_to: value, fix }) =>
    fault({
      subject: key,
      hosts,
      at: originOf(node, "global", key),
      message: `started as root, HAProxy ${formatVersion(version)} warns that no ${key} is set: ${stays}`,
      why: `global sets no ${key}; the warning comes at every start and reload`,
      candidates: [inHaproxy({ hosts }, { global: { [key]: value } })],
      fix,
      figures: { version: formatVersion(version) },
    }),
  );
};
