import type { Answer, Thread, Told } from "./thread.ts";
import { jobArgument } from "./thread.ts";

/** What a thread finds in its `workerData`: the job, and how many messages were sent so far, to wait for the next. */
export interface ThreadData {
  readonly job: unknown;
  readonly sent: SharedArrayBuffer;
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
    worker.once("error", ({ message }) => resolve({ failed: message }));
    worker.once("exit", () => resolve({ failed: "it ended without an answer" }));
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
