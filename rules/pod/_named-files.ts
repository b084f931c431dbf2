import { inlineScript } from "../../src/model/inline-script.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import { onlyCommand } from "../../src/model/shell-script.ts";
import type { Path } from "../../src/read/path.ts";

/** A configuration file that an argument names. */
export interface NamedFile {
  readonly option: string;
  readonly file: string;
  readonly path: Path;
  /** The software that ends where it cannot read the file. */
  readonly needy?: string;
}

/** `--config.file`, `-config-file`, `--config`, `-c`, `--objstore.config-file`, `--defaults-file`. */
const option =
  /^(?:-c|--?(?:[\w.-]{0,60}[.-])?(?:conf|config|configuration|config[.-]file|conf[.-]file|defaults-file))$/;
/** A file, and neither a folder nor a list of files. */
const file = /^\/[^\s,;*?$`{}()]{1,300}\.[A-Za-z0-9]{1,12}$/;

/** Servers that read their file as they start, and end with an error without it: cmd/prometheus/main.go, cmd/alertmanager/main.go, cmd/loki/main.go, cmd/tempo/main.go. */
const needy: ReadonlySet<string> = new Set(["prometheus", "alertmanager", "loki", "tempo"]);
const theirs = /^--?config\.file$/;

/** The configuration files that the arguments of a container name; those of a script of several commands are not looked for. */
export function* namedFiles(container: Container): Generator<NamedFile> {
  const { command, args, path } = container;
  const written = [...command, ...args];
  if (!written.some((word) => word.includes("conf") || word === "-c" || word.includes("defaults-file"))) return;
  // Most scripts are more than one command.
  const inline = written.some(({ length }) => length > longestCommand) ? undefined : inlineScript(written);
  const words = inline === undefined ? written : (onlyCommand(inline.script) ?? []);
  const software = knownContainer(container);
  for (const [index, word] of words.entries()) {
    const sign = word.indexOf("=");
    const name = sign === -1 ? word : word.slice(0, sign);
    if (name.length > longestOption || !option.test(name)) continue;
    const value = sign === -1 ? (words[index + 1] ?? "") : word.slice(sign + 1);
    if (!file.test(value)) continue;
    const at = inline === undefined ? (sign === -1 ? index + 1 : index) : inline.index;
    yield {
      option: name,
      file: value,
      path: [...path, ...(at < command.length ? ["command", at] : ["args", at - command.length])],
      ...(software !== undefined && needy.has(software.id) && theirs.test(name) ? { needy: software.title } : {}),
    };
  }
}

const longestOption = 80;
const longestCommand = 500;
