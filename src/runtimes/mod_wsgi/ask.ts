import type { Ask } from "../../render/ask.js";
import { withoutUnknownUsers } from "../../render/ask.js";

const MODULE_FOLDERS = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules"];
const MODULES = ["mpm_event", "authz_core", "alias", "expires", "dir", "wsgi"];

/** Apache takes a whole configuration, so the file is included from the least one that loads what it speaks of. */
export const askApache: Ask = (file, machine) => {
  const modules = MODULE_FOLDERS.find((folder) => machine.has(`${folder}/mod_wsgi.so`));
  if (modules === undefined)
    return {
      daemon: "apachectl",
      outcome: "absent",
      said: "Apache with mod_wsgi is not installed",
      changed: [],
    };
  const changed = withoutUnknownUsers(file, machine);
  const folder = file.replace(/\/[^/]*$/, "");
  const main = `${folder}/verify-httpd.conf`;
  const loads = MODULES.filter((name) => machine.has(`${modules}/mod_${name}.so`)).map(
    (name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
  );
  const lines = [
    `ServerRoot "${folder}"`,
    "ServerName verify.invalid",
    `PidFile "${folder}/pid"`,
    `ErrorLog "${folder}/error.log"`,
    "Listen 127.0.0.1:80",
    ...loads,
    `Include "${file}"`,
  ];
  machine.write(main, `${lines.join("\n")}\n`);
  return {
    ...machine.run("apachectl", ["/usr/sbin/apache2", "/usr/sbin/httpd"], ["-t", "-f", main]),
    changed,
  };
};
