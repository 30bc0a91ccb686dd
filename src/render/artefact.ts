import { compareHosts } from "../text/hosts.js";
import type { Ask } from "./ask.js";
import type { View } from "./token.js";

/** Fills a template by its name: `haproxy/haproxy.cfg` is `templates/haproxy/haproxy.cfg.hbs`. */
export type Fill = (template: string, view: View) => string;

/** One generated file: what is in it, which hosts it is for, and how a host takes it into use. */
export interface Artefact {
  /** Path under out/E/, with forward slashes. */
  readonly path: string;
  readonly content: string;
  readonly hosts: readonly string[];
  /** Path on the host. */
  readonly target: string;
  readonly owner: string;
  /** Permissions in octal, as chmod takes them. */
  readonly mode: string;
  /** Command that verifies the file with the daemon on the host; empty if there is none. */
  readonly verify: readonly string[];
  /** Command that takes the file into use. */
  readonly reload: readonly string[];
  /** How the daemon is asked on the machine that renders, where it takes more than the verify command. */
  readonly ask?: Ask;
}

/** What one host of a role gets, and whether the inventory sets anything for this host alone. */
export interface HostContent {
  readonly host: string;
  readonly content: string;
  readonly differs: boolean;
}

/**
 * One artefact for the role, and one named `<file>.<host>` for each host whose file is not the role's. The role's
 * file is that of the hosts which set nothing of their own.
 */
export const roleArtefacts = (
  common: Omit<Artefact, "content" | "hosts">,
  contents: readonly HostContent[],
): Artefact[] => {
  const role = contents.find((host) => !host.differs)?.content;
  const alike = contents.filter((host) => host.content === role).map((host) => host.host);
  const others = contents.filter((host) => host.content !== role);
  const shared: Artefact[] =
    role === undefined ? [] : [{ ...common, content: role, hosts: alike.sort(compareHosts) }];
  return [
    ...shared,
    ...others.map(({ host, content }) => ({
      ...common,
      path: `${common.path}.${host}`,
      content,
      hosts: [host],
    })),
  ];
};
