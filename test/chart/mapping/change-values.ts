import { isDeepStrictEqual } from "node:util";
import { ChartFile } from "../../../src/chart/render/inputs/chart-file.ts";
import { readUserValues } from "../../../src/chart/render/inputs/user-values.ts";
import type { Given } from "../../../src/chart/render/inputs/values-tree.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { type RenderSettings, renderFiles } from "../../../src/chart/render/render-loaded.ts";
import { type Command, type RenderedSet, renderSets } from "./command.ts";
import type { Node, Path } from "./nodes.ts";

export interface ChangeOutcome {
  values: number;
  /** Values of which no change renders. */
  refused: number;
  claims: number;
  changed: number;
  nodes: number;
  /** Scalars that changed with a value that they do not name; counts, guards and checksums apart. */
  unclaimed: number;
  readonly failures: string[];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Changes each value that a node of a StatefulSet names, one after the other; values in `done` are left out and added. */
export function changeValues(command: Command, done: Set<string>): ChangeOutcome {
  const outcome: ChangeOutcome = { values: 0, refused: 0, claims: 0, changed: 0, nodes: 0, unclaimed: 0, failures: [] };
  const user = plain(readUserValues(command.render.user, "4").values);
  const base = setsWith(command, user);
  const values = coalesced(command);
  const odd = new Set<string>();
  const claims = new Map<string, { path: Path; nodes: Set<Node> }>();
  for (const node of base.flatMap(({ nodes }) => nodes)) {
    outcome.nodes++;
    for (const { path } of node.trace?.values ?? []) {
      const key = JSON.stringify(path);
      const claim = claims.get(key) ?? { path, nodes: new Set() };
      claims.set(key, claim);
      claim.nodes.add(node);
    }
  }
  for (const [key, { path, nodes }] of claims) {
    if (done.has(key)) continue;
    done.add(key);
    outcome.values++;
    const others = changesOf(values, path).values();
    const renders: RenderedSet[][] = [];
    /** One more way to change the value, rendered; false where there is none. */
    const renderNext = (): boolean => {
      for (const changed of others) {
        const sets = tryRender(command, overlaid(user, changed, path));
        if (sets !== undefined) return renders.push(sets) > 0;
      }
      return false;
    };
    renderNext();
    const [first] = renders;
    if (first === undefined) {
      outcome.refused++;
      continue;
    }
    outcome.claims += nodes.size;
    for (const set of base) {
      for (const node of set.nodes) {
        if (!nodes.has(node)) continue;
        let isChanged = renders.some((sets) => hasChanged(set, node, base, sets));
        while (!isChanged && renderNext()) isChanged = hasChanged(set, node, base, renders.at(-1) ?? []);
        if (isChanged) outcome.changed++;
        else outcome.failures.push(`${path.join(".")} does not change ${node.path.join(".")}`);
      }
      const other = partner(set, base, first);
      if (other === undefined) continue;
      for (const node of set.nodes) {
        if (nodes.has(node) || !node.isScalar || node.isRandom) continue;
        if (!isOdd(set, node, other)) continue;
        odd.add(`${set.source} ${base.indexOf(set)} ${node.path.join(".")}`);
        outcome.failures.push(`${path.join(".")} changes ${node.path.join(".")}, which does not name it`);
      }
    }
  }
  outcome.unclaimed = odd.size;
  return outcome;
}

/** The values of the root chart as its templates see them. */
function coalesced(command: Command): Json {
  const probe = new ChartFile("templates/zq-probe.txt", "templates/zq-probe.txt", "{{ toJson .Values }}");
  const { only, ...render } = command.render;
  const settings = only === undefined ? render : { ...render, only: new Set([...only, probe.place]) };
  const { chart, texts } = renderFiles([...command.files, probe], settings);
  return JSON.parse(texts.get(`${chart.name}/templates/zq-probe.txt`)?.value ?? "null") as Json;
}

function plain(given: Given): Json {
  if (given.kind === "list") return given.items.map(plain);
  if (given.kind === "table") return Object.fromEntries([...given.entries].map(([key, value]) => [key, plain(value)]));
  return typeof given.value === "bigint" ? Number(given.value) : given.value;
}

function setsWith(command: Command, user: Json): RenderedSet[] {
  const given: RenderSettings["user"] = {
    files: [{ value: user }],
    set: [],
    setString: [],
    setJson: [],
    setFile: [],
    setLiteral: [],
    readFile: command.render.user.readFile,
  };
  return renderSets(command, command.files, { ...command.render, user: given });
}

function tryRender(command: Command, user: Json): RenderedSet[] | undefined {
  try {
    return setsWith(command, user);
  } catch (error) {
    if (error instanceof RenderError) return undefined;
    throw error;
  }
}

/** The whole of the values with another value at `path`, or with another key in its place. */
function changesOf(values: Json, path: Path): Json[] {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<Json | undefined>((at, step) => childOf(at, step), values);
  const old = childOf(parent, last ?? "");
  if (last === undefined || old === undefined) return [];
  const made = others(old).map((other) => replaced(values, path, other));
  if (typeof last === "string" && parent !== null && typeof parent === "object" && !Array.isArray(parent)) {
    const renamed = { ...parent, [`${last}zq`]: old, [last]: null };
    made.push(replaced(values, path.slice(0, -1), renamed));
  }
  return made;
}

function childOf(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return value[step];
}

function replaced(value: Json | undefined, path: Path, other: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return other;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, other) : item));
  const held = typeof value === "object" && value !== null ? value : {};
  return { ...held, [step]: replaced(held[step], rest, other) };
}

