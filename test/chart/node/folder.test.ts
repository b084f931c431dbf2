import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readChartFolder } from "../../../src/chart/node/folder.ts";

let place: string;
let chart: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "sts-lint-folder-"));
  chart = join(place, "db");
  mkdirSync(join(chart, "templates"), { recursive: true });
  mkdirSync(join(place, "db-other"));
  writeFileSync(join(chart, "values.yaml"), "grace: 30\n");
  writeFileSync(join(place, "db-other", "secret.yaml"), "password: hunter2\n");
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

describe("a chart's folder", () => {
  it("is read through links that stay in it", () => {
    symlinkSync("../values.yaml", join(chart, "templates", "again.yaml"));
    const { files, problems } = readChartFolder(chart);
    expect(files.map(({ path }) => path)).toEqual(["templates/again.yaml", "values.yaml"]);
    expect(problems).toEqual([]);
  });

  it("may itself be named by a link", () => {
    symlinkSync(chart, join(place, "link"));
    expect(readChartFolder(join(place, "link"))).toMatchObject({ files: [{ path: "values.yaml" }], problems: [] });
  });

  it.each([
    ["a file", "secret.yaml", "../db-other/secret.yaml"],
    ["a folder", "templates/more", "../../db-other"],
  ])("is not left by a link to %s, and says so", (_what, at, target) => {
    symlinkSync(target, join(chart, at));
    const { files, problems } = readChartFolder(chart);
    expect(files.map(({ path }) => path)).toEqual(["values.yaml"]);
    expect(problems).toMatchObject([{ file: at, message: expect.stringContaining("leads out of the chart's folder") }]);
  });
});
