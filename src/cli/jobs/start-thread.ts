import type { Answer, Thread, Told } from "./thread.ts";
import { jobArgument } from "./thread.ts";

/** What a thread finds in its `workerData`: the job, and how many messages were sent so far, to wait for the next. */
export interface ThreadData {
  readonly job: unknown;
  readonly sent: SharedArrayBuffer;
}

function endedBy(message: string): string {
  return `--jobs: a thread ended before its part was linted, so nothing is known to be clean${message}. A plugin does that which calls process.exit(), throws outside of its check, or fills the memory: look at \`plugins\` in the configuration, or leave --jobs out`;
}

/** Starts this program once more, in a thread. */
export function startThread(job: unknown): Thread {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const sent = new SharedArrayBuffer(4);
  const count = new Int32Array(sent);
  const workerData: ThreadData = { job, sent };
  const worker = new Worker(`${__dirname}/sts-lint.cjs`, { argv: [jobArgument], workerData });
  const answer = new Promise<Answer>((resolve) => {
    worker.once("message", (answered: Answer) => {
      resolve(answered);
      void worker.terminate();
    });
    // What a thread does of its own never throws: code that is not ours ended it, or there was no memory left for it.
    worker.once("error", ({ message }) => resolve({ refused: endedBy(`: ${message}`) }));
    worker.once("exit", () => resolve({ refused: endedBy("") }));
  });
  return {
    answer,
    tell: (message: Told) => {
      // A piece is copied, which a `slice` of a Buffer is not: whoever reads it here may still be at it.
      if ("piece" in message && typeof message.piece !== "string") {
        const piece = new Uint8Array(message.piece);
        worker.postMessage({ piece }, [piece.buffer]);
      } else worker.postMessage(message);
      Atomics.add(count, 0, 1);
      Atomics.notify(count, 0);
    },
  };
}
