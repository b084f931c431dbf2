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

/** What a shell offers for the value of an option: words, files, folders, or nothing that could be known. */
interface Offers {
  readonly words: (list: string) => string;
  readonly files: string;
  readonly folders: string;
}

function offered({ choices, takes }: CommandOption, offers: Offers): string {
  if (choices !== undefined) return `${offers.words(choices.join(" "))}; return`;
  if (takes === undefined) return "return";
  return `${takes === "folder" ? offers.folders : offers.files}; return`;
}

/**
 * The cases of a shell's `case` on the command and the option before the cursor, `chart:--format`: commands have options
 * of one name with other values.
 */
function valueCases(commands: readonly CliCommand[], offers: Offers): string {
  const patterns = new Map<string, string[]>();
  for (const { name: command, options } of commands) {
    for (const option of options.filter(takesValue)) {
      const answer = offered(option, offers);
      const same = patterns.get(answer) ?? [];
      patterns.set(answer, same);
      for (const name of names(option)) same.push(`${command}:${name}`);
    }
  }
  return [...patterns].map(([answer, all]) => `    ${all.join("|")}) ${answer} ;;`).join("\n");
}

/** The cases on the second word: which command it is, its options, and the words that it takes. */
function commandCases(commands: readonly CliCommand[], list: (name: string, words: string) => string): string {
  const cases = subcommands(commands).map((command) => {
    const words = command.words?.().join(" ") ?? "";
    return `    ${command.name}) cmd=${command.name}; ${list("opts", optionWords(command))}; ${list("words", words)} ;;`;
  });
  const root = commands.find(({ name }) => name === "");
  return [
    ...cases,
    `    *) cmd=""; ${list("opts", root === undefined ? "" : optionWords(root))}; ${list("words", "")} ;;`,
  ].join("\n");
}

const firstWords = (commands: readonly CliCommand[]): string =>
  [...subcommands(commands).map(({ name }) => name), "help"].join(" ");

/** Completions for bash, made from the commands' own tables. */
export function bash(commands: readonly CliCommand[]): string {
  const reply = (list: string) => `COMPREPLY=($(compgen -W "${list}" -- "$cur"))`;
  const files = 'COMPREPLY=($(compgen -f -- "$cur"))';
  return `_sts_lint() {
  local cur prev cmd opts words
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash cuts words at \`=\`, too.
  if [[ "$cur" == "=" ]]; then cur=""; elif [[ "$prev" == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  case "\${COMP_WORDS[1]}" in
${commandCases(commands, (name, list) => `${name}="${list}"`)}
  esac
  case "$cmd:$prev" in
${valueCases(commands, { words: reply, files, folders: 'COMPREPLY=($(compgen -d -- "$cur"))' })}
  esac
  if [[ "$cur" == -* ]]; then
    ${reply("$opts")}
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${firstWords(commands)}" -- "$cur") $(compgen -f -- "$cur"))
  elif [[ -n "$words" ]]; then
    ${reply("$words")}
  else
    ${files}
  fi
}
complete -o filenames -F _sts_lint sts-lint
`;
}

/** Completions for zsh: to be evaluated after compinit, or as a file `_sts-lint` on its fpath. */
export function zsh(commands: readonly CliCommand[]): string {
  return `#compdef sts-lint
_sts_lint() {
  local cur prev cmd
  local -a opts candidates
  cur="\${words[CURRENT]}"
  prev="\${words[CURRENT-1]}"
  if [[ "$cur" == --*=* ]]; then prev="\${cur%%=*}"; cur="\${cur#*=}"; compset -P '*='; fi
  case "\${words[2]}" in
${commandCases(commands, (name, list) => `${name === "words" ? "candidates" : name}=(${list})`)}
  esac
  case "$cmd:$prev" in
${valueCases(commands, { words: (list) => `compadd -- ${list}`, files: "_files", folders: "_files -/" })}
  esac
  if [[ "$cur" == -* ]]; then
    compadd -- $opts
  elif (( CURRENT == 2 )); then
    compadd -- ${firstWords(commands)}
    _files
  elif (( \${#candidates} )); then
    compadd -- $candidates
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _sts-lint ]]; then _sts_lint "$@"; else compdef _sts_lint sts-lint; fi
`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function fishValue({ choices, takes }: CommandOption): string {
  if (choices !== undefined) return ` -x -a ${quoted(choices.join(" "))}`;
  if (takes === undefined) return " -x";
  return takes === "folder" ? " -x -a '(__fish_complete_directories)'" : " -r -F";
}

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
    lines.push(`complete -c sts-lint -n ${quoted(when)} -s h -l help -d 'print this help'`);
    const words = command.words?.();
    if (words !== undefined) lines.push(`complete -c sts-lint -f -n ${quoted(when)} -a ${quoted(words.join(" "))}`);
    for (const option of command.options) {
      const spelled = names(option).map((name) =>
        name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
      );
      const value = takesValue(option) ? fishValue(option) : "";
      lines.push(`complete -c sts-lint -n ${quoted(when)} ${spelled.join(" ")}${value} -d ${quoted(option.about)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
