import type { Ask } from "../../render/ask.js";

const READS_IT =
  "import configparser,sys; p=configparser.RawConfigParser(); p.read_file(open(sys.argv[1])); s=p['mirrorlist_server']; int(s['request_queue_size']); int(s['max_children']); s.getboolean('reap_children')";

/** Reads the file as the program does, to its values. */
export const askPython: Ask = (file, machine) =>
  machine.run("python3", ["/usr/bin/python3", "/usr/local/bin/python3"], ["-c", READS_IT, file]);
