import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { printFromArguments } from "../../../src/chart/node/helm-template.ts";
import { type Rendered, renderedFrom } from "../../../src/chart/render/render-chart.ts";
import type { Trace } from "../../../src/chart/render/trace-document.ts";
import { shared } from "../../shared.ts";

interface Line {
  readonly file: string;
  readonly line: number;
}

interface ExpectedLine extends Line {
  readonly workload: string;
  readonly path: (string | number)[];
  readonly render?: string;
  readonly via?: readonly Line[];
  readonly accept?: readonly Line[];
  readonly values: readonly (Line & { readonly path: (string | number)[] })[];
}

interface Row {
  readonly chart: string;
  readonly expected: ExpectedLine;
  readonly found: Trace | undefined;
}

/**
 * Where we say more than the expectation does: what a key of the values printed as text gives is named by that key
 * (five nodes of pools, sidecars and env), and a joined list by its items.
 */
const argued = new Set([
  "beacon StatefulSet/demo-beacon spec.template.spec.containers.1.name",
  "beacon StatefulSet/demo-beacon spec.template.spec.containers.1.livenessProbe.exec.command.0",
  "fleetpool StatefulSet/demo-fleetpool-hot metadata.name",
  "fleetpool StatefulSet/demo-fleetpool-hot metadata.labels.fleetpool.example.net/pool",
  "fleetpool StatefulSet/demo-fleetpool-edge-eu spec.template.spec.containers.0.env.0.value",
  "lab-timer StatefulSet/demo-lab-timer spec.template.spec.containers.0.env.0.name",
]);

const folder = shared("charts");
const at = ({ file, line }: Line) => `${file}:${line}`;
const label = ({ chart, expected }: Row) =>
  [chart, ...(expected.render === undefined ? [] : [expected.render]), expected.workload, expected.path.join(".")].join(
    " ",
  );

/** The document of a `Kind/name`. */
function find(rendered: Rendered, workload: string): Rendered["documents"][number] | undefined {
  const [kind, name] = workload.split("/");
  return rendered.documents.find(({ text }) => {
    const [document] = parseAllDocuments(text, { version: "1.1", uniqueKeys: false });
    const object = document?.toJS() as { kind?: string; metadata?: { name?: string } } | null;
    return object?.kind === kind && object?.metadata?.name === name;
  });
}

function rowsOf(charts: string): Row[] {
  return readdirSync(`${charts}/expected`).flatMap((file) => {
    const expectation = parse(readFileSync(`${charts}/expected/${file}`, "utf8")) as {
      chart: string;
      lines: ExpectedLine[];
    };
    const renders = new Map<string, Rendered>();
    return expectation.lines.map((expected) => {
      const key = expected.render ?? "";
      const args = ["demo", ".", ...(key === "" ? [] : ["-f", key])];
      const rendered =
        renders.get(key) ?? renderedFrom(printFromArguments(args, { cwd: `${charts}/${expectation.chart}` }));
      renders.set(key, rendered);
      return { chart: expectation.chart, expected, found: find(rendered, expected.workload)?.trace(expected.path) };
    });
  });
}

describe("where the nodes of the sixteen charts come from", () => {
  if (folder === undefined) {
    test.skip("the shared charts are not there", () => {});
    return;
  }
  const rows = rowsOf(folder);

  test("is the line on which each node's key is written", () => {
    const wrong = rows.filter(({ expected, found }) => {
      const places = [expected, ...(expected.accept ?? [])].map(at);
      return found === undefined || !places.includes(at(found.template));
    });
    console.log(`lines: ${rows.length - wrong.length} of ${rows.length}`);
    expect(
      wrong.map((row) => `${label(row)}: ${row.found && at(row.found.template)}, not ${at(row.expected)}`),
    ).toEqual([]);
  });

  test("names the includes on the way, outermost first", () => {
    const chain = (places: readonly Line[] | undefined) => (places ?? []).map(at).join(" > ");
    // Another place that is no mistake has another way to it.
    const own = rows.filter(({ expected, found }) => found !== undefined && at(found.template) === at(expected));
    const wrong = own.filter(({ expected, found }) => chain(found?.via) !== chain(expected.via));
    console.log(`include chains: ${own.length - wrong.length} of ${own.length}`);
    expect(wrong.map((row) => `${label(row)}: ${chain(row.found?.via)}, not ${chain(row.expected.via)}`)).toEqual([]);
  });

  test("names the values whose text is in each node, with the line that gave them", () => {
    const set = (values: readonly (Line & { path: readonly (string | number)[] })[] | undefined) =>
      (values ?? [])
        .map((value) => `${value.path.join(".")}@${at(value)}`)
        .sort()
        .join(" ");
    const wrong = rows.filter(({ expected, found }) => set(found?.values) !== set(expected.values));
    console.log(`sets of values: ${rows.length - wrong.length} of ${rows.length}`);
    const said = wrong
      .filter((row) => !argued.has(label(row)))
      .map((row) => `${label(row)}: ${set(row.found?.values)}, not ${set(row.expected.values)}`);
    expect(said).toEqual([]);
  });
});
