import { v8Flags } from "./v8-flags.ts";

/**
 * A run over one chart is over before fast code pays. So a pattern is compiled to machine code when it was tried twenty
 * times, not twice, and its code before that is not polished; a function is called more often before V8 writes down what
 * it learns of it. Measured on charts of 33 and 119 KB that takes 5 and 8 % off the CPU time.
 */
const patterns: readonly string[] = ["--no-regexp-peephole-optimization", "--regexp-tier-up-ticks=20"];
const feedback = "--interrupt-budget-factor-for-feedback-allocation=32";

/**
 * From here on V8's habit of compiling early for speed costs more than it gains. Measured on charts of 33 and 118 KB it
 * takes a third and nearly half off the CPU time. Below it node:v8 is not worth its loading.
 */
const chartBytes = 4 * 1024;

/** V8 12 (Node 22) counts invocations in place of a budget, and complains on stderr of the flag that is gone. */
const firstWithoutBudget = 12;
/** What was measured ends with V8 13 (Node 24). */
const firstUnknown = 14;

/** From here on an input is long, and what stays hot is worth compiling after all. */
const longBytes = 256 * 1024;

/** How often the heap is looked at, and by how much it may grow beyond what is alive in it before V8 collects garbage. */
const lookEvery = 1 << 19;
const room = 64 << 20;
/** The same where a release is held as it is read: what grows by halves is soon larger than the memory it may take. */
const roomOfHeld = 8 << 20;
const leastGrowth = 8;

/** A release is held where it has more text than charts make. */
const heldFrom = 1 << 19;
/** Where the heap is so many times the input, releases are held until all are read, as `--against` does. */
const timesHeld = 5;
const severalFrom = 4 << 20;

/** A release that is held takes so many times its text once its rules run. */
const timesText = 8;
/** What a chart is rendered from and to, with where each text comes from. */
const timesChart = 30;
/** A run of so many renders keeps a report of each; all else of them is garbage soon. */
const manyRenders = 40;

/**
 * Counts what is read, and tells V8 how patiently to compile: only what stays hot, and without copying called functions
 * into their callers, of which most run for some seconds only. Measured on 20 MB of charts that takes two fifths off the
 * CPU time. The shortest inputs are spared the loading of `node:v8`.
 */
export class LongInput {
  #read = 0;
  #ofRelease = 0;
  #isTold = false;
  #lookedAt = 0;
  #growth = 0;
  #held = 0;
  #heldAt = 0;
  #isYoungKept = false;

  note(bytes: number): void {
    const before = this.#read;
    this.#read += bytes;
    this.#ofRelease += bytes;
    const version = Number.parseInt(process.versions.v8, 10);
    if (before >= longBytes) {
      if (version < firstUnknown && this.#read - this.#lookedAt >= lookEvery) this.#lookAtHeap();
      return;
    }
    if (version >= firstUnknown || (version >= firstWithoutBudget && this.#read < chartBytes)) return;
    const { setFlagsFromString } = v8Flags();
    if (!this.#isTold) {
      this.#isTold = true;
      for (const flag of patterns) setFlagsFromString(flag);
      if (version < firstWithoutBudget) setFlagsFromString(feedback);
    }
    if (this.#read < chartBytes) return;
    if (before < chartBytes) setFlagsFromString("--max-inlined-bytecode-size-cumulative=0");
    if (version >= firstWithoutBudget) return;
    if (this.#read >= longBytes) setFlagsFromString("--interrupt-budget=200000");
    else if (before < chartBytes) setFlagsFromString("--interrupt-budget=1000000");
  }

  /** The same for what is read whole and stays: V8 is told how far its heap may grow, and nothing of how to compile. */
  hold(bytes: number): void {
    this.#held += bytes;
    if (this.#held - this.#heldAt < lookEvery || Number.parseInt(process.versions.v8, 10) >= firstUnknown) return;
    this.#heldAt = this.#held;
    this.#grow(roomOfHeld, Math.max(process.memoryUsage().heapUsed, timesChart * this.#held));
    this.#keepYoung(true);
  }

  /** Charts will be rendered so many times. */
  expectRenders(count: number): void {
    if (count >= manyRenders && Number.parseInt(process.versions.v8, 10) < firstUnknown) this.#keepYoung(true);
  }

  /** What is read from now on is of another release. */
  beginRelease(): void {
    this.#ofRelease = 0;
  }

  /**
   * V8 lets a heap grow to four times of what it found alive in it before it looks again. Where one release is large, so that
   * all of it stays alive, that is the memory of several: the larger a heap is, or will be, the smaller the part by which it
   * may grow.
   */
  #lookAtHeap(): void {
    this.#lookedAt = this.#read;
    // The bytes of a document that has not ended are outside the heap.
    const { heapUsed: used, external } = process.memoryUsage();
    const isHeld =
      this.#ofRelease >= heldFrom || (this.#read >= severalFrom && used + external > timesHeld * this.#read);
    const expected = isHeld ? Math.max(used, timesText * this.#read) : used;
    this.#grow(isHeld ? roomOfHeld : room, expected);
    this.#keepYoung(isHeld);
  }

  /** Half of the young space is copied to and fro, and all of it counts: 4 MB do as well for what stays alive anyway. */
  #keepYoung(isKept: boolean): void {
    if (isKept === this.#isYoungKept) return;
    this.#isYoungKept = isKept;
    v8Flags().setFlagsFromString(`--semi-space-growth-factor=${isKept ? 1 : 2}`);
  }

  #grow(by: number, expected: number): void {
    const growth = Math.max(leastGrowth, Math.round((100 * by) / expected));
    if (growth === this.#growth) return;
    this.#growth = growth;
    v8Flags().setFlagsFromString(`--heap-growing-percent=${growth}`);
  }
}
