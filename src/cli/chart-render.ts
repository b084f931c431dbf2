import { runProgram } from "../chart/node/helm-process.ts";
import type { Problem } from "../read/problem.ts";
import { saidInLines } from "../read/said-in-lines.ts";
import type { HelmChoice } from "./chart-source.ts";
import { holds } from "./file-bytes.ts";
import type { Host } from "./host.ts";
import { inNamesOf } from "./input-problem.ts";
import type { LocalChart } from "./local-chart.ts";
import type { OwnRender } from "./render-room.ts";

/** One chart with one combination of values, rendered. */
export interface ChartRender {
  /** Undefined where it does not render; `problems` then say why. */
  readonly text: string | undefined;
  readonly own: OwnRender;
  readonly problems: readonly Problem[];
}

/** By what a chart is rendered, and how that is told. */
export interface RenderMeans {
  readonly helm: HelmChoice;
  /** What helm said, in the names of files that the user has written. */
  readonly said: (message: string) => string;
  /** What the line on the terminal calls this render. */
  readonly called: string;
}

const onlyByHelm =
  "helm renders this chart, and sts-lint by itself does not, so findings stand at lines of what helm printed: ";

/** Renders a chart by the helm that was chosen, and always by ourselves, too: only that knows where a line comes from. */
export async function renderChart(chart: LocalChart, means: RenderMeans, { observer }: Host): Promise<ChartRender> {
  const { renderOwn } = await import("./render-room.ts");
  const render = () => {
    const { problems, ...own } = renderOwn(chart, holds);
    const told = problems.map((problem) => inNamesOf(problem, means.said));
    return byHelm(chart, { ...own, problems: told }, means);
  };
  const made = observer === undefined ? render() : observer.renders(means.called, render);
  holds(made.text?.length ?? 0);
  observer?.rendered(Buffer.byteLength(made.text ?? ""));
  return made;
}

function byHelm({ path, name, release, args, cwd }: LocalChart, own: OwnRender, means: RenderMeans): ChartRender {
  const { program } = means.helm;
  if (program === undefined) return { text: own.text, own, problems: [...own.problems, ...(own.notHeld ?? [])] };
  const { status, stdout, stderr } = runProgram(program, ["template", release, path, ...args], cwd);
  if (status === 0) {
    // Where only ours fails, helm's text is linted all the same: findings then stand at rendered lines.
    const problems = own.problems.map(({ lines, ...problem }): Problem => {
      const message = problem.message.replace(/^(?:helm would|sts-lint does) not render this: /, onlyByHelm);
      return { ...problem, kind: "chart", message };
    });
    return { text: stdout, own, problems };
  }
  const place = own.problems.find(({ kind }) => kind === "not-rendered");
  const problem: Problem = {
    kind: "not-rendered",
    file: place?.file ?? name,
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    ...saidInLines("helm does not render this", means.said(stderr)),
  };
  return { text: undefined, own, problems: [problem, ...own.problems.filter(({ kind }) => kind === "chart")] };
}
