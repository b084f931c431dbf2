import type { Report } from "../lint/contract/finding.ts";
import type { Observer, Phase } from "../read/observer.ts";
import { clock } from "./clock.ts";
import { beginsRelease } from "./file-bytes.ts";
import type { Output } from "./output.ts";
import { progressLine, type Step } from "./progress-line.ts";
import { type Measuring, startMeasuring } from "./stats.ts";

/** Most runs are over before; those see nothing of it, and load nothing for it. Milliseconds. */
const patience = 1000;
/** Between two lines. */
const pace = 100;
/** From here on it is worth asking what stands behind the output. */
const enough = 500;
/** Where nothing was read for so long, what goes on is no longer reading. */
const readingLasts = 500;

/**
 * Follows one run: shows on a terminal at stderr what a long one is at, on one line that goes before anything else is
 * written, and measures it where `--stats` asks. Everything that either needs is loaded when it is needed.
 */
export class RunObserver implements Observer {
  readonly #output: Output;
  readonly #isDumb: boolean;
  /** When the line is due; never where nobody would see it. */
  #due = clock() + patience;
  /** How often the time was looked up. */
  #asked = 0;
  #isShown = false;
  #measuring: Measuring | undefined;
  #step: Step | undefined;
  #lastRead = 0;
  /** Of the input that is being read. */
  #bytes = 0;
  #allBytes = 0;
  #inputs = 0;
  #charts = { at: 0, of: 0 };

  constructor(output: Output, env: Readonly<Record<string, string | undefined>>) {
    this.#output = output;
    this.#isDumb = env.TERM === "dumb";
  }

  /** Another run begins. */
  restart(): void {
    this.clear();
    this.#due = clock() + patience;
    this.#measuring = undefined;
    this.#step = undefined;
    this.rereads();
  }

  /** What was read until now is read once more by the same run: figures count it once. */
  rereads(): void {
    this.#allBytes = 0;
    this.#inputs = 0;
  }

  /** Shows nothing from now on. */
  silence(): void {
    this.clear();
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Measures from now on, where it does not yet; what the process did until now is its start. */
  measure(): void {
    this.#measuring ??= startMeasuring();
  }

  /** The figures of a run that was measured, as text; empty for one that was not. */
  figures(report: Report | undefined): string {
    return this.#measuring?.text(report, this.#inputs, this.#allBytes) ?? "";
  }

  during<Result>(phase: Phase, run: () => Result, rule?: string): Result {
    if (phase === "read") beginsRelease();
    const now = this.#now();
    if (now >= this.#due) {
      const isReading = this.#step === undefined || now - this.#lastRead < readingLasts;
      this.#show(isReading || rule === undefined ? this.#step : { verb: "checking", rule }, now);
    }
    return this.#measuring === undefined ? run() : this.#measuring.during(phase, run, rule);
  }

  /** An input is opened: the `at`-th of so many. */
  opens(name: string, path: string | undefined, at: number, of: number): void {
    this.#bytes = 0;
    this.#inputs++;
    this.#step = { verb: "reading", name, path, bytes: 0, at, of };
  }

  /** So much of it was read. */
  reads(bytes: number): void {
    this.#bytes += bytes;
    this.#allBytes += bytes;
    const now = this.#now();
    this.#lastRead = now;
    if (now < this.#due || this.#step?.verb !== "reading") return;
    this.#step = { ...this.#step, bytes: this.#bytes };
    this.#show(this.#step, now);
  }

  /** So many charts are going to be rendered. */
  expects(charts: number): void {
    this.#charts = { at: 0, of: charts };
  }

  /** The next of them. */
  begins(): void {
    this.#charts = { ...this.#charts, at: this.#charts.at + 1 };
  }

  /** Renders a chart that is called so, and gives what came of it. */
  renders<Result>(name: string, render: () => Result): Result {
    const now = this.#now();
    this.#lastRead = now;
    this.#step = { verb: "rendering", name, ...this.#charts };
    if (now >= this.#due) this.#show(this.#step, now);
    return this.during("render", render);
  }

  /** A render of so many bytes is an input, too. */
  rendered(bytes: number): void {
    this.#inputs++;
    this.#allBytes += bytes;
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#output.write("\r\u001b[K");
  }

  /** A clock takes longer than many rules do: a long run reads it only where the line may be seen. */
  #now(): number {
    if (this.#due === Number.POSITIVE_INFINITY) return 0;
    if (++this.#asked === enough && this.#output.mayBeTerminal?.() === false) this.#due = Number.POSITIVE_INFINITY;
    return clock();
  }

  #show(step: Step | undefined, now: number): void {
    if (step === undefined) return;
    // A pipe keeps every byte for ever, and a terminal that cannot erase a line would, too.
    if (this.#isDumb || !this.#output.isTerminal()) {
      this.#due = Number.POSITIVE_INFINITY;
      return;
    }
    this.#due = now + pace;
    this.#isShown = true;
    this.#output.write(`\r\u001b[K${progressLine(step, this.#output.columns() ?? 80)}`);
  }
}
