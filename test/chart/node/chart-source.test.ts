import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readChartSource } from "../../../src/chart/node/chart-source.ts";
import { call } from "../../cli/fake-host.ts";

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

function read(path: string) {
  const strays: string[] = [];
  const files = readChartSource(path, path, (link) => strays.push(link)).map(({ name }) => name);
  return { files, strays };
}

afterEach(() => rmSync(place, { recursive: true, force: true }));

describe("a chart's folder", () => {
  it("is read through links that stay in it", () => {
    symlinkSync("../values.yaml", join(chart, "templates", "again.yaml"));
    expect(read(chart)).toEqual({ files: ["templates/again.yaml", "values.yaml"], strays: [] });
  });

  it("may itself be named by a link", () => {
    symlinkSync(chart, join(place, "link"));
    expect(read(join(place, "link"))).toEqual({ files: ["values.yaml"], strays: [] });
  });

  it.each([
    ["a file", "secret.yaml", "../db-other/secret.yaml"],
    ["a folder", "templates/more", "../../db-other"],
    ["nothing", "gone.yaml", "../no-such-file"],
  ])("is not left by a link to %s, and the report says so", async (_what, at, target) => {
    symlinkSync(target, join(chart, at));
    expect(read(chart)).toEqual({ files: ["values.yaml"], strays: [at] });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: db\nversion: 0.1.0\n");
    writeFileSync(join(chart, "templates", "a.yaml"), "kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n");
    const { stdout } = await call({ args: ["chart", "db", "--no-helm", "--format", "json"], cwd: place });
    const { problems } = JSON.parse(stdout) as { problems: unknown[] };
    expect(problems).toContainEqual(
      expect.objectContaining({ file: `db/${at}`, message: expect.stringContaining("put the file itself there") }),
    );
    expect(stdout).not.toContain("hunter2");
  });

  it("says nothing of a link that .helmignore leaves out", () => {
    symlinkSync("../db-other/secret.yaml", join(chart, "secret.yaml"));
    writeFileSync(join(chart, ".helmignore"), "secret.yaml\n.helmignore\n");
    expect(read(chart)).toEqual({ files: ["values.yaml"], strays: [] });
  });
});
