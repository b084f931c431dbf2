import { OptionError } from "../lint/contract/options.ts";
import type { CommandOption } from "./commands/command.ts";

/** `chart upgrade RELEASE CHART …` as helm-diff's `upgrade` reads its line (cmd/upgrade.go, cmd/options.go, 3.x). */
export interface UpgradeLine {
  readonly release: string;
  /**
   * Which values of the release come first: all that it was made of, with those of its chart then (`--reuse-values`,
   * and where no values are given at all), or those that were given to it (`--reset-then-reuse-values`).
   */
  readonly reuse: "all" | "given" | undefined;
  /** Whether a release that is not there is a first install, and no error. */
  readonly mayBeNew: boolean;
  /** No cluster is read: as if it were a first install. */
  readonly isOffline: boolean;
  /** Flags that change what helm-diff prints and nothing here. */
  readonly ignored: readonly string[];
}

/** The same as a line of `sts-lint chart`. */
export interface ChartLine {
  readonly args: readonly string[];
  readonly upgrade: UpgradeLine;
}

/** helm's own flags, which `chart` takes under the same names. */
const kept = words(
  "values set set-string set-json set-file set-literal namespace kube-version api-versions version repo devel no-hooks " +
    "include-crds skip-schema-validation kube-context kubeconfig insecure-skip-tls-verify",
);
const keptSwitches = words("devel no-hooks include-crds skip-schema-validation insecure-skip-tls-verify");

/** Switches of helm-diff alone. What only shapes a diff, or what we always or never do, says nothing here. */
const switches = words(
  "suppress-secrets show-secrets show-secrets-decoded strip-trailing-cr three-way-merge detailed-exitcode reuse-values " +
    "reset-values reset-then-reuse-values allow-unreleased install include-tests disable-validation " +
    "disable-openapi-validation enable-dns normalize-manifests take-ownership color no-color",
);
/** Flags of helm-diff alone that take a value. */
const withValue = words(
  "suppress suppress-output-line-regex context output find-renames post-renderer post-renderer-args server-side",
);
/** Of these, those whose lack somebody could miss. */
const told = words("suppress suppress-output-line-regex detailed-exitcode enable-dns");

