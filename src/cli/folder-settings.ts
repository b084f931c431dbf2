import { dirname } from "node:path";
import type { LintOptions, Override } from "../lint/contract/options.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import { type ConfigFile, findConfig } from "./find-config.ts";
import type { Host } from "./host.ts";
import { type Configuration, readConfig } from "./read-config.ts";
import type { LintRequest } from "./request.ts";
import type { Source } from "./source.ts";

/** A configuration below the working directory's, and the inputs that it governs. */
export interface GoverningConfig {
  readonly configuration: Configuration;
  readonly files: ReadonlySet<string>;
}

/**
 * The configurations nearer to some of the inputs than the one in force, each with its inputs. One that was named with
 * `--config`, or none for `--no-config`, governs everything.
 */
export async function governingConfigs(
  sources: readonly Source[],
  request: LintRequest,
  settings: EffectiveSettings,
  host: Host,
): Promise<readonly GoverningConfig[]> {
  if (request.config !== undefined) return [];
  const found = new Map<string, ConfigFile | undefined>();
  const filesOf = new Map<string, { readonly file: ConfigFile; readonly names: Set<string> }>();
  for (const source of sources) {
    if (source.stdin) continue;
    const folder = dirname(source.path);
    if (folder === host.cwd()) continue;
    if (!found.has(folder)) found.set(folder, findConfig(folder));
    const file = found.get(folder);
    if (file === undefined || file.path === settings.configuration?.path) continue;
    const governed = filesOf.get(file.path) ?? { file, names: new Set<string>() };
    filesOf.set(file.path, governed);
    governed.names.add(source.name);
  }
  const governing: GoverningConfig[] = [];
  for (const { file, names } of filesOf.values()) {
    const configuration = await readConfig(file, host.cwd(), settings.options.plugins ?? []);
    governing.push({ configuration, files: names });
  }
  return governing;
}

const limited = (overrides: readonly Override[], within: (file: string) => boolean): readonly Override[] =>
  overrides.map((override) => ({ ...override, match: { ...override.match, within } }));

/**
 * The options of a run in which nearer configurations govern `preset`, `rules` and `overrides` of their inputs, alone:
 * nothing is merged. Flags win over them all.
 */
export function withFolders(
  { options, configuration }: EffectiveSettings,
  governing: readonly GoverningConfig[],
  request: LintRequest,
): LintOptions {
  if (governing.length === 0) return options;
  const outside = (file: string): boolean => !governing.some(({ files }) => files.has(file));
  const overrides = [
    ...limited(configuration?.settings.overrides ?? [], outside),
    ...governing.flatMap(({ configuration: own, files }) =>
      limited(own.settings.overrides ?? [], (file) => files.has(file)),
    ),
  ];
  const folders = governing.map(({ configuration: own, files }) => {
    const preset = request.preset ?? own.settings.preset;
    return {
      within: (file: string) => files.has(file),
      ...(preset === undefined ? {} : { preset }),
      rules: { ...own.settings.rules, ...request.rules },
    };
  });
  return { ...options, overrides, folders };
}
