import { dirname, relative, resolve } from "node:path";
import { rules } from "../../rules/index.generated.ts";
import { type LintOptions, OptionError } from "../lint/contract/options.ts";
import type { AnyRule } from "../lint/contract/rule.ts";
import { isMapping, list } from "../model/fields.ts";
import { meantKind } from "../model/type-names.ts";
import { readManifests } from "../read/index.ts";
import type { Location } from "../read/location.ts";
import { formatPath, type Path } from "../read/path.ts";
import type { Problem } from "../read/problem.ts";
import { explainSchemaError } from "./config-error.ts";
import { configSchema } from "./config-schema.ts";
import { asMeant } from "./config-values.ts";
import type { FailOn } from "./exit-status.ts";
import type { ConfigFile } from "./find-config.ts";
import { loadPlugin } from "./load-plugin.ts";
import { shownPath } from "./path-rules.ts";
import { readSettingsFile } from "./settings-file.ts";

/** What a configuration may set. */
export interface Settings
  extends Pick<LintOptions, "preset" | "rules" | "overrides" | "kubernetesVersion" | "featureGates"> {
  readonly failOn?: FailOn;
  readonly baseline?: string;
}

/** A configuration that was read and found right. */
export interface Configuration {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory. */
  readonly name: string;
  readonly folder: string;
  readonly settings: Settings;
  readonly plugins: readonly AnyRule[];
  /** The line on which a setting stands. */
  line(path: Path): number;
  /** What is thrown for a setting that is wrong, with its place. */
  refused(path: Path, message: string): OptionError;
}

const texts = (value: unknown): string[] => list(value).filter((item): item is string => typeof item === "string");

/** Reads the configuration that `--config` names. */
export function namedConfig(name: string, cwd: string): ConfigFile {
  const path = resolve(cwd, name);
  const text = readSettingsFile(path, `--config ${name}`);
  return /(^|[/\\])package\.json$/.test(path) ? { path, text, key: "sts-lint" } : { path, text };
}

/**
 * What becomes of a configuration's plugins: they are loaded, refused, or those of another configuration are taken
 * in their place, because a run has one set of rules.
 */
export type PluginUse = "load" | "refuse" | readonly AnyRule[];

/** What a reader of manifests says, for a file that is none. */
function said({ kind, message }: Problem): string {
  if (kind === "not-rendered") return "a configuration is no template: `{{ … }}` is not rendered here";
  if (kind === "ignored-text") return "the document has ended, and what follows would be dropped";
  return message.replace(
    /^Kubernetes cannot read this document: (.*); nothing of it was checked: .*$/s,
    "cannot be read: $1",
  );
}

/** Two rules of one id would pass for one another. */
function refuseTwins(plugins: readonly AnyRule[], name: string): void {
  const seen = new Set<string>();
  for (const { id } of plugins) {
    if (seen.has(id)) throw new OptionError(`${name}: two rules of its plugins have the id \`${id}\`; rename one`);
    seen.add(id);
  }
}

/** The settings with the place of each `ignore`, where an expired one is told. */
function withPlaces(settings: Settings, placeOf: (path: Path) => Location | undefined): Settings {
  if (settings.overrides === undefined) return settings;
  const overrides = settings.overrides.map((override, at) => {
    if (override.ignore === undefined) return override;
    const ignore = override.ignore.map((entry, index) => {
      const field = entry.expires === undefined ? "rule" : "expires";
      const location = placeOf(["overrides", at, "ignore", index, field]);
      return location === undefined ? entry : { ...entry, location };
    });
    return { ...override, ignore };
  });
  return { ...settings, overrides };
}

/**
 * Checks a configuration against its schema. Plugins run code, so they are loaded only where that was allowed.
 * Throws {@link OptionError} with the place in the file for whatever is wrong with it.
 */
export async function readConfig(file: ConfigFile, cwd: string, plugins: PluginUse): Promise<Configuration> {
  const name = shownPath(relative(cwd, file.path) || file.path);
  const { documents, problems } = readManifests([{ name, text: file.text }]);
  // Whatever the reader would pass over was meant to be read; only that there is nothing to read is fine.
  const problem = problems.find(({ kind }) => kind !== "empty");
  if (problem !== undefined) throw new OptionError(`${name}:${problem.line}:${problem.column}: ${said(problem)}`);
  // Comments ahead of a `---` are a document of their own, of nothing.
  const [document, second] = documents.filter(({ value }) => value !== null);
  const [twice] = document?.duplicateKeys ?? [];
  if (twice !== undefined) {
    const { first, again, path } = twice;
    const key = formatPath(path);
    throw new OptionError(
      `${name}:${again.line}:${again.column}: \`${key}\` stands on line ${first.line}, too: keep one`,
    );
  }
  if (second !== undefined) throw new OptionError(`${name}:${second.line}:1: a configuration is one document`);
  const root: unknown = document?.value;
  const base: Path = file.key === undefined ? [] : [file.key];
  const written = (file.key === undefined ? root : isMapping(root) ? root[file.key] : undefined) ?? {};
  const value = asMeant(written, document, base);
  const fail = (path: Path, message: string): OptionError => {
    const place = document?.locate([...base, ...path], "key");
    return new OptionError(`${name}:${place?.line ?? 1}:${place?.column ?? 1}: ${message}`);
  };
  const folder = dirname(file.path);
  const wanted = isMapping(value) && !Array.isArray(plugins) ? texts(value.plugins) : [];
  if (wanted.length > 0 && plugins === "refuse") {
    throw fail(["plugins"], "plugins run code: --allow-plugins lets a configuration that was found load them");
  }
  const own: AnyRule[] = Array.isArray(plugins) ? [...plugins] : [];
  for (const specifier of wanted) own.push(...(await loadPlugin(specifier, folder, name)));
  refuseTwins(own, name);
  const schema = configSchema([...rules, ...own]);
  const { Validator } = await import("@cfworker/json-schema");
  const { valid, errors } = new Validator(schema, "7", false).validate(value);
  if (!valid) {
    const { path, message } = explainSchemaError(errors, schema, value);
    throw fail(path, message);
  }
  for (const [at, { match }] of ((value as Settings).overrides ?? []).entries()) {
    const meant = match.kind === undefined ? undefined : meantKind(match.kind);
    if (meant !== undefined)
      throw fail(["overrides", at, "match", "kind"], `\`${match.kind}\` is no kind; did you mean \`${meant}\`?`);
  }
  return {
    path: file.path,
    name,
    folder,
    settings: withPlaces(value as Settings, (path) => {
      const place = document?.locate([...base, ...path], "key");
      return place === undefined ? undefined : { ...place, file: name };
    }),
    plugins: own,
    line: (path) => document?.locate([...base, ...path], "key").line ?? 1,
    refused: fail,
  };
}
