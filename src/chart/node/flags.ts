import { RenderError } from "../render/render-error.ts";

/** How a flag takes its value, as pflag has it: `list` splits at commas, `each` does not. */
type FlagType = "bool" | "text" | "each" | "list" | "optional";

const short: Readonly<Record<string, string>> = {
  f: "values",
  n: "namespace",
  g: "generate-name",
  s: "show-only",
  a: "api-versions",
  l: "labels",
  h: "help",
};

const names: Readonly<Record<FlagType, string>> = {
  bool:
    "create-namespace force no-hooks replace wait-for-jobs generate-name devel dependency-update " +
    "disable-openapi-validation atomic skip-crds render-subchart-notes skip-schema-validation enable-dns hide-notes " +
    "take-ownership validate include-crds skip-tests is-upgrade release-name verify insecure-skip-tls-verify plain-http " +
    "pass-credentials kube-insecure-skip-tls-verify debug help",
  text:
    "name-template description timeout version keyring repo username password cert-file key-file ca-file namespace " +
    "kubeconfig kube-context kube-token kube-as-user kube-apiserver kube-ca-file kube-tls-server-name registry-config " +
    "repository-config repository-cache burst-limit qps output-dir kube-version post-renderer",
  each: "set set-string set-file set-json set-literal show-only kube-as-group labels post-renderer-args",
  list: "values api-versions",
  optional: "dry-run",
};
/** What only one of the two knows. */
const only: Readonly<Record<"3" | "4", Readonly<Partial<Record<FlagType, string>>>>> = {
  "3": { bool: "wait" },
  "4": {
    bool: "force-replace force-conflicts server-side rollback-on-failure",
    text: "content-cache color colour",
    optional: "wait",
  },
};

function typesOf(helm: "3" | "4"): ReadonlyMap<string, FlagType> {
  const types = new Map<string, FlagType>();
  for (const table of [names, only[helm]]) {
    for (const [type, text] of Object.entries(table)) {
      for (const name of text.split(" ")) types.set(name, type as FlagType);
    }
  }
  return types;
}

/** A line of arguments as helm's `template` reads it. */
export class HelmArguments {
  readonly positional: string[] = [];
  readonly #values = new Map<string, string[]>();

  /** @throws {RenderError} for a flag that helm does not know, or that lacks its value. */
  constructor(args: readonly string[], helm: "3" | "4") {
    const types = typesOf(helm);
    for (let at = 0; at < args.length; at++) {
      const arg = args[at] ?? "";
      if (arg === "--") {
        this.positional.push(...args.slice(at + 1));
        return;
      }
      if (arg.startsWith("--")) at = this.#long(types, args, at);
      else if (arg.startsWith("-") && arg.length > 1) at = this.#short(types, args, at);
      else this.positional.push(arg);
    }
  }

  #long(types: ReadonlyMap<string, FlagType>, args: readonly string[], at: number): number {
    const arg = args[at] ?? "";
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
    const type = types.get(name);
    if (type === undefined) throw refusal(`unknown flag: --${name}`);
    if (equals >= 0) this.#add(name, type, arg.slice(equals + 1));
    else if (type === "bool") this.#add(name, type, "true");
    else if (type === "optional") this.#add(name, type, "unset");
    else {
      const value = args[at + 1];
      if (value === undefined) throw refusal(`flag needs an argument: --${name}`);
      this.#add(name, type, value);
      return at + 1;
    }
    return at;
  }

  /** `-gn apps`, `-fvalues.yaml`, `-n=apps`. */
  #short(types: ReadonlyMap<string, FlagType>, args: readonly string[], at: number): number {
    const arg = args[at] ?? "";
    for (let letter = 1; letter < arg.length; letter++) {
      const char = arg.charAt(letter);
      const name = Object.hasOwn(short, char) ? short[char] : undefined;
      const type = name === undefined ? undefined : types.get(name);
      if (name === undefined || type === undefined) throw refusal(`unknown shorthand flag: '${char}' in ${arg}`);
      const rest = arg.slice(letter + 1);
      if (rest.startsWith("=")) {
        this.#add(name, type, rest.slice(1));
        return at;
      }
      if (type === "bool") {
        this.#add(name, type, "true");
        continue;
      }
      if (rest !== "") {
        this.#add(name, type, rest);
        return at;
      }
      const value = args[at + 1];
      if (value === undefined) throw refusal(`flag needs an argument: '${char}' in ${arg}`);
      this.#add(name, type, value);
      return at + 1;
    }
    return at;
  }

  #add(name: string, type: FlagType, value: string): void {
    if (type === "bool" && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
      throw refusal(`invalid argument "${value}" for "--${name}" flag`);
    const values = type === "list" ? splitCsv(value) : [value];
    const held = this.#values.get(name);
    if (held === undefined || (type !== "list" && type !== "each")) this.#values.set(name, values);
    else held.push(...values);
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The last one given; undefined where there is none. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  is(name: string): boolean {
    return /^(1|t)/i.test(this.text(name) ?? "false");
  }
}

function refusal(message: string): RenderError {
  return new RenderError("other", message);
}

/** The values files that helm's arguments name, one by one; a flag may name several, or none. */
export function valuesFilesIn(args: readonly string[]): string[] {
  return args.filter((arg) => arg.startsWith("--values=")).flatMap((arg) => splitCsv(arg.slice("--values=".length)));
}

/** The values files of one argument; undefined where helm cannot read it, which is told when it is rendered. */
export function valuesFilesOf(arg: string): readonly string[] | undefined {
  try {
    return valuesFilesIn([arg]);
  } catch {
    return undefined;
  }
}

/** A values file as helm's argument, whatever its name holds. */
export function valuesFlag(file: string): string {
  return `--values=${/[",\r\n]/.test(file) || file === "" ? `"${file.replaceAll('"', '""')}"` : file}`;
}

/** One line of CSV, as encoding/csv reads it: a field may stand in quotes. */
function splitCsv(line: string): string[] {
  if (line === "") return [];
  const fields: string[] = [];
  let rest = line.replace(/\n[\s\S]*$/, "");
  for (;;) {
    if (rest.startsWith('"')) {
      const match = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
      if (match === null)
        throw refusal(`invalid argument ${line}: parse error: extraneous or missing " in quoted-field`);
      fields.push((match[1] ?? "").replaceAll('""', '"'));
      if (match[2] === "") return fields;
      rest = rest.slice(match[0].length);
      continue;
    }
    const comma = rest.indexOf(",");
    const field = comma < 0 ? rest : rest.slice(0, comma);
    if (field.includes('"')) throw refusal(`invalid argument ${line}: parse error: bare " in non-quoted-field`);
    fields.push(field);
    if (comma < 0) return fields;
    rest = rest.slice(comma + 1);
  }
}
