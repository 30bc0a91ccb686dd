import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { originOf } from "../../../yaml/node.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** The name takes the place of argv[0]: as long as /usr/sbin/httpd. Debian's /usr/sbin/apache2 leaves two more. */
const MAX_CHARACTERS = "/usr/sbin/httpd".length;

export const displayName = defineRule({
  slug: "apache/display-name",
  severity: "info",
  title: "ps tells the daemon processes from Apache's own.",
  why: "Without display-name the daemon processes show Apache's command line. In an incident nobody can see which of a hundred processes hang or use the memory.",
  how: `display-name is set, and has at most ${MAX_CHARACTERS} characters; ps shows no more characters than the path of Apache's binary has.`,
  fix: "Set display-name to a short name.",
  source: [
    "mod_wsgi, WSGIDaemonProcess display-name",
    "measured with mod_wsgi 4.9.4: of 49 characters ps shows the first 17, the length of /usr/sbin/apache2",
  ],
  run: (fleet) => wsgiGroups(fleet).map(judge),
});

const judge = (group: WsgiGroup): RuleResult => {
  const { sample, hosts, service, subject } = group;
  const set = service.wsgi["display-name"];
  const shown = set === "%{GROUP}" ? `(wsgi:${service.name})` : set;
  const common = { subject, hosts, at: originOf(service.node, "wsgi", "display-name") };
  if (shown === undefined) {
    return fault({
      ...common,
      message: `ps on ${sample.name} can't tell the ${counted(service.wsgi.processes, "daemon process", "daemon processes")} from Apache's own`,
      why: "display-name is not set: they show Apache's command line",
      candidates: [inService(group, { wsgi: { "display-name": service.name } })],
      fix: `display-name ${service.name}`,
      figures: { processes: service.wsgi.processes },
    });
  }
  if (shown.length <= MAX_CHARACTERS) return pass;
  return fault({
    ...common,
    message: `ps on ${sample.name} shows ${shown.slice(0, MAX_CHARACTERS)} of ${shown}`,
    why: `${shown.length} characters > the ${MAX_CHARACTERS} of /usr/sbin/httpd, whose place the name takes`,
    candidates: [inService(group, { wsgi: { "display-name": shown.slice(0, MAX_CHARACTERS) } })],
    fix: `a name of at most ${MAX_CHARACTERS} characters`,
    figures: { characters: shown.length },
  });
};
