import { rules } from "../../../rules/index.generated.ts";
import { OptionError } from "../../lint/contract/options.ts";
import type { RuleFault } from "../../lint/contract/rule-fault.ts";
import { excerptsOf } from "../../lint/engine/excerpt.ts";
import { lintPart } from "../../lint/engine/lint.ts";
import { partOnTheWay } from "../../lint/engine/part.ts";
import { thrownText } from "../../model/thrown-text.ts";
import { effectiveSettings } from "../effective-settings.ts";
import { governingConfigs, withFolders } from "../folder-settings.ts";
import type { Host } from "../host.ts";
import { runOptions } from "../run-options.ts";
import type { Job } from "./job.ts";
import type { ThreadData } from "./start-thread.ts";
import type { Answer, FaultTold, Told } from "./thread.ts";
import { toldInputs } from "./told-inputs.ts";

/** What a thread does: it lints its part of what it is told, and answers. False where this is the program itself. */
export async function runJob(host: Host): Promise<boolean> {
  const { isMainThread, parentPort, receiveMessageOnPort, workerData } =
    process.getBuiltinModule("node:worker_threads");
  if (isMainThread || parentPort === null) return false;
  const { job, sent } = workerData as ThreadData & { readonly job: Job };
  const count = new Int32Array(sent);
  const next = (): Told => {
    for (;;) {
      const before = Atomics.load(count, 0);
      const received = receiveMessageOnPort(parentPort);
      if (received !== undefined) return received.message as Told;
      Atomics.wait(count, 0, before);
    }
  };
  parentPort.postMessage(await answerOf(job, next, host));
  return true;
}

/** Lints what a job names of what `next` tells, which waits for what comes. Never throws. */
export async function answerOf({ request, sources, index, of }: Job, next: () => Told, host: Host): Promise<Answer> {
  try {
    const settings = await effectiveSettings(request, host);
    const governing = await governingConfigs(sources, request, settings, host);
    const faults: RuleFault[] = [];
    const report = lintPart(rules, toldInputs(next), partOnTheWay(index, of), {
      ...withFolders(settings, governing, request),
      ...runOptions(request, settings, host),
      ...(request.live === true ? { live: true } : {}),
      onFault: (one) => faults.push(one),
    });
    const { shard } = excerptsOf(report);
    if (shard === undefined) throw new Error("the report of a part has nothing to join it by");
    return { report, shard, faults: faults.map(told) };
  } catch (error) {
    if (error instanceof OptionError) return { refused: error.message };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : thrownText(error) };
  }
}

function told({ rule, message, cause, stack }: RuleFault): FaultTold {
  const origin = cause instanceof Error ? cause : { message: thrownText(cause), stack };
  return { rule, message: origin.message, stack: origin.stack ?? message };
}
