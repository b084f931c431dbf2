import { dirname, resolve } from "node:path";
import { valuesFilesOf } from "../chart/node/flags.ts";
import { repositoryOf } from "../chart/node/source-tree.ts";
import { againstReference } from "./against-reference.ts";
import { sortedInputs } from "./chart-inputs.ts";
import { chartsAbove } from "./charts-above.ts";
import { effectiveSettings } from "./effective-settings.ts";
import type { ExitStatus } from "./exit-status.ts";
import { helmArguments } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { requestOf } from "./request.ts";
import { checkWatch, watchRuns } from "./watch.ts";
import type { WatchScope } from "./watch-scope.ts";

type Options = Readonly<Record<string, unknown>>;
type Once = () => Promise<ExitStatus>;

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");

/** `sts-lint INPUT… --watch`. */
export function watchLint(inputs: readonly string[], options: Options, once: Once, host: Host): Promise<ExitStatus> {
  const against = texts(options.against);
  checkWatch({ ...options, stdin: inputs.length === 0 || [...inputs, ...against].includes("-") });
  const scope = async (): Promise<WatchScope> => ({
    ...(await namedByFlags(options, host)),
    inputs: [...inputs, ...against],
    wholeRelease: options.wholeRelease === true,
    trees: texts(options.chart),
  });
  return watchRuns({ once, scope, isQuiet: options.quiet === true }, host);
}

/** `sts-lint chart CHART… --watch`: of what helm fetches, of git and of a cluster nothing is watched. */
export function watchChart(args: readonly string[], options: Options, once: Once, host: Host): Promise<ExitStatus> {
  const [against = ""] = texts(options.against);
  checkWatch({ ...options, stdin: [...args, against].includes("-") });
  const referred = againstReference(against);
  const { pull } = helmArguments(options);
  const scope = async (): Promise<WatchScope> => {
    const names = options.wholeRelease === true ? chartsAbove(args, host.cwd()) : args;
    const { charts, files } = sortedInputs(names, pull, host);
    const flags = await namedByFlags(options, host);
    return {
      ...flags,
      inputs: [...files, ...(referred === undefined && against !== "" ? [against] : [])],
      wholeRelease: false,
      // What is fetched has no path here, and an absent folder is watched for: it may come.
      trees: [
        ...charts.filter((name) => !name.includes("://")),
        // The charts and values that a GitOps file names stand somewhere in its repository.
        ...new Set(files.map((file) => repositoryOf(dirname(resolve(host.cwd(), file))))),
      ],
      files: [
        ...flags.files,
        ...(referred?.scheme === "values" ? referred.reference.split(",").filter((one) => one !== "") : []),
      ],
    };
  };
  return watchRuns({ once, scope, isQuiet: options.quiet === true }, host);
}

/** What the flags of both commands name, to be read and to be written. */
async function namedByFlags(
  options: Options,
  host: Host,
): Promise<Pick<WatchScope, "files" | "outputs" | "findsConfig">> {
  const fromSet = texts(options.setFile).flatMap((one) => one.split(",").map((each) => each.replace(/^[^=]*=/, "")));
  return {
    files: [
      ...texts(options.values).flatMap((one) => valuesFilesOf(`--values=${one}`) ?? []),
      ...fromSet,
      ...texts(options.config),
      ...(await baselineOf(options, host)),
    ],
    findsConfig: options.config === true || options.config === undefined,
    outputs: texts(options.format).flatMap((one) => (one.includes("=") ? [one.slice(one.indexOf("=") + 1)] : [])),
  };
}

/** The baseline that a flag or the configuration names; none where the configuration is being mended. */
async function baselineOf(options: Options, host: Host): Promise<readonly string[]> {
  try {
    const { config, allowPlugins, baseline } = options;
    const settings = await effectiveSettings(requestOf([], { config, allowPlugins, baseline }), host);
    return settings.baseline === undefined ? [] : [settings.baseline.path];
  } catch {
    return [];
  }
}
