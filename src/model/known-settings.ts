import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { settingName } from "./configuration.ts";
import { variablesOf } from "./container-variables.ts";
import { mapping } from "./fields.ts";
import { imageTagOf } from "./image-reference.ts";
import { imageName, knownContainer } from "./known-workload.ts";
import type { KnownSetting } from "./known-workloads/_known-setting.ts";
import { imageVersion } from "./known-workloads/_versions.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import { expanded } from "./probe-scripts.ts";
import type { Workload } from "./workload.ts";

/** A known setting as a container has it. */
export interface SettingFound<Setting extends KnownSetting> {
  readonly setting: Setting;
  /** The variable, the option or the key. */
  readonly name: string;
  /** What of the value counts, with its variables told. */
  readonly value: string;
  readonly manifest: Manifest;
  readonly path: Path;
  /** Whether it is a line of a file that stands at the path. */
  readonly isFile?: boolean;
}

/** Longer texts are no configuration that a person wrote. */
const longest = 200_000;

/** What starts an image's own entry point from a script. */
const entryPoint = /entrypoint|\/run\.sh\b/;

/** Those settings of a table that a container's software has. */
export function settingsOf<Setting extends KnownSetting>(
  table: readonly Setting[],
  container: Container,
): readonly Setting[] {
  const known = knownContainer(container)?.id;
  if (known === undefined) return [];
  const image = imageName(container.image);
  return table.filter(
    ({ workloads, images, since }) =>
      workloads.includes(known) &&
      images?.includes(image) !== false &&
      (since === undefined || (imageVersion(container.image, imageTagOf(container.image), known)?.major ?? 0) >= since),
  );
}

/** What a container has written for the settings of a table, each by the name that it is written under. */
export function settingsFound<Setting extends KnownSetting>(
  table: readonly Setting[],
  set: Workload,
  container: Container,
): ReadonlyMap<string, SettingFound<Setting>> {
  const found = new Map<string, SettingFound<Setting>>();
  const settings = settingsOf(table, container).filter((setting) => counts(setting, set, container));
  if (settings.length === 0) return found;
  const add = ({ value: written, ...one }: SettingFound<Setting>) => {
    const value = partOf(told(written, set, container), one.setting);
    if (value !== undefined && !found.has(one.name)) found.set(one.name, { ...one, value });
  };
  if (isEntered(set, container)) {
    const byVariable = new Map(
      settings.flatMap((setting) => (setting.variables ?? []).map((name) => [name, setting] as const)).reverse(),
    );
    for (const { name, value, manifest, path } of variablesOf(set, container)) {
      const setting = byVariable.get(name);
      if (setting !== undefined) add({ setting, name, value, manifest, path });
    }
  }
  for (const setting of settings) {
    for (const option of setting.options ?? []) {
      const given = optionOf(container, option);
      if (given !== undefined) add({ setting, name: option.replaceAll("_", "-"), manifest: set.manifest, ...given });
    }
    if (setting.key === undefined) continue;
    for (const { text, manifest, path } of mountedFiles(set, container).values()) {
      const value = text.length > longest ? undefined : lineValue(text, setting.key);
      if (value !== undefined) add({ setting, name: setting.key, value, manifest, path, isFile: true });
    }
  }
  return found;
}

/** Whether a setting counts beside what else the container is told. */
function counts({ only, unless }: KnownSetting, { configuration }: Workload, { environment }: Container): boolean {
  if (only !== undefined && environment.findLast(({ name }) => name === only[0])?.value !== only[1]) return false;
  return (
    unless === undefined ||
    !configuration.some((text) => text.text.includes(unless) || settingName(text)?.includes(unless) === true)
  );
}

/** Variables are read by the entry point of an image, in whose place another command may stand. */
function isEntered({ configuration }: Workload, { command }: Container): boolean {
  return command.length === 0 || configuration.some(({ text }) => entryPoint.test(text));
}

/** With its variables told, as far as they are known or the pod's own. */
function told(value: string, set: Workload, container: Container): string {
  return expanded(value, container).replace(/\$[({]?(\w+)[)}]?/g, (whole, variable: string) => {
    const { valueFrom } = container.environment.findLast((one) => one.name === variable)?.fields ?? {};
    const field = mapping(mapping(valueFrom).fieldRef).fieldPath;
    if (field === "metadata.namespace") return set.manifest.namespace ?? "NAMESPACE";
    return field === "metadata.name" ? "POD" : whole;
  });
}

function partOf(value: string, { part }: KnownSetting): string | undefined {
  const counting = part === undefined ? value : part.exec(value)?.[0];
  return counting === undefined || counting === "" || /\$|\{\{/.test(counting) ? undefined : counting;
}

/** The value of an option in a container's own words; of a script's words no more is asked than that they stand in one. */
function optionOf(
  { command, args, path }: Container,
  option: string,
): { readonly value: string; readonly path: Path } | undefined {
  for (const [key, words] of Object.entries({ args, command })) {
    for (const [index, word] of words.entries()) {
      const at = word === option ? index + 1 : index;
      const value =
        word === option ? words[at] : word.startsWith(`${option}=`) ? word.slice(option.length + 1) : undefined;
      if (value !== undefined) return { value, path: [...path, key, at] };
    }
  }
  return undefined;
}

/** `num_tokens: 16`, `lower_case_table_names = 1`. */
function lineValue(text: string, key: string): string | undefined {
  const at = text.indexOf(key);
  if (at === -1) return undefined;
  const before = text.slice(Math.max(text.lastIndexOf("\n", at) + 1, at - 40), at);
  if (before.trim() !== "") return undefined;
  return /^[ \t]{0,20}[:=][ \t]{0,20}["']?([\w.-]{1,80})["']?[ \t\r]{0,20}(?:\n|$|#)/.exec(
    text.slice(at + key.length, at + key.length + 160),
  )?.[1];
}
