import { expect, it } from "vitest";
import { chartsAbove } from "../../src/cli/charts-above.ts";
import { call, folder } from "./fake-host.ts";

const chart = (name: string, more = "") => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;

it("names each chart once, the outermost, and no library", () => {
  const cwd = folder({
    "charts/db/Chart.yaml": chart("db"),
    "charts/db/templates/a.yaml": "",
    "charts/db/charts/common/Chart.yaml": chart("common"),
    "charts/db/charts/common/templates/b.tpl": "",
    "charts/lib/Chart.yaml": chart("lib", "type: library\n"),
    "README.md": "",
  });
  const files = [
    "charts/db/templates/a.yaml",
    "charts/db/charts/common/templates/b.tpl",
    "charts/lib/Chart.yaml",
    "README.md",
  ];
  expect(chartsAbove(files, cwd)).toEqual(["charts/db"]);
  expect(chartsAbove(["Chart.yaml"], `${cwd}/charts/db`)).toEqual(["."]);
});

it("renders and lints the charts of changed files, and nothing where there is none", async () => {
  const set = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: {}\n";
  const cwd = folder({
    "db/Chart.yaml": chart("db"),
    "db/values.yaml": "",
    "db/templates/a.yaml": set,
    "README.md": "",
  });
  const run = (...files: string[]) => call({ args: ["chart", "--whole-release", "--no-helm", "-q", ...files], cwd });
  expect(await run("db/templates/a.yaml", "db/values.yaml")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("db/templates/a.yaml"),
  });
  expect(await run("README.md")).toMatchObject({ status: 0, stdout: "" });
  expect((await run("./db")).status).toBe(1);
  expect(await run("gone.yaml")).toMatchObject({ status: 2, stderr: expect.stringContaining("there is no gone.yaml") });
});
