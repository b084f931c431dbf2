import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type ParsedTemplates, renderEngine } from "../render/engine.ts";
import { toValid } from "../render/functions/bytes.ts";
import { map } from "../render/functions/make.ts";
import { type ChartFile, textOfBytes } from "../render/inputs/chart-file.ts";
import { InputError } from "../render/inputs/input-error.ts";
import { kubeVersionOf } from "../render/objects/capabilities.ts";
import type { ValueReads } from "../render/objects/value-reads.ts";
import { type PrintedChart, type PrintSettings, printChart, withOtherTexts } from "../render/print-chart.ts";
import { asRenderError, type RenderSettings } from "../render/render-loaded.ts";
import { readChartSource } from "./chart-source.ts";
import { HelmArguments } from "./flags.ts";

/** Where helm's arguments are read, and by which helm. */
export interface HelmTemplateOptions {
  /** The folder that paths are relative to; the process's own unless set. */
  readonly cwd?: string;
  /** 4.2 unless set, or 3.21. */
  readonly helm?: "3" | "4";
  /** What random functions are made of. */
  readonly seed?: string;
  /**
   * What is done where a values.schema.json names a schema on another server: `refused`, as by a helm that cannot reach
   * it (the default), or `unknown`: whatever it would check is taken to fit.
   */
  readonly remoteSchemas?: "refused" | "unknown";
}

/** What `helm template` would print, and the files of `--output-dir`: path as helm was given it → content. */
export interface HelmTemplateOutput {
  readonly stdout: string;
  readonly written: Readonly<Record<string, string>>;
}

/**
 * What `helm template ARGS` prints (`args` without the word template), rendered here: no helm is started, nothing is
 * fetched and nothing written.
 *
 * @throws {RenderError} where helm fails.
 */
export function helmTemplate(args: readonly string[], options: HelmTemplateOptions = {}): HelmTemplateOutput {
  const printed = printFromArguments(args, options);
  return { stdout: toValid(printed.output), written: Object.fromEntries(printed.written) };
}

/** What other renders of the chart read already. */
export interface PrintFromOptions extends HelmTemplateOptions {
  readonly files?: readonly ChartFile[];
  readonly parsed?: ParsedTemplates;
}

/** The same with the documents and where their text comes from. @throws {RenderError} */
export function printFromArguments(args: readonly string[], options: PrintFromOptions = {}): PrintedChart {
  return renderFromArguments(args, options)();
}

/** A chart with all that decides how it is rendered and printed. */
export interface TemplateCommand {
  readonly files: readonly ChartFile[];
  readonly render: RenderSettings;
  readonly print: PrintSettings;
}

/** What one of several renders of a chart does otherwise. */
export interface OtherRender {
  /** Values that win over all that the arguments give. */
  readonly last?: object;
  /** Only these files are run: what others print is left out. */
  readonly only?: ReadonlySet<string>;
  /** Files of the chart with another text than they have, by their path in its folder, or that it has not. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Notes which values the templates look at. */
  readonly reads?: ValueReads;
}

/** Reads a chart once, to print it as often as wanted. Both steps throw {RenderError} where helm fails. */
export function renderFromArguments(
  args: readonly string[],
  options: PrintFromOptions = {},
): (other?: OtherRender) => PrintedChart {
  const { files, render, print } = readArguments(args, options);
  const parsed = options.parsed ?? new Map();
  return ({ last, only, texts, reads } = {}) => {
    const read = texts === undefined ? files : withOtherTexts(files, texts);
    const user = last === undefined ? render.user : { ...render.user, last };
    try {
      const settings = { ...(only === undefined ? {} : { only }), ...(reads === undefined ? {} : { reads }) };
      return printChart(read, { ...render, user, parsed, ...settings }, print);
    } catch (error) {
      throw asRenderError(error);
    }
  };
}

/** What the arguments of `helm template` name, read and not rendered yet. @throws {RenderError} */
export function readArguments(args: readonly string[], options: PrintFromOptions = {}): TemplateCommand {
  try {
    const { helm = "4", cwd = "." } = options;
    const line = new HelmArguments(args, helm);
    refuseRemote(line, helm);
    const capabilities = {
      ...(line.text("kube-version") ? { kubeVersion: line.text("kube-version") ?? "" } : {}),
      extraApiVersions: line.all("api-versions"),
    };
    kubeVersionOf(capabilities, helm);
    const { name, chart } = nameAndChart(line, helm);
    return {
      files: options.files ?? readChartSource(locate(chart, line, cwd), chart),
      render: settingsOf(line, name, capabilities, cwd, helm, options),
      print: printSettingsOf(line, name),
    };
  } catch (error) {
    throw asRenderError(error);
  }
}

