import { resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { helmArguments, readsStdin } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { shownName } from "./local-chart.ts";
import type { OwnRender } from "./render-room.ts";
import { statsAt } from "./stats-at.ts";

/** helm's flags beside `--chart`, as they were given to the helm whose output is piped in. */
export interface ChartGiven {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly release?: string;
}

/**
 * The chart that `--chart DIR` names, rendered here for its map: what is linted stays the input.
 * Throws {@link OptionError} where there is none.
 */
export async function chartBehind(name: string, { flags, release }: ChartGiven, host: Host): Promise<OwnRender> {
  const path = resolve(host.cwd(), name);
  if (statsAt(resolve(path, "Chart.yaml")) === undefined) {
    throw new OptionError(`--chart ${name}: there is no Chart.yaml in it`);
  }
  const args = helmArguments(flags).template;
  if (args.some(readsStdin)) throw new OptionError("--values -: stdin is the input's here: name a file");
  const { renderBehind } = await import("./render-room.ts");
  const chart = { path, name: shownName(name), release: release ?? "release-name", args, cwd: host.cwd() };
  const own = renderBehind({ ...chart, helm: "4" }, host);
  if ("refused" in own) throw new OptionError(own.refused);
  // The input is there whatever becomes of the map.
  return { ...own, problems: own.problems.map((problem) => ({ ...problem, kind: "chart" })) };
}

/**
 * What a report says where the input is not what the chart gives with the flags that stand beside `--chart`; undefined where it
 * is. `old`: the files of `--against`, which another version of the chart has made.
 */
export function approximateNote(name: string, { traces }: OwnRender, old: ReadonlySet<string>): string | undefined {
  const unlike = (traces?.unlike ?? []).filter(({ file }) => !old.has(file));
  if (unlike.length === 0) return undefined;
  const [first] = unlike;
  const { kind, name: called } = first?.header ?? {};
  const which = `${kind}/${called}${unlike.length === 1 ? "" : ` and ${unlike.length - 1} more of its documents`}`;
  const is = unlike.length === 1 ? "differs" : "differ";
  return `places in the chart are approximate: rendered here, ${which} of ${shownName(name)} ${is} from the input; give \`--chart\` what helm was given: \`-f\`, \`--set\`, \`--release\`, \`-n\`, \`--kube-version\`, \`--api-versions\`, \`--is-upgrade\``;
}
