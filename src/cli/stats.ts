import type { Report } from "../lint/contract/finding.ts";
import type { Observer, Phase } from "../read/observer.ts";
import { counted } from "../report/summary-text.ts";
import { clock } from "./clock.ts";

/** What each line of the figures stands for, in the order of a run. */
const phases: readonly (readonly [Phase | "start", string])[] = [
  ["start", "start: the program, its options and its settings"],
  ["render", "render charts"],
  ["read", "read and split"],
  ["parse", "parse what rules read"],
  ["admission", "admission: what the API server would answer"],
  ["rules", "rules"],
  ["findings", "findings: places, suppressions, order"],
  ["report", "report"],
];

const slowest = 10;

/** A run that is measured. */
export interface Measuring extends Observer {
  /** The figures until now. `report` is what was found; a run without one shows its times alone. */
  text(report: Report | undefined, inputs: number, bytes: number): string;
}

/** Whole tenths of milliseconds, so that lines add up to their sum. */
const tenths = (milliseconds: number): number => Math.round(milliseconds * 10);
const shown = (count: number): string => (count / 10).toFixed(1);

/**
 * Splits the time of a run among its phases and rules. Each moment belongs to the innermost phase: a rule's time is its
 * own, without the parsing and the admission that it caused, whichever rule asked first.
 */
class Stopwatch implements Measuring {
  readonly #phases = new Map<string, number>();
  readonly #rules = new Map<string, number>();
  readonly #stack: { readonly phase: string; readonly rule: string | undefined }[] = [
    { phase: "start", rule: undefined },
  ];
  #since: number;
  readonly #cpuBefore: NodeJS.CpuUsage | undefined;

  /** Of a process's first run the time since its very start is counted. */
  constructor(isFirst: boolean) {
    this.#since = isFirst ? clock() - performance.now() : clock();
    this.#cpuBefore = isFirst ? undefined : process.cpuUsage();
  }

  during<Result>(phase: Phase, run: () => Result, rule?: string): Result {
    this.#note();
    this.#stack.push({ phase, rule });
    try {
      return run();
    } finally {
      this.#note();
      this.#stack.pop();
    }
  }

  #note(): void {
    const now = clock();
    const spent = now - this.#since;
    this.#since = now;
    const { phase = "start", rule } = this.#stack.at(-1) ?? {};
    this.#phases.set(phase, (this.#phases.get(phase) ?? 0) + spent);
    if (rule !== undefined) this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + spent);
  }

  text(report: Report | undefined, inputs: number, bytes: number): string {
    this.#note();
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    const memory = process.resourceUsage().maxRSS / 1024;
    const spent = phases.flatMap(([phase, about]): [string, number][] => {
      const time = this.#phases.get(phase);
      return time === undefined ? [] : [[about, tenths(time)]];
    });
    const all = spent.reduce((sum, [, time]) => sum + time, 0);
    const rules = [...this.#rules]
      .map(([id, time]): [string, number] => [id, tenths(time)])
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, slowest);
    const amount = `${(bytes / 1e6).toFixed(2)} MB in ${counted(inputs, "input")}`;
    return [
      report === undefined ? `read ${amount}` : `read ${amount}: ${contents(report)}`,
      `took ${((user + system) / 1000).toFixed(0)} ms of CPU, at most ${memory.toFixed(0)} MB of memory, and ${shown(all)} ms:`,
      ...columns([...spent, ["together", all]]),
      ...(rules.length === 0 ? [] : [`the slowest of ${counted(this.#rules.size, "rule")}:`, ...columns(rules)]),
      "",
    ].join("\n");
  }
}

function contents({ summary, rules, kubernetesVersions }: Report): string {
  const { documents, notChecked, statefulSets } = summary;
  return `${counted(documents, "document")}, ${notChecked} not checked, ${counted(statefulSets, "StatefulSet")}
ran ${counted(rules.length, "rule")} for Kubernetes ${kubernetesVersions.join(", ")}`;
}

function columns(rows: readonly (readonly [string, number])[]): string[] {
  const width = Math.max(...rows.map(([, time]) => shown(time).length));
  return rows.map(([name, time]) => `  ${shown(time).padStart(width)} ms  ${name}`);
}

let isFirst = true;

/** Begins to measure a run, for `--stats`. */
export function startMeasuring(): Measuring {
  const stopwatch = new Stopwatch(isFirst);
  isFirst = false;
  return stopwatch;
}
