import { Worker } from "node:worker_threads";

/** Minutes of one input: more than any takes by far, on a machine that has other things to do. */
const mostMinutes = 4;

/** Looks on from a thread of its own: the thread that hangs can tell nothing. */
const source = `
const { writeSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const { number, minutes } = workerData;
let last = -1n;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(number, 0);
  if (now !== last) [last, since] = [now, Date.now()];
  if (Date.now() - since < minutes * 60_000) return;
  writeSync(1, "number " + now + " does not end within " + minutes + " minutes\\n");
  process.kill(process.pid, "SIGKILL");
}, 5_000);
`;

/** Ends the process, and says at which number, where an input hangs. */
export class Watchdog {
  readonly #number = new BigInt64Array(new SharedArrayBuffer(8));
  readonly #worker = new Worker(source, {
    eval: true,
    execArgv: [],
    workerData: { number: this.#number, minutes: mostMinutes },
  });

  begins(number: number): void {
    Atomics.store(this.#number, 0, BigInt(number));
  }

  async ends(): Promise<void> {
    await this.#worker.terminate();
  }
}
