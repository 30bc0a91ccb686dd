import * as z from "zod";
import { rawLine, whole } from "../../inventory/field.js";

/** Kernel parameters by their sysctl names. */
export const kernelSection = z.strictObject({
  "net.core.somaxconn": whole(
    "The most that any listen backlog can be; 128 before Linux 5.4, 4096 since (ip-sysctl).",
    1,
  ).optional(),
  "net.ipv4.tcp_max_syn_backlog": whole("Connections half open on one listener (ip-sysctl).", 1).optional(),
  "net.ipv4.tcp_syncookies": whole(
    "1 answers a full queue of half open connections with cookies, 2 always does, 0 never; unset, 1 (ip-sysctl).",
    0,
    2,
  ).optional(),
  "net.core.netdev_max_backlog": whole("Packets that may wait for the kernel (ip-sysctl).", 1).optional(),
  "fs.file-max": whole("Files open on the whole host (sysctl/fs).", 1, Number.MAX_SAFE_INTEGER).optional(),
  "fs.nr_open": whole(
    "The most that a process may raise its limit of open files to (sysctl/fs).",
    1,
  ).optional(),
  "vm.swappiness": whole("How readily the kernel swaps (sysctl/vm).", 0, 200).optional(),
  "vm.overcommit_memory": whole(
    "0 heuristic, 1 always, 2 never beyond swap and ratio (sysctl/vm).",
    0,
    2,
  ).optional(),
  "vm.overcommit_ratio": whole(
    "Percent of memory that counts where overcommit_memory is 2 (sysctl/vm).",
    0,
    1000,
  ).optional(),
  directives: z
    .array(
      rawLine(
        "A sysctl line.",
        /^(?!\s*-?[a-z0-9_]+(?:[./][A-Za-z0-9_-]+)+\s*=\s*[A-Za-z0-9_.:,-][A-Za-z0-9_.:, -]*$)/,
        "is not of the form name = value",
      ),
    )
    .describe("Further parameters, as `name = value`.")
    .optional(),
});

export type KernelSection = z.output<typeof kernelSection>;
