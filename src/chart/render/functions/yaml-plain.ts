import { resolvePlain } from "../../../read/yaml/resolve.ts";
import { parseInt64 } from "./cast.ts";
import { formatG } from "./float-text.ts";

/** go-yaml's version: 2 for toYaml, 3 for toYamlPretty. */
export type YamlVersion = 2 | 3;

const OLD_BOOL = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Whether a string written plain would be read as something else. */
export function resolvesToOther(text: string): boolean {
  if (OLD_BOOL.test(text)) return true;
  if (typeof resolvePlain(text) !== "string") return true;
  const first = text.charCodeAt(0);
  const isNumeric = first === 0x2b || first === 0x2d || (first >= 0x30 && first <= 0x39);
  if (!isNumeric) return false;
  return BASE_60.test(text) || isTimestamp(text) || isUnsigned(text);
}

/** Integers of 64 bits without a sign, which the reader of documents takes too; here only their form counts. */
function isUnsigned(text: string): boolean {
  const plain = text.replaceAll("_", "");
  return /^-0b[01]+$/.test(plain) || parseInt64(plain, 0) !== undefined;
}

/** `parseTimestamp` of go-yaml: four forms of date, each checked against the calendar. */
export function isTimestamp(text: string): boolean {
  const match =
    /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/.exec(
      text,
    );
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  if (match[4] === undefined) return true;
  if ((match[4] === " ") === (match[8] !== undefined)) return false;
  if (Number(match[5]) > 23 || Number(match[6]) > 59 || Number(match[7]) > 59) return false;
  const zone = match[8];
  return zone === undefined || zone === "Z" || (Number(zone.slice(1, 3)) <= 24 && Number(zone.slice(4)) < 60);
}

/** A float as go-yaml writes it. */
export function yamlFloat(value: number, isSingle: boolean): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  return formatG(value, isSingle ? 32 : 64);
}

/** A float as toYaml writes it: it went through JSON, where 1e6 is 1000000, and was read again as YAML reads numbers. */
export function yamlOfJson(json: string): string {
  if (json === "-0") return "0";
  if (/^-?[0-9]+$/.test(json)) {
    const value = BigInt(json);
    if (value >= -0x8000_0000_0000_0000n && value <= 0xffff_ffff_ffff_ffffn) return json;
  }
  return yamlFloat(Number(json), false);
}
