import { rules } from "../../../rules/index.generated.ts";
import type { Report } from "../../lint/contract/finding.ts";
import { type LintOptions, OptionError } from "../../lint/contract/options.ts";
import { RuleFault } from "../../lint/contract/rule-fault.ts";
import { excerptsOf } from "../../lint/engine/excerpt.ts";
import { lintPart } from "../../lint/engine/lint.ts";
import { joinShards, type ShardReport } from "../../lint/engine/merge-shards.ts";
import { type Part, partOnTheWay } from "../../lint/engine/part.ts";
import type { Host } from "../host.ts";
import type { OpenedSources } from "../open-sources.ts";
import type { LintRequest } from "../request.ts";
import type { Job } from "./job.ts";
import { PassOn } from "./pass-on.ts";
import type { FaultTold, Thread } from "./thread.ts";

/** What is said or written once, of all that was read, is said by a single thread. */
const single: readonly (readonly [keyof LintRequest, string])[] = [
  ["against", "--against compares all that runs with all that is to be applied"],
  ["chart", "--chart is the chart behind one release"],
  ["fix", "--fix reads again what it wrote"],
  ["fixDryRun", "--fix-dry-run shows the changes of whole files"],
  ["shard", "--shard parts the input among machines"],
  ["stats", "--stats splits the time of one thread"],
];

/** Throws {@link OptionError} for what threads cannot share. */
export function checkJobs(request: LintRequest): void {
  for (const [option, why] of single) {
    if (request[option] !== undefined) throw new OptionError(`--jobs: ${why}: leave --jobs out for that`);
  }
}

/**
 * The report of a run in which threads lint a part of the releases each. All is read here; a thread is started once a
 * second release has come, so that nothing is lost on a single one. Faults of rules go to `options.onFault`.
 */
export async function lintInJobs(
  request: LintRequest & { readonly jobs: number },
  sources: OpenedSources,
  options: LintOptions,
  start: NonNullable<Host["startThread"]>,
): Promise<Report> {
  const { jobs: of, ...asked } = request;
  const passOn = new PassOn(() =>
    Array.from({ length: of - 1 }, (_, at) => {
      const job: Job = { request: asked, sources: sources.sources, index: at + 2, of };
      return start(job);
    }),
  );
  const own = lintPart(rules, passOn.inputs(sources.inputs), noting(partOnTheWay(1, of), passOn), options);
  const parts = [reportOf(own), ...(await Promise.all(passOn.threads.map((thread) => answered(thread, options))))];
  const [first] = parts;
  // Whoever reads the same bytes parts them alike.
  if (parts.some(({ shard }) => shard.input !== first?.shard.input))
    throw new Error("the threads read different inputs");
  return joinShards(parts, [...rules, ...(options.plugins ?? [])], (rule, run) => {
    try {
      return run();
    } catch (error) {
      const fault = new RuleFault(rule.id, error);
      if (options.onFault === undefined) throw fault;
      options.onFault(fault);
      return undefined;
    }
  });
}

/** The part of this thread; the others are started with the first release that is not its own. */
function noting(part: Part, passOn: PassOn): Part {
  return {
    ...part,
    owns: (release) => {
      const isOwn = part.owns(release);
      if (!isOwn) passOn.needed();
      return isOwn;
    },
  };
}

function reportOf(report: Report): ShardReport {
  const { shard } = excerptsOf(report);
  if (shard === undefined) throw new Error("the report of a part has nothing to join it by");
  return { name: "this thread", report, shard };
}

async function answered(thread: Thread, { onFault }: LintOptions): Promise<ShardReport> {
  const answer = await thread.answer;
  if ("refused" in answer) throw new OptionError(answer.refused);
  if ("failed" in answer) throw new Error(`a thread failed: ${answer.failed}`);
  for (const fault of answer.faults) onFault?.(asFault(fault));
  return { name: "a thread", report: answer.report, shard: answer.shard };
}

function asFault({ rule, message, stack }: FaultTold): RuleFault {
  const cause = new Error(message);
  cause.stack = stack;
  return new RuleFault(rule, cause);
}
