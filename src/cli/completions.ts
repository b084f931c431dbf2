import type { CliCommand, CommandOption } from "./commands/command.ts";

/** The long name of an option, and its short one where it has one. */
function names({ flags }: CommandOption): readonly string[] {
  return flags.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? [];
}

const takesValue = ({ flags }: CommandOption): boolean => flags.includes("<");

function optionWords(command: CliCommand): string {
  return [...command.options.flatMap(names), "-h", "--help", "-v", "--version"].join(" ");
}

const subcommands = (commands: readonly CliCommand[]): readonly CliCommand[] =>
  commands.filter(({ name }) => name !== "");

/** The cases of a shell's `case` on the option before the cursor. */
function valueCases(commands: readonly CliCommand[], words: (list: string) => string, files: string): string {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const option of commands.flatMap(({ options }) => options)) {
    const name = names(option).at(-1) ?? "";
    if (!takesValue(option) || seen.has(name)) continue;
    seen.add(name);
    lines.push(`    ${name}) ${option.choices === undefined ? files : words(option.choices.join(" "))}; return ;;`);
  }
  return lines.join("\n");
}

/** Completions for bash, made from the commands' own tables. */
export function bash(commands: readonly CliCommand[]): string {
  const reply = (list: string) => `COMPREPLY=($(compgen -W "${list}" -- "$cur"))`;
  const files = 'COMPREPLY=($(compgen -f -- "$cur"))';
  const cases = subcommands(commands).map(
    (command) => `    ${command.name}) opts="${optionWords(command)}"; words="${command.words?.().join(" ") ?? ""}" ;;`,
  );
  const root = commands.find(({ name }) => name === "");
  return `_sts_lint() {
  local cur prev opts words
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$prev" in
${valueCases(commands, reply, files)}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) opts="${root === undefined ? "" : optionWords(root)}"; words="" ;;
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$opts" -- "$cur"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${subcommands(commands)
      .map(({ name }) => name)
      .join(" ")} help" -- "$cur") $(compgen -f -- "$cur"))
  elif [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _sts_lint sts-lint
`;
}

/** Completions for zsh. */
export function zsh(commands: readonly CliCommand[]): string {
  const reply = (list: string) => `compadd -- ${list}`;
  const cases = subcommands(commands).map(
    (command) =>
      `    ${command.name}) opts=(${optionWords(command)}); candidates=(${command.words?.().join(" ") ?? ""}) ;;`,
  );
  const root = commands.find(({ name }) => name === "");
  return `#compdef sts-lint
_sts_lint() {
  local cur prev
  local -a opts candidates
  cur="\${words[CURRENT]}"
  prev="\${words[CURRENT-1]}"
  case "$prev" in
${valueCases(commands, reply, "_files")}
  esac
  case "\${words[2]}" in
${cases.join("\n")}
    *) opts=(${root === undefined ? "" : optionWords(root)}) ;;
  esac
  if [[ "$cur" == -* ]]; then
    compadd -- $opts
  elif (( CURRENT == 2 )); then
    compadd -- ${subcommands(commands)
      .map(({ name }) => name)
      .join(" ")} help
    _files
  elif (( \${#candidates} )); then
    compadd -- $candidates
  else
    _files
  fi
}
compdef _sts_lint sts-lint
`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Completions for fish. */
export function fish(commands: readonly CliCommand[]): string {
  const named = subcommands(commands);
  const all = named.map(({ name }) => name).join(" ");
  const lines = named.map(
    ({ name, about }) => `complete -c sts-lint -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
  );
  for (const command of commands) {
    const when =
      command.name === "" ? `not __fish_seen_subcommand_from ${all}` : `__fish_seen_subcommand_from ${command.name}`;
    const words = command.words?.();
    if (words !== undefined) lines.push(`complete -c sts-lint -f -n ${quoted(when)} -a ${quoted(words.join(" "))}`);
    for (const option of command.options) {
      const spelled = names(option).map((name) =>
        name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
      );
      const value = !takesValue(option)
        ? ""
        : option.choices === undefined
          ? " -r"
          : ` -x -a ${quoted(option.choices.join(" "))}`;
      lines.push(`complete -c sts-lint -n ${quoted(when)} ${spelled.join(" ")}${value} -d ${quoted(option.about)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
