"""What mmconf renders, with Jinja2 and PyYAML's C loader, and no validation: INVENTORY OUT."""

import json
import os
import re
import sys

import jinja2
import yaml


def merge(under, over):
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{key: merge(under.get(key), value) for key, value in over.items()}}


def load(file):
    with open(file, encoding="utf-8") as text:
        tree = json.load(text) if file.endswith(".json") else yaml.load(text, Loader=yaml.CSafeLoader)
    base = tree.pop("extends", None)
    return tree if base is None else merge(load(os.path.join(os.path.dirname(file), base)), tree)


def expand(name):
    ranged = re.fullmatch(r"(\w+)\[(\d+)-(\d+)\]", name)
    if not ranged:
        return [name]
    head, first, last = ranged.groups()
    return [f"{head}{n:0{len(first)}}" for n in range(int(first), int(last) + 1)]


inventory, out = sys.argv[1:]
tree = load(inventory)
host_names = [host for name in tree["app_servers"] for host in expand(name)]
templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(os.path.dirname(__file__)), trim_blocks=True, keep_trailing_newline=True
)
for file in ("haproxy.cfg", "mirrorlist-server.conf"):
    with open(os.path.join(out, file), "w", encoding="utf-8") as target:
        target.write(templates.get_template(f"{file}.j2").render(tree, host_names=host_names))
