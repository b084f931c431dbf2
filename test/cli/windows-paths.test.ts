import { win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { isBelow } from "../../src/chart/node/source-tree.ts";
import { againstReference, atVersion } from "../../src/cli/against-reference.ts";
import { shownName } from "../../src/cli/local-chart.ts";
import { formatRequest } from "../../src/cli/option-values.ts";
import { shownPath, upwards } from "../../src/cli/path-rules.ts";
import { lint } from "../../src/index.ts";
import { format, formatNames } from "../../src/report/format.ts";
import { faulty } from "./fake-host.ts";

/** What Windows makes of the names that are typed there, asked without one. */
describe("on Windows", () => {
  it("a drive's letter in NAME=FILE belongs to the file", () => {
    expect(formatRequest("json=C:\\out\\report.json", formatNames)).toEqual({
      name: "json",
      file: "C:\\out\\report.json",
    });
    expect(win32.resolve("D:\\fleet", "C:\\out\\report.json")).toBe("C:\\out\\report.json");
  });

  it.each([["C:\\renders\\old.yaml"], ["c:/renders"], ["..\\old"], ["\\\\server\\share\\old.yaml"], ["g:it"]])(
    "--against %s is a file or a folder",
    (name) => {
      expect(againstReference(name)).toBeUndefined();
    },
  );

  it("a drive's letter stands behind `chart:` and `values:`, too, and the version behind the last `@`", () => {
    expect(againstReference("chart:C:\\charts\\db@1.2.3")).toEqual({
      scheme: "chart",
      reference: "C:\\charts\\db@1.2.3",
    });
    expect(atVersion("C:\\charts\\db@1.2.3")).toEqual(["C:\\charts\\db", "1.2.3"]);
    expect(atVersion("C:\\charts\\db")).toEqual(["C:\\charts\\db", undefined]);
    expect(againstReference("values:C:\\old.yaml,D:\\prod.yaml")).toEqual({
      scheme: "values",
      reference: "C:\\old.yaml,D:\\prod.yaml",
    });
    expect(againstReference("values:")).toEqual({ scheme: "values", reference: "" });
  });

  it("globs and names in reports have slashes, as annotations and the library for globs want", () => {
    expect(shownPath("rendered\\**\\*.yaml", win32)).toBe("rendered/**/*.yaml");
    expect(shownPath("C:\\charts\\a.yaml", win32)).toBe("C:/charts/a.yaml");
    expect(shownName(".\\charts\\db\\", win32)).toBe("charts/db");
    expect(shownName("C:\\charts\\db\\", win32)).toBe("C:/charts/db");
    expect(shownName(".\\", win32)).toBe(".");
  });

  it("a configuration is looked for up to the root of the drive, or of the share", () => {
    expect([...upwards("C:\\fleet\\charts", win32)]).toEqual(["C:\\fleet\\charts", "C:\\fleet", "C:\\"]);
    expect([...upwards("\\\\server\\share\\charts", win32)]).toEqual([
      "\\\\server\\share\\charts",
      "\\\\server\\share\\",
    ]);
  });

  it("what lies on another drive is not below a folder", () => {
    expect(isBelow("C:\\fleet", "C:\\fleet\\charts\\db", win32)).toBe(true);
    expect(isBelow("C:\\fleet", "C:\\fleet", win32)).toBe(true);
    for (const path of ["D:\\fleet\\charts", "C:\\other", "C:\\fleet-2\\db", "\\\\server\\share\\db"])
      expect(isBelow("C:\\fleet", path, win32), path).toBe(false);
  });

  it.each([
    ["C:\\charts\\a b.yaml", "file:///C:/charts/a%20b.yaml"],
    ["C:/charts/a.yaml", "file:///C:/charts/a.yaml"],
    ["rendered\\a.yaml", "rendered/a.yaml"],
    [".\\rendered\\a.yaml", "rendered/a.yaml"],
    ["..\\a.yaml", "../a.yaml"],
    ["\\\\server\\share\\a.yaml", "file://server/share/a.yaml"],
  ])("SARIF names %s as %s", (name, uri) => {
    const { runs } = JSON.parse(format("sarif", lint([{ name, text: faulty }])));
    const { physicalLocation } = runs[0].results[0].locations[0];
    expect(physicalLocation.artifactLocation.uri).toBe(uri);
    // It is one, and a file's where it is absolute.
    expect(new URL(uri, "file:///C:/base/").protocol).toBe("file:");
  });
});

describe("where a slash parts folders", () => {
  it("a backslash is a character of a name, and of a glob", () => {
    expect(shownPath("a\\b.yaml", { sep: "/", dirname: win32.dirname })).toBe("a\\b.yaml");
  });
});