function others(old: Json): Json[] {
  if (typeof old === "boolean") return [!old];
  if (typeof old === "number") return [old + 1];
  if (old === null) return ["zq"];
  if (Array.isArray(old)) return old.length === 0 ? [["zq"]] : [];
  if (typeof old === "object") return Object.keys(old).length === 0 ? [{ zq: "zq" }] : [];
  const counted = old.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 1));
  const longer = old.replace(/\s*$/, (end) => `q${end}`);
  return counted === old ? [longer, `q${old}`] : [counted, longer];
}

/** What the user gave, with what stands in `changed` on the way to `path`: below a list's beginning all of it. */
function overlaid(user: Json | undefined, changed: Json, path: Path): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof changed !== "object" || changed === null || Array.isArray(changed)) return changed;
  const held = typeof user === "object" && user !== null && !Array.isArray(user) ? user : {};
  if (rest.length === 0) return { ...held, ...changed };
  return { ...held, [step]: overlaid(held[step], changed[step] ?? null, rest) };
}

/** The set that stands in the same place of the other render. */
function partner(
  set: RenderedSet,
  sets: readonly RenderedSet[],
  others: readonly RenderedSet[],
): RenderedSet | undefined {
  const same = (one: RenderedSet) => one.source === set.source;
  const own = sets.filter(same);
  const found = others.filter(same);
  return own.length === found.length ? found[own.indexOf(set)] : undefined;
}

function hasChanged(set: RenderedSet, node: Node, base: readonly RenderedSet[], sets: readonly RenderedSet[]): boolean {
  const other = partner(set, base, sets);
  return other === undefined || !isDeepStrictEqual(valueAt(set.value, node.path), valueAt(other.value, node.path));
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path)
    at = typeof at === "object" && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined;
  return at;
}

/** Whether a scalar differs though its text comes from the same places, its lists are as long, and it is no checksum. */
function isOdd(set: RenderedSet, node: Node, other: RenderedSet): boolean {
  const before = valueAt(set.value, node.path);
  const after = valueAt(other.value, node.path);
  if (after === undefined || isDeepStrictEqual(before, after)) return false;
  if (typeof before === "string" && /^[0-9a-f]{32,128}$/.test(before)) return false;
  const isShifted = node.path.some((step, index) => {
    if (typeof step !== "number") return false;
    const lengthIn = (value: unknown) => (valueAt(value, node.path.slice(0, index)) as unknown[] | undefined)?.length;
    return lengthIn(set.value) !== lengthIn(other.value);
  });
  if (isShifted) return false;
  const key = JSON.stringify(node.path);
  return other.nodes.find(({ path }) => JSON.stringify(path) === key)?.from === node.from;
}
