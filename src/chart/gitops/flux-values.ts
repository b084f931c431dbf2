import { filled, isMapping, list, mapping } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import { inlineLayer, textLayer, type ValuesLayer } from "./release-request.ts";
import type { Resources } from "./resources.ts";

/** A release's values, and what of them is not known here. */
export interface FluxValues {
  readonly layers: readonly ValuesLayer[];
  /** Whose data they are. */
  readonly holders: readonly Manifest[];
  readonly whys: readonly string[];
}

/**
 * `valuesFrom` in its order, then `values` over all of it (fluxcd/pkg, chartutil.ChartValuesFromReferences). What is not
 * in the input is said: the render lacks it.
 */
export function fluxValues(release: Manifest, resources: Resources): FluxValues {
  const spec = mapping(release.value.spec);
  const layers: ValuesLayer[] = [];
  const holders: Manifest[] = [];
  const whys: string[] = [];
  for (const reference of list(spec.valuesFrom)) {
    const { kind, name, valuesKey, targetPath, optional, literal } = mapping(reference);
    const key = filled(valuesKey) ?? "values.yaml";
    const label = `${filled(kind) ?? ""}/${filled(name) ?? ""}`;
    const holder = resources.find(filled(kind) ?? "", filled(name) ?? "", release.namespace, "");
    const found = holder === undefined ? undefined : dataOf(holder, key);
    if (holder === undefined || found === undefined) {
      if (optional === true && holder !== undefined) continue;
      const what = holder === undefined ? label : `\`${key}\` of ${label}`;
      whys.push(`rendered without ${what} of its valuesFrom, which is not in the input: name its file, too`);
      continue;
    }
    holders.push(holder);
    const target = filled(targetPath);
    if (target === undefined) {
      layers.push(textLayer(holder, found.path, found.text));
      continue;
    }
    const value = literal === true ? found.text : scalarOf(found.text);
    const path = stepsOf(target);
    if (value === undefined || path === undefined) {
      whys.push(`rendered without what ${label} sets at \`${target}\`: only plain values at plain paths are read here`);
      continue;
    }
    layers.push({ from: "inline", value: nested(path, value), place: () => placeOfKey(holder, found) });
  }
  if (isMapping(spec.values)) layers.push(inlineLayer(release, ["spec", "values"], spec.values));
  return { layers, holders, whys };
}

interface Data {
  readonly text: string;
  readonly path: readonly string[];
}

function dataOf({ kind, value }: Manifest, key: string): Data | undefined {
  if (kind === "ConfigMap") {
    const text = entry(value.data, key);
    return text === undefined ? undefined : { text, path: ["data", key] };
  }
  const plain = entry(value.stringData, key);
  if (plain !== undefined) return { text: plain, path: ["stringData", key] };
  const packed = entry(value.data, key);
  // SOPS keeps the key and encrypts what it holds.
  if (packed === undefined || packed.startsWith("ENC[")) return undefined;
  try {
    const bytes = Uint8Array.from(atob(packed.replace(/\s/g, "")), (character) => character.charCodeAt(0));
    return { text: new TextDecoder().decode(bytes), path: ["data", key] };
  } catch {
    return undefined;
  }
}

function entry(data: unknown, key: string): string | undefined {
  const found = mapping(data);
  const text = Object.hasOwn(found, key) ? found[key] : undefined;
  return typeof text === "string" ? text : undefined;
}

function placeOfKey(holder: Manifest, { path }: Data): { readonly file: string; readonly line: number } {
  const { file, line } = holder.locate(path, "key");
  return { file, line };
}

/** `a.b\.c` → `a`, `b.c`; undefined for lists and whatever else `--set` knows. */
function stepsOf(target: string): readonly string[] | undefined {
  if (target.length > 500 || /[[\]{},="]/.test(target)) return undefined;
  const steps = target.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
  return steps.includes("") || steps.length > 50 ? undefined : steps;
}

/** As helm's `--set` types a value (strvals, typedVal); undefined where it would read more than one. */
function scalarOf(text: string): unknown {
  if (/^'.*'$|^".*"$/s.test(text) && text.length > 1) return text.slice(1, -1);
  const value = text;
  if (/[,{}[\]\\]/.test(value)) return undefined;
  if (value === "true" || value === "false") return value === "true";
  if (value === "null") return null;
  if (value === "0" || /^-?[1-9]\d{0,14}$/.test(value)) return Number(value);
  return value;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => Object.fromEntries([[step, inner]]), value);
}
