import type { Command } from "commander";

interface Word {
  readonly name: string;
  readonly about: string;
}

const commandsOf = (program: Command): readonly Word[] =>
  program.commands.map((command) => ({ name: command.name(), about: command.description() }));

const optionsOf = (command: Command): readonly Word[] =>
  command.options.flatMap((option) =>
    [option.long, option.short]
      .filter((name) => typeof name === "string")
      .map((name) => ({ name, about: option.description })),
  );

/** Commands whose operands are environments. */
const TAKE_ENVIRONMENTS = new Set(["diff"]);
/** Options whose values are. */
const ENVIRONMENT_OPTIONS = ["--env", "--compare"];

/** A completion script. Environments are asked of mmconf at each completion, as they are files that come and go. */
export const completionScript = (shell: "bash" | "zsh" | "fish", program: Command): string => {
  if (shell === "fish") return fish(program);
  const script = bash(program);
  return shell === "bash" ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`;
};

const bash = (program: Command): string => {
  const cases = program.commands
    .map((command) => {
      const words = optionsOf(command).map((option) => option.name);
      const environments = TAKE_ENVIRONMENTS.has(command.name()) ? "; _mmconf_environments" : "";
      return `    ${command.name()}) words="${words.join(" ")}"${environments} ;;`;
    })
    .join("\n");
  const words = [...commandsOf(program), ...optionsOf(program)].map((word) => word.name).join(" ");
  // compgen -W would run what a name holds between $( and ): names are compared and quoted one by one.
  return `_mmconf_environments() {
  local name
  while IFS= read -r name; do
    case "$name" in "$current"*) printf -v name %q "$name"; COMPREPLY+=("$name") ;; esac
  done < <(mmconf completion environments 2>/dev/null)
}
_mmconf() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${commandsOf(program)
      .map((word) => word.name)
      .join(" ")} " in *" $word "*) command="$word"; break ;; esac
  done
  COMPREPLY=()
  if ${ENVIRONMENT_OPTIONS.map((name) => `[ "$previous" = "${name}" ]`).join(" || ")}; then
    _mmconf_environments
    return
  fi
  case "$command" in
${cases}
    *) words="${words}" ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _mmconf mmconf
`;
};

const fish = (program: Command): string => {
  const quote = (text: string) => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
  const seen = (name: string) => `'__fish_seen_subcommand_from ${name}'`;
  const asked = "'(mmconf completion environments 2>/dev/null)'";
  const lines = [
    "complete -c mmconf -f",
    ...commandsOf(program).map(
      (command) =>
        `complete -c mmconf -n __fish_use_subcommand -a ${command.name} -d ${quote(command.about)}`,
    ),
    ...program.commands.flatMap((command) =>
      optionsOf(command)
        .filter((option) => option.name.startsWith("--"))
        .map((option) => {
          const environments = ENVIRONMENT_OPTIONS.includes(option.name) ? ` -x -a ${asked}` : "";
          return `complete -c mmconf -n ${seen(command.name())} -l ${option.name.slice(2)} -d ${quote(option.about)}${environments}`;
        }),
    ),
    ...[...TAKE_ENVIRONMENTS].map((name) => `complete -c mmconf -n ${seen(name)} -a ${asked}`),
  ];
  return `${lines.join("\n")}\n`;
};
