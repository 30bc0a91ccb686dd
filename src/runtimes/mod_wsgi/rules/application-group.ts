import type { Verdict } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
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
  title: "A script is loaded once in each process.",
  why: "Unless told otherwise, mod_wsgi makes one Python interpreter for each URL that is mounted, and loads the script into each of them: a process that has served two URLs holds the application twice.",
  how: "Where several urls lead to the script: application-group of the site, or a WSGIApplicationGroup line among apache's directives. %{RESOURCE}, the default, is one interpreter for each URL; %{GLOBAL} is the one that the process starts with, which is loaded before the first request where process-group is set too.",
  fix: "Run the script in the main interpreter: set the site's application-group to GLOBAL, as mod_wsgi spells it, with process-group beside it.",
  source: [
    "mod_wsgi, WSGIApplicationGroup and WSGIScriptAlias application-group",
    "measured with mod_wsgi 4.9.4: a script with 30 MB of data behind two URLs takes 78 MB, and 43 MB in %{GLOBAL}",
  ],
  run: (fleet) => wsgiGroups(fleet).flatMap(judge),
});

const judge = ({ sample, hosts, service, subject }: WsgiGroup): Verdict[] => {
  const urls = service.site?.urls ?? [];
  if (urls.length < 2) return [];
  const group = applicationGroup(sample, service) ?? PER_URL;
  if (group !== PER_URL) return [pass];
  const { processes, memory_per_process: memory } = service.wsgi;
  const least =
    memory === undefined
      ? ""
      : `; if ${showBytes(memory)} is a process with one of them, the host needs more`;
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "site", "application-group"),
      message: `each of the ${processes} processes on ${sample.name} loads the application ${urls.length} times, once for each URL`,
      why: `${urls.join(" and ")} are mounted on their own, and each gets an interpreter${least}`,
      fix: "name the main interpreter as the site's application-group: GLOBAL, in mod_wsgi's spelling",
      figures: { urls: urls.length, processes },
    }),
  ];
};
