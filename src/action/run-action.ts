import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runToEnd } from "../chart/node/helm-process.ts";
import type { Report } from "../lint/contract/finding.ts";
import { withoutCommands } from "../report/inert.ts";
import { comparedWith } from "./compared-with.ts";
import { type ActionInputs, InputError, readInputs } from "./inputs.ts";
import { joinSarif } from "./join-sarif.ts";

/** GitHub drops a step's summary whole where it is longer, in bytes. */
const longestSummary = 1024 * 1024;

/** The runner, as far as an action knows it. */
export interface Runner {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command line's own program, which is started for all that is linted. */
  readonly program: string;
  readonly write: (text: string) => void;
}

/** One run of the command line. */
interface Job {
  readonly args: readonly string[];
  readonly label: string;
}

/** The action: each input becomes an argument of the command line. The exit status is the highest of its runs. */
export function runAction(runner: Runner): number {
  try {
    return new ActionRun(readInputs(runner.env), runner).run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    runner.write(`::error title=sts-lint::${escaped(error.message)}\n`);
    return 2;
  }
}

class ActionRun {
  readonly #inputs: ActionInputs;
  readonly #runner: Runner;
  readonly #folder: string;
  readonly #cwd: string;
  readonly #reports: Report[] = [];
  readonly #sarif: string[] = [];
  readonly #markdown: string[] = [];

  constructor(inputs: ActionInputs, runner: Runner) {
    this.#inputs = inputs;
    this.#runner = runner;
    const { env } = runner;
    this.#cwd = resolve(env.GITHUB_WORKSPACE ?? ".", inputs.directory);
    this.#folder = mkdtempSync(join(env.RUNNER_TEMP ?? this.#cwd, "sts-lint-"));
  }

  run(): number {
    try {
      const statuses = this.#jobs().map((job, index) => this.#start(job, index));
      const status = Math.max(0, ...statuses);
      this.#finish(status);
      return status;
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  /** Charts with the same comparison go into one run, files into another. */
  #jobs(): readonly Job[] {
    const { charts, files, values, valuesMatrix, against } = this.#inputs;
    const jobs: Job[] = [];
    const groups = new Map<string, string[]>();
    for (const chart of charts) {
      const key = this.#against(chart);
      groups.set(key, [...(groups.get(key) ?? []), chart]);
    }
    for (const [old, names] of groups) {
      const args = [
        "chart",
        ...names,
        ...values.map((file) => `--values=${file}`),
        ...valuesMatrix.map((glob) => (glob === "" ? "--values-matrix" : `--values-matrix=${glob}`)),
        ...(old === "" ? [] : [`--against=${old}`]),
      ];
      jobs.push({ args, label: `${names.join(" ")}${old === "" ? "" : ` against ${old}`}` });
    }
    const isNamed = against !== "auto" && against !== "none";
    const old = isNamed && charts.length === 0 ? [`--against=${against}`] : [];
    if (files.length > 0) jobs.push({ args: [...files, ...old], label: files.join(" ") });
    return jobs;
  }

  #against(chart: string): string {
    const { against } = this.#inputs;
    if (against === "none") return "";
    if (against !== "auto") return against;
    const compared = comparedWith(chart, this.#inputs, this.#cwd, this.#runner.env);
    if ("against" in compared) return compared.against;
    this.#runner.write(`::notice title=sts-lint::${escaped(`${chart} is compared with nothing: ${compared.why}`)}\n`);
    return "";
  }

  #start({ args, label }: Job, index: number): number {
    const { annotations, flags, args: own } = this.#inputs;
    const file = (name: string): string => join(this.#folder, `${index}.${name}`);
    const formats = ["json", "sarif", "markdown", "pretty"].map((name) => `--format=${name}=${file(name)}`);
    const given = [...flags].map(([name, value]) => `--${name}=${value}`);
    const all = [...args, ...given, ...own, ...formats, ...(annotations ? ["--format=github"] : [])];
    this.#runner.write(`::group::sts-lint ${escaped(label)}\n`);
    const { status, stdout, stderr } = runToEnd(process.execPath, [this.#runner.program, ...all], this.#cwd);
    if (existsSync(file("pretty"))) this.#runner.write(withoutCommands(readFileSync(file("pretty"), "utf8")));
    this.#runner.write(withoutCommands(stderr));
    this.#runner.write("::endgroup::\n");
    // These are the workflow commands that the command line itself wrote and escaped.
    this.#runner.write(stdout);
    if (!existsSync(file("json"))) {
      const [said = "it gave no report"] = stderr.split("\n").filter((line) => line !== "");
      this.#runner.write(`::error title=sts-lint::${escaped(said)}\n`);
      return Math.max(status, 2);
    }
    this.#reports.push(JSON.parse(readFileSync(file("json"), "utf8")) as Report);
    this.#sarif.push(readFileSync(file("sarif"), "utf8"));
    this.#markdown.push(readFileSync(file("markdown"), "utf8"));
    return status;
  }

  #finish(status: number): void {
    const { sarif, summary } = this.#inputs;
    const { env } = this.#runner;
    if (sarif !== "" && this.#sarif.length > 0) writeFileSync(resolve(this.#cwd, sarif), joinSarif(this.#sarif));
    if (summary && env.GITHUB_STEP_SUMMARY) {
      let room = longestSummary - 200;
      const kept = this.#markdown.filter((page) => {
        room -= Buffer.byteLength(page) + 1;
        return room >= 0;
      });
      const left = this.#markdown.length - kept.length;
      const note = left === 0 ? "" : `\n${left} more reports do not fit into a summary: the log has them.\n`;
      appendFileSync(env.GITHUB_STEP_SUMMARY, `${kept.join("\n")}${note}\n`);
    }
    const sum = (key: keyof Report["summary"]): number =>
      this.#reports.reduce((total, report) => total + report.summary[key], 0);
    const outputs: readonly (readonly [string, string | number])[] = [
      ["status", status],
      ["errors", sum("errors")],
      ["warnings", sum("warnings")],
      ["infos", sum("infos")],
      ["stateful-sets", sum("statefulSets")],
      ["sarif", this.#sarif.length > 0 ? join(this.#inputs.directory, sarif) : ""],
    ];
    if (env.GITHUB_OUTPUT)
      appendFileSync(env.GITHUB_OUTPUT, outputs.map(([name, value]) => `${name}=${oneLine(String(value))}\n`).join(""));
  }
}

/** A line of the outputs' file is one output. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, " ");
}

/** As the runner reads the data of a workflow command (actions/toolkit, command.ts). */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
