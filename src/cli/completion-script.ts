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
  return shell === "bash" ? bash(program) : zsh(program);
};

/** What may follow, by command: assigned to `words`, with the environments beside it where they are taken. */
const casesOf = (program: Command, assign: (words: string) => string): string => {
  const cases = program.commands.map((command) => {
    const words = optionsOf(command).map((option) => option.name);
    const environments = TAKE_ENVIRONMENTS.has(command.name()) ? "; _mmconf_environments" : "";
    return `    ${command.name()}) ${assign(words.join(" "))}${environments} ;;`;
  });
  const words = [...commandsOf(program), ...optionsOf(program)].map((word) => word.name);
  return [...cases, `    *) ${assign(words.join(" "))} ;;`].join("\n");
};

const namesOf = (program: Command): string =>
  commandsOf(program)
    .map((word) => word.name)
    .join(" ");

/** Its own, as zsh's bashcompinit does not read all of bash. */
const zsh = (program: Command): string => `(( $+functions[compdef] )) || { autoload -U compinit && compinit }
_mmconf_environments() {
  local -a names
  names=(\${(f)"$(mmconf completion environments 2>/dev/null)"})
  compadd -a names
}
_mmconf() {
  local command="" word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case " ${namesOf(program)} " in *" $word "*) command="$word"; break ;; esac
  done
  case "\${words[CURRENT-1]}" in
    ${ENVIRONMENT_OPTIONS.join("|")}) _mmconf_environments; return ;;
  esac
  case "$command" in
${casesOf(program, (words) => `found=(${words})`)}
  esac
  compadd -a found || _files
}
compdef _mmconf mmconf
`;

const bash = (program: Command): string => {
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
    case " ${namesOf(program)} " in *" $word "*) command="$word"; break ;; esac
  done
  COMPREPLY=()
  if ${ENVIRONMENT_OPTIONS.map((name) => `[ "$previous" = "${name}" ]`).join(" || ")}; then
    _mmconf_environments
    return
  fi
  case "$command" in
${casesOf(program, (words) => `words="${words}"`)}
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
