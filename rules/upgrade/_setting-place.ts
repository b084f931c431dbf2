import type { Place } from "../../src/lint/contract/rule.ts";
import type { SettingFound } from "../../src/model/known-settings.ts";
import type { KnownSetting } from "../../src/model/known-workloads/_known-setting.ts";

/** Where a setting is written: of a line in a file, the file's key. */
export function settingPlace({ manifest, path, isFile }: SettingFound<KnownSetting>): Place {
  return isFile === true ? { manifest, path, aim: "key" } : { manifest, path };
}
