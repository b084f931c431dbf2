import { resolve } from "node:path";
import type { LintOptions } from "../lint/contract/options.ts";
import { KubernetesVersionError, versionsOf } from "../model/kubernetes-version.ts";
import type { FailOn } from "./exit-status.ts";
import { type ConfigFile, findConfig } from "./find-config.ts";
import type { Host } from "./host.ts";
import { type Configuration, namedConfig, readConfig } from "./read-config.ts";
import type { LintRequest } from "./request.ts";

/** A file that a flag or the configuration names: how it was written, and where it is. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** What is in force for a run. */
export interface EffectiveSettings {
  readonly options: LintOptions;
  readonly failOn: FailOn;
  readonly baseline?: NamedFile;
  readonly configuration?: Configuration;
}

/** The configuration that the request names, or the one that is found. */
async function configurationOf(request: LintRequest, host: Host): Promise<Configuration | undefined> {
  if (request.config === false) return undefined;
  const found: ConfigFile | undefined = request.config === undefined ? findConfig(host.cwd()) : undefined;
  if (found === undefined && request.config === undefined) return undefined;
  const file = found ?? namedConfig(request.config ?? "", host.cwd());
  return readConfig(
    file,
    host.cwd(),
    request.config !== undefined || request.allowPlugins === true ? "load" : "refuse",
  );
}

function baselineOf(
  request: LintRequest,
  configuration: Configuration | undefined,
  cwd: string,
): NamedFile | undefined {
  if (request.baseline !== undefined) return { name: request.baseline, path: resolve(cwd, request.baseline) };
  const name = configuration?.settings.baseline;
  return configuration === undefined || name === undefined
    ? undefined
    : { name, path: resolve(configuration.folder, name) };
}

/** @throws {OptionError} with the place of versions that are not known here. */
function checkVersions({ settings: { kubernetesVersion }, refused }: Configuration): void {
  if (kubernetesVersion === undefined) return;
  try {
    versionsOf([kubernetesVersion].flat().join(","));
  } catch (error) {
    if (!(error instanceof KubernetesVersionError)) throw error;
    throw refused(["kubernetesVersion"], `\`kubernetesVersion\`: ${error.message}`);
  }
}

/** Flags win over the configuration, the configuration over the defaults; rules are merged one by one. */
export async function effectiveSettings(request: LintRequest, host: Host): Promise<EffectiveSettings> {
  const configuration = await configurationOf(request, host);
  const { rules, preset, overrides, kubernetesVersion, featureGates, failOn } = configuration?.settings ?? {};
  const merged = { ...rules, ...request.rules };
  const gates = { ...featureGates, ...request.featureGates };
  const wantedPreset = request.preset ?? preset;
  const version = request.kubernetesVersion ?? kubernetesVersion;
  if (request.kubernetesVersion === undefined && configuration !== undefined) checkVersions(configuration);
  const baseline = baselineOf(request, configuration, host.cwd());
  return {
    options: {
      ...(Object.keys(merged).length === 0 ? {} : { rules: merged }),
      ...(Object.keys(gates).length === 0 ? {} : { featureGates: gates }),
      ...(wantedPreset === undefined ? {} : { preset: wantedPreset }),
      ...(version === undefined ? {} : { kubernetesVersion: version }),
      ...(overrides === undefined ? {} : { overrides }),
      ...(configuration === undefined || configuration.plugins.length === 0 ? {} : { plugins: configuration.plugins }),
    },
    failOn: request.failOn ?? failOn ?? "error",
    ...(baseline === undefined ? {} : { baseline }),
    ...(configuration === undefined ? {} : { configuration }),
  };
}
