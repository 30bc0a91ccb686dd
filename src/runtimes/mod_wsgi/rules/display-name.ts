import type { Verdict } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { WsgiGroup } from "../section.js";
import { wsgiGroups } from "../section.js";

/** The name takes the place of argv[0]: as long as /usr/sbin/httpd. Debian's /usr/sbin/apache2 leaves two more. */
const MOST = "/usr/sbin/httpd".length;

export const displayName = defineRule({
  slug: "apache/display-name",
  severity: "info",
  title: "The daemon processes can be told from Apache's own in ps.",
  why: "Without display-name the daemon processes bear Apache's command line. Which of a hundred processes hang, or hold the memory, can't be seen when it has to be.",
  how: `display-name is set, and has at most ${MOST} characters; ps shows no more than the path of Apache's program had.`,
  fix: "Set display-name to a short name.",
  source: [
    "mod_wsgi, WSGIDaemonProcess display-name",
    "measured with mod_wsgi 4.9.4: of 49 characters ps shows the first 17, the length of /usr/sbin/apache2",
  ],
  run: (fleet) => wsgiGroups(fleet).map(judge),
});

const judge = ({ sample, hosts, service, subject }: WsgiGroup): Verdict => {
  const set = service.wsgi["display-name"];
  const shown = set === "%{GROUP}" ? `(wsgi:${service.name})` : set;
  const common = { subject, hosts, at: originOf(service.node, "wsgi", "display-name") };
  if (shown === undefined) {
    return fault({
      ...common,
      message: `ps on ${sample.name} can't tell the ${service.wsgi.processes} daemon processes from Apache's own`,
      why: "display-name is not set: they keep Apache's command line",
      fix: `display-name ${service.name}`,
      figures: { processes: service.wsgi.processes },
    });
  }
  if (shown.length <= MOST) return pass;
  return fault({
    ...common,
    message: `ps on ${sample.name} shows ${shown.slice(0, MOST)} of ${shown}`,
    why: `${shown.length} characters > the ${MOST} of /usr/sbin/httpd, whose place the name takes`,
    fix: `a name of at most ${MOST} characters`,
    figures: { characters: shown.length },
  });
};
