import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { showBytes } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { applicationGroup } from "../limits.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** mod_wsgi's default: the server, its port and the URL that is mounted. */
const PER_URL = "%{RESOURCE}";

export const apacheApplicationGroup = defineRule({
  slug: "apache/application-group",
  severity: "info",
  title: "Each process loads the application once.",
  why: "By default mod_wsgi creates one Python interpreter per mounted URL and loads the script into each of them: a process that has served two URLs holds the application in memory twice.",
  how: "If several urls lead to the script: the site's application-group, or a WSGIApplicationGroup line among apache's directives. %{RESOURCE}, the default, is one interpreter per URL; %{GLOBAL} is the main interpreter of the process, and with process-group set it loads the script before the first request.",
  fix: "Run the script in the main interpreter: set the site's application-group to %{GLOBAL}, and process-group with it.",
  source: [
    "mod_wsgi, WSGIApplicationGroup and WSGIScriptAlias application-group",
    "measured with mod_wsgi 4.9.4: a script with 30 MB of data behind two URLs takes 78 MB, and 43 MB in %{GLOBAL}",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap(judge),
});

const judge = (group_: WsgiGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group_;
  const urls = service.site?.urls ?? [];
  if (urls.length < 2) return [];
  const group = applicationGroup(sample, service) ?? PER_URL;
  if (group !== PER_URL) return [pass];
  const { processes, memory_per_process: memory } = service.wsgi;
  const least =
    memory === undefined
      ? ""
      : `; if memory_per_process ${showBytes(memory)} was measured with one of them loaded, the host needs more`;
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "site", "application-group"),
      message: `${processes === 1 ? "the one process" : `each of the ${processes} processes`} on ${sample.name} loads the application ${counted(urls.length, "time")}, once for each URL`,
      why: `${urls.join(" and ")} are separate mount points, and each gets its own interpreter${least}`,
      candidates: [inService(group_, { site: { "application-group": "%{GLOBAL}" } })],
      fix: "site: application-group %{GLOBAL}, the main interpreter",
      figures: { urls: urls.length, processes },
    }),
  ];
};
