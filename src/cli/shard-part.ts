import type { Report } from "../lint/contract/finding.ts";
import { type LintOptions, OptionError } from "../lint/contract/options.ts";
import type { RuleFault } from "../lint/contract/rule-fault.ts";
import { excerptsOf } from "../lint/engine/excerpt.ts";
import { hash } from "../lint/engine/hash.ts";
import { type Part, partOf } from "../lint/engine/part.ts";
import { partition } from "../lint/engine/partition.ts";
import { during } from "../read/observer.ts";
import type { ChartGiven } from "./chart-option.ts";
import type { FailOn } from "./exit-status.ts";
import type { Host } from "./host.ts";
import { openSources } from "./open-sources.ts";
import type { LintRequest } from "./request.ts";
import type { ShardRequest } from "./shard-request.ts";

/** What goes on with all of the input cannot be done by one who sees a part. */
const whole: readonly (readonly [keyof LintRequest, string])[] = [
  ["against", "--against compares all that runs with all that is to be applied"],
  ["fix", "--fix writes files that other parts may read"],
  ["fixDryRun", "--fix-dry-run shows the changes of whole files"],
  ["updateBaseline", "--update-baseline writes what all of the input shows"],
  ["passthrough", "--passthrough hands the whole stream on, and every part would"],
];

/** A host whose stdin can be read twice. */
export function withKeptStdin(host: Host): Host {
  let kept: readonly Uint8Array[] | undefined;
  return {
    ...host,
    stdin: {
      isTerminal: () => host.stdin.isTerminal(),
      chunks: () => {
        kept ??= [...host.stdin.chunks()];
        return kept;
      },
    },
  };
}

/** The part of the input that was asked for: reads all of it once. Throws {@link OptionError} for what has no parts. */
export async function partAsked(request: LintRequest, { index, of }: ShardRequest, host: Host): Promise<Part> {
  for (const [option, why] of whole) {
    if (request[option] !== undefined) throw new OptionError(`--shard: ${why}: lint without --shard for that`);
  }
  const { inputs } = await openSources(request, host);
  const parted = during(host.observer, "read", () => partition(inputs, of));
  host.observer?.rereads();
  return partOf(parted, index);
}

/** Completes what the report of a part carries with what is known of the run. */
export function noteRun(
  report: Report,
  options: LintOptions,
  given: ChartGiven,
  run: { readonly failOn: FailOn; readonly allowEmpty: boolean; readonly faults: readonly RuleFault[] },
): void {
  const excerpts = excerptsOf(report);
  if (excerpts.shard === undefined) return;
  const plugins = new Set(options.plugins?.map(({ id }) => id));
  // What a render of the chart shows follows from the chart and its flags; who looks on changes nothing.
  const { traces, observer, ...said } = options;
  const sum = JSON.stringify([{ ...said, plugins: [...plugins] }, given, run.allowEmpty]);
  excerpts.shard = {
    ...excerpts.shard,
    run: {
      options: hash(sum),
      failOn: run.failOn,
      failed: run.faults.map(({ rule }) => ({ rule, isPlugin: plugins.has(rule) })),
    },
  };
}
