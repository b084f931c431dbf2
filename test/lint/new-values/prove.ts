import { rules } from "../../../rules/index.generated.ts";
import { readArguments } from "../../../src/chart/node/helm-template.ts";
import type { NewDefault } from "../../../src/chart/parameters/default-tree.ts";
import { editedTexts, editsTogether } from "../../../src/chart/parameters/together.ts";
import type { MadeValues } from "../../../src/chart/parameters/wanted-values.ts";
import { printChart, withOtherTexts } from "../../../src/chart/render/print-chart.ts";
import { type Rendered, renderedFrom } from "../../../src/chart/render/render-chart.ts";
import type { Finding } from "../../../src/lint/contract/finding.ts";
import { chartFixOf } from "../../../src/lint/engine/chart-fixes.ts";
import { lintWith } from "../../../src/lint/engine/lint.ts";
import { RenderedTraces } from "../../../src/lint/traces/rendered-traces.ts";
import type { Path } from "../../../src/read/path.ts";
import { readManifests } from "../../../src/read/read-manifests.ts";

/** What became of the findings of one chart that values of its own would settle. */
export interface Proof {
  readonly offered: number;
  /** Why a machine leaves the others to somebody. */
  readonly left: readonly string[];
  /** Values that were set to something else, one at a time. */
  readonly set: number;
  readonly failures: readonly string[];
}

const ids = ["probe-not-parameterized", "setting-not-parameterized"];

/** Makes each fix that is offered, alone, and then sets each of its values. `args` are those of `helm template`. */
export function prove(args: readonly string[], cwd: string): Proof {
  const { files, render, print } = readArguments(args, { cwd });
  const settings = { ...render, parsed: new Map() };
  const rendered = (texts: ReadonlyMap<string, string>) =>
    renderedFrom(printChart(withOtherTexts(files, texts), settings, print));
  const textOf = (file: string) => files.find(({ place }) => place === file)?.text;
  const found = (one: Rendered, texts: ReadonlyMap<string, string>): readonly Finding[] => {
    const chart = withOtherTexts(files, texts).map(({ place, text }) => ({ path: place, text }));
    const own = rules.filter(({ id }) => ids.includes(id));
    return lintWith(own, [{ name: "rendered", text: one.text }], {
      preset: "all",
      chart,
      traces: new RenderedTraces(one),
    }).findings;
  };
  const before = rendered(new Map());
  const failures: string[] = [];
  const left: string[] = [];
  let [offered, set] = [0, 0];
  for (const finding of found(before, new Map())) {
    const made = chartFixOf(finding.fix)?.made;
    if (made === undefined) {
      left.push(/leaves it to you: (.*)$/.exec(finding.help)?.[1] ?? "it would not render as before");
      continue;
    }
    offered++;
    const fail = (what: string) => failures.push(`${finding.resource.name}: ${finding.message}: ${what}`);
    const texts = textsWith(made, textOf);
    const after = rendered(texts);
    if (after.text !== before.text) fail("it renders to something else");
    const rest = found(after, texts);
    if (
      rest.some(
        ({ rule, resource, path }) =>
          rule === finding.rule && resource.name === finding.resource.name && `${path}` === `${finding.path}`,
      )
    )
      fail("the finding stays");
    for (const one of made.defaults) {
      set++;
      const changed = rendered(textsWith(withDefault(made, one), textOf));
      const places = changedPlaces(after, changed);
      if (places.size !== 1) fail(`${one.path.join(".")} changes ${JSON.stringify([...places])}`);
    }
  }
  return { offered, left, set, failures };
}

function textsWith(made: MadeValues, textOf: (file: string) => string | undefined): ReadonlyMap<string, string> {
  const edits = editsTogether([made], textOf);
  if (edits === undefined) throw new Error("a fix that is offered cannot be made");
  return editedTexts(edits, textOf);
}

/** The same with another value. */
function withDefault(made: MadeValues, changed: NewDefault): MadeValues {
  return { ...made, defaults: made.defaults.map((one) => (one === changed ? { ...one, text: other(one) } : one)) };
}

function other({ path, text }: NewDefault): string {
  if (/^\d+$/.test(text)) return String(Number(text) + 1);
  if (text === "{}")
    return /Probe$|timings$/.test(path.join(".")) ? "{ terminationGracePeriodSeconds: 77 }" : "{ type: Changed }";
  return text === '""' ? "77" : "changed";
}

/** Where the templates print what differs: entries that are new, gone, or have another value. */
function changedPlaces(before: Rendered, after: Rendered): ReadonlySet<string> {
  const places = new Set<string>();
  const looked = Math.max(before.documents.length, after.documents.length);
  for (let index = 0; index < looked; index++) {
    const [old, now] = [before.documents[index], after.documents[index]];
    if (old?.text === now?.text) continue;
    for (const path of changedPaths(objectOf(old?.text), objectOf(now?.text))) {
      const place = (now?.trace(path) ?? old?.trace(path))?.template;
      places.add(place === undefined ? `document ${index}` : `${place.file}:${place.line}`);
    }
  }
  return places;
}

function objectOf(text = ""): unknown {
  return readManifests([{ name: "", text }]).documents[0]?.value;
}

function changedPaths(one: unknown, other: unknown, path: Path = []): readonly Path[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const isInner = (value: unknown) => typeof value === "object" && value !== null;
  if (!isInner(one) || !isInner(other)) return [path];
  const keys = new Set([...Object.keys(Object(one)), ...Object.keys(Object(other))]);
  return [...keys].flatMap((key) => {
    const step = Array.isArray(one) || Array.isArray(other) ? Number(key) : key;
    return changedPaths(Reflect.get(Object(one), key), Reflect.get(Object(other), key), [...path, step]);
  });
}