function settingsOf(
  parsed: HelmArguments,
  name: string,
  capabilities: RenderSettings["capabilities"],
  cwd: string,
  helm: "3" | "4",
  { seed = "", remoteSchemas = "refused" }: HelmTemplateOptions,
): RenderSettings {
  const isUpgrade = parsed.is("is-upgrade");
  const readFile = (path: string) => readText(path, cwd);
  return {
    helm,
    release: { name, namespace: parsed.text("namespace") || "default", revision: 1, isUpgrade, isInstall: !isUpgrade },
    capabilities,
    user: {
      files: parsed.all("values").map((path) => ({ name: path, text: readText(path, cwd) })),
      set: parsed.all("set"),
      setString: parsed.all("set-string"),
      setJson: parsed.all("set-json"),
      setFile: parsed.all("set-file"),
      setLiteral: parsed.all("set-literal"),
      readFile,
    },
    skipSchema: parsed.is("skip-schema-validation"),
    remoteSchemas,
    now: new Date(),
    seed,
  };
}

function printSettingsOf(parsed: HelmArguments, name: string): PrintSettings {
  return {
    noHooks: parsed.is("no-hooks"),
    skipTests: parsed.is("skip-tests"),
    showOnly: parsed.all("show-only"),
    includeCrds: parsed.is("include-crds"),
    outputDir: parsed.text("output-dir") || undefined,
    subfolder: parsed.is("release-name") ? name : undefined,
  };
}

/** What would need a cluster, a network or another program. */
function refuseRemote(parsed: HelmArguments, helm: "3" | "4"): void {
  if (parsed.is("validate")) throw new InputError("--validate needs a cluster: nothing is asked of one here");
  if (parsed.text("post-renderer") !== undefined)
    throw new InputError("--post-renderer starts a program: none is started here");
  if (parsed.text("repo")) throw new InputError("--repo needs a network: nothing is fetched here");
  if (parsed.is("verify")) throw new InputError("--verify needs a keyring: signatures are not checked here");
  const dryRun = parsed.text("dry-run");
  if (dryRun === "server") throw new InputError("--dry-run=server needs a cluster: nothing is asked of one here");
  if (helm === "4" && dryRun !== undefined && !/^(unset|client|1|t|T|TRUE|true|True)$/.test(dryRun))
    throw new InputError(`invalid dry-run value ("${dryRun}"). Must be "server" or "client"`);
}

function nameAndChart(parsed: HelmArguments, helm: "3" | "4"): { name: string; chart: string } {
  const [first, second, ...others] = parsed.positional;
  if (first === undefined) throw new InputError('"helm template" requires at least 1 argument');
  if (others.length > 0)
    throw new InputError(`expected at most two arguments, unexpected arguments: ${others.join(", ")}`);
  const template = parsed.text("name-template");
  if (second !== undefined) {
    if (parsed.is("generate-name")) throw new InputError("cannot set --generate-name and also specify a name");
    if (template) throw new InputError("cannot set --name-template and also specify a name");
    return { name: first, chart: second };
  }
  return { name: template ? nameFrom(template, helm) : "release-name", chart: first };
}

/** A name template is text of its own, with no values to see. */
function nameFrom(template: string, helm: "3" | "4"): string {
  const file = { name: "name-template", file: "name-template", text: template, basePath: "", dot: map() };
  const texts = renderEngine([file], { helm, now: new Date(), seed: "" });
  return texts.get("name-template")?.value ?? "";
}

function locate(chart: string, parsed: HelmArguments, cwd: string): string {
  const path = resolve(cwd, chart.trim());
  try {
    statSync(path);
  } catch {
    const version = parsed.text("version");
    throw new InputError(
      `path "${chart}" not found${version === undefined ? "" : ` (version ${version})`}: charts are not fetched here`,
    );
  }
  return path;
}

function readText(path: string, cwd: string): string {
  if (path.trim() === "-") throw new InputError("values on stdin are not read here: name a file");
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) throw new InputError(`${path} is not fetched here`);
  try {
    return textOfBytes(readFileSync(resolve(cwd, path)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EISDIR") throw new InputError(`read ${path}: is a directory`);
    if (code === "EACCES") throw new InputError(`open ${path}: permission denied`);
    throw new InputError(`open ${path}: no such file or directory`);
  }
}