const short: Readonly<Record<string, string>> = {
  f: "values",
  n: "namespace",
  a: "api-versions",
  q: "suppress-secrets",
  C: "context",
  D: "find-renames",
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** Translates what follows `chart upgrade`. `own` are the options of `chart`, for flags that helm-diff does not have. */
export function readUpgradeLine(line: readonly string[], own: readonly CommandOption[]): ChartLine {
  const reader = new LineReader(own);
  reader.read(line);
  return reader.chartLine();
}

class LineReader {
  readonly #own: readonly CommandOption[];
  readonly #passed: string[] = [];
  readonly #names: string[] = [];
  readonly #given = new Map<string, string>();
  #hasValues = false;

  constructor(own: readonly CommandOption[]) {
    this.#own = own;
  }

  read(line: readonly string[]): void {
    for (let at = 0; at < line.length; at++) {
      const arg = line[at] ?? "";
      if (arg === "--") {
        this.#names.push(...line.slice(at + 1));
        return;
      }
      if (arg.startsWith("--")) at += this.#long(arg, line[at + 1]);
      else if (/^-[A-Za-z]/.test(arg)) at += this.#short(arg, line[at + 1]);
      else this.#names.push(arg);
    }
  }

  /** How many further words it takes. */
  #long(arg: string, next: string | undefined): number {
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
    const value = equals < 0 ? undefined : arg.slice(equals + 1);
    // helm-diff's `--color` is a switch; with a word behind `=` it is ours.
    if (name === "color" && (value === "always" || value === "never" || value === "auto")) {
      this.#passed.push(arg);
      return 0;
    }
    if (keptSwitches.has(name) || switches.has(name) || name === "dry-run") {
      this.#switch(name, value ?? (name === "dry-run" ? "client" : "true"));
      return 0;
    }
    if (kept.has(name) || withValue.has(name)) {
      if (value === undefined && next === undefined) throw new OptionError(`chart upgrade: --${name} needs a value`);
      this.#valued(name, value ?? next ?? "");
      return value === undefined ? 1 : 0;
    }
    this.#passed.push(arg);
    if (value !== undefined || next === undefined || !this.#takesValue(name)) return 0;
    this.#passed.push(next);
    return 1;
  }

  /** `-qn apps`, `-fvalues.yaml`, `-C=5`. */
  #short(arg: string, next: string | undefined): number {
    for (let letter = 1; letter < arg.length; letter++) {
      const char = arg.charAt(letter);
      const name = Object.hasOwn(short, char) ? short[char] : undefined;
      if (name === undefined) {
        this.#passed.push(`-${arg.slice(letter)}`);
        return 0;
      }
      if (switches.has(name)) {
        this.#switch(name, "true");
        continue;
      }
      const rest = arg.slice(letter + 1).replace(/^=/, "");
      if (rest === "" && next === undefined) throw new OptionError(`chart upgrade: -${char} needs a value`);
      this.#valued(name, rest === "" ? (next ?? "") : rest);
      return rest === "" ? 1 : 0;
    }
    return 0;
  }

  #switch(name: string, value: string): void {
    if (keptSwitches.has(name)) {
      if (isTrue(value)) this.#passed.push(`--${name}`);
    } else if (name === "color") this.#passed.push(`--color=${isTrue(value) ? "always" : "never"}`);
    else if (name === "no-color") {
      if (isTrue(value)) this.#passed.push("--color=never");
    } else this.#given.set(name, value);
  }

  #valued(name: string, value: string): void {
    if (!kept.has(name)) {
      this.#given.set(name, value);
      return;
    }
    if (/^(values|set)/.test(name)) this.#hasValues = true;
    this.#passed.push(`--${name}=${value}`);
  }

  #takesValue(name: string): boolean {
    const option = this.#own.find(({ flags }) => flags.split(/[ ,]/).includes(`--${name}`));
    return option?.flags.includes("<") === true;
  }

  #is(name: string): boolean {
    return isTrue(this.#given.get(name) ?? "false");
  }

  chartLine(): ChartLine {
    const [release, chart, ...others] = this.#names;
    if (release === undefined || chart === undefined || others.length > 0)
      throw new OptionError("chart upgrade: name a release and a chart: `sts-lint chart upgrade RELEASE CHART`");
    if (this.#given.has("post-renderer"))
      throw new OptionError(
        "chart upgrade: no post-renderer is started here: pipe what it prints, `helm template … | RENDERER | sts-lint --against NOW`",
      );
    const dryRun = this.#given.get("dry-run");
    const isOffline = dryRun !== undefined && dryRun !== "server" && dryRun !== "none" && dryRun !== "false";
    const server = this.#given.get("server-side");
    const apply = server === undefined || server === "auto" ? [] : [`--apply=${isTrue(server) ? "server" : "client"}`];
    return {
      args: [
        chart,
        `--release=${release}`,
        ...(this.#is("include-tests") ? [] : ["--skip-tests"]),
        ...apply,
        ...this.#passed,
      ],
      upgrade: {
        release,
        reuse: isOffline ? undefined : this.#reuse(),
        mayBeNew: this.#is("allow-unreleased") || this.#is("install"),
        isOffline,
        ignored: [...this.#given.keys()].filter((name) => told.has(name)).map((name) => `--${name}`),
      },
    };
  }

  /** As helm has it: reset wins over both, reuse over reset-then-reuse, and without values those of the release stay. */
  #reuse(): UpgradeLine["reuse"] {
    if (this.#is("reset-values")) return undefined;
    if (this.#is("reuse-values")) return "all";
    if (this.#is("reset-then-reuse-values")) return "given";
    return this.#hasValues ? undefined : "all";
  }
}

function isTrue(value: string): boolean {
  return /^(1|t|true)$/i.test(value);
}
