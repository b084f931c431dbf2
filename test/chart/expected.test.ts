import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { probeLevels } from "../../src/chart/probes/levels.ts";
import type { ProbeLevel } from "../../src/chart/probes/probe.ts";
import { shared } from "../shared.ts";
import { chartAt, hasHelm, type Rendered, render } from "./rendering.ts";

interface ExpectedProbe {
  workload: string;
  container: string;
  probe: string;
  render?: string;
  level: string;
  branch?: string;
  accept?: string[];
  file: string;
  line: number;
  values: (string | number)[][];
  switch?: (string | number)[][];
}

const folder = shared("charts");
const reason =
  folder === undefined ? "the shared charts are not there" : hasHelm() ? undefined : "there is no helm to render with";

interface Row {
  chart: string;
  expected: ExpectedProbe;
  found: ProbeLevel | undefined;
}

function rows(charts: string): Row[] {
  return readdirSync(`${charts}/expected`).flatMap((file) => {
    const expectation = parse(readFileSync(`${charts}/expected/${file}`, "utf8")) as {
      chart: string;
      probes: ExpectedProbe[];
    };
    const directory = `${charts}/${expectation.chart}`;
    const chart = chartAt(directory);
    const renders = new Map<string, Rendered[]>();
    return expectation.probes.map((expected) => {
      const key = expected.render ?? "";
      const rendered = renders.get(key) ?? render(directory, expected.render);
      renders.set(key, rendered);
      const [kind, name] = expected.workload.split("/");
      const object = rendered.find((one) => {
        const manifest = one.object as { kind?: string; metadata?: { name?: string } } | null;
        return manifest?.kind === kind && manifest?.metadata?.name === name;
      });
      const levels = object === undefined ? [] : probeLevels(chart, object.source, object.object);
      const found = levels.find((one) => one.container === expected.container && one.probe === expected.probe);
      return { chart: expectation.chart, expected, found };
    });
  });
}

const text = (paths: readonly (readonly (string | number)[])[] | undefined) =>
  (paths ?? [])
    .map((one) => one.join("."))
    .sort()
    .join(" ");

describe("the levels of the sixteen charts' probes", () => {
  if (folder === undefined || reason !== undefined) {
    test.skip(reason ?? "", () => {});
    return;
  }
  const all = rows(folder);
  const label = ({ chart, expected }: Row) =>
    `${chart} ${expected.render ?? ""} ${expected.workload} ${expected.container} ${expected.probe}`;
  const right = all.filter(
    ({ expected, found }) => found?.level === expected.level || expected.accept?.includes(found?.level ?? ""),
  );
  const unknown = all.filter(({ found }) => found === undefined || found.level === "unknown");
  const wrong = all.filter((one) => !right.includes(one) && !unknown.includes(one));

  test("are right for at least 85 of 89, unknown for the rest, and never wrong", () => {
    console.log(`probes: ${right.length} right, ${unknown.length} unknown, ${wrong.length} wrong of ${all.length}`);
    for (const one of unknown) console.log(`unknown: ${label(one)}: ${one.found?.reason ?? "not found"}`);
    expect(wrong.map((one) => `${label(one)}: ${one.found?.level}, not ${one.expected.level}`)).toEqual([]);
    expect(right.length).toBeGreaterThanOrEqual(Math.min(85, all.length));
  });

  test("come with the line on which the rendered branch writes the key", () => {
    const off = all.filter(
      ({ expected, found }) =>
        found?.location !== undefined &&
        (found.location.line !== expected.line || found.location.file !== expected.file),
    );
    expect(
      off.map(
        (one) =>
          `${label(one)}: ${one.found?.location?.file}:${one.found?.location?.line}, not ${one.expected.file}:${one.expected.line}`,
      ),
    ).toEqual([]);
  });

  test("name the values whose content goes into the probe", () => {
    const off = all.filter(
      ({ expected, found }) =>
        found !== undefined && found.level !== "unknown" && text(found.values) !== text(expected.values),
    );
    expect(off.map((one) => `${label(one)}: ${text(one.found?.values)}, not ${text(one.expected.values)}`)).toEqual([]);
  });

  test("name the values that only turn the probe on or off", () => {
    const off = all.filter(
      ({ expected, found }) =>
        found !== undefined && found.level !== "unknown" && text(found.switches) !== text(expected.switch),
    );
    expect(off.map((one) => `${label(one)}: ${text(one.found?.switches)}, not ${text(one.expected.switch)}`)).toEqual(
      [],
    );
  });

  test("tell the level of the branch that was rendered where it is another", () => {
    const off = all.filter(
      ({ expected, found }) => found !== undefined && found.level !== "unknown" && found.branch !== expected.branch,
    );
    expect(off.map((one) => `${label(one)}: ${one.found?.branch}, not ${one.expected.branch}`)).toEqual([]);
  });
});
