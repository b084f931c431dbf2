import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatMinor, newestMinor, oldestMinor } from "../../src/model/kubernetes-version.ts";

/**
 * What is keyed to Kubernetes' minors, file by file: a new minor is added by going through this list, as CONTRIBUTING.md says,
 * and whoever keys something else to a minor writes it down here.
 */
const keyed: readonly string[] = [
  "src/admission/autoscaler-metric.ts",
  "src/admission/autoscaler-target.ts",
  "src/admission/autoscaler.ts",
  "src/admission/container-warnings.ts",
  "src/admission/container.ts",
  "src/admission/disabled-fields.ts",
  "src/admission/field-review.ts",
  "src/admission/ip-warnings.ts",
  "src/admission/metadata.ts",
  "src/admission/pod-spec.ts",
  "src/admission/pod-template-errors.ts",
  "src/admission/pod-warnings.ts",
  "src/admission/probe.ts",
  "src/admission/resources.ts",
  "src/admission/restart-rules.ts",
  "src/admission/scheduling.ts",
  "src/admission/service-ports.ts",
  "src/admission/service-update.ts",
  "src/admission/service-warnings.ts",
  "src/admission/statefulset-update.ts",
  "src/admission/statefulset.ts",
  "src/admission/volume-warnings.ts",
  "src/admission/volume.ts",
  "src/admission/warnings.ts",
  "src/admission/windows.ts",
  "src/model/kubernetes-version.ts",
  "src/model/label-syntax.ts",
  "src/plan/immutable-fields.ts",
  "src/plan/rolling-update.ts",
];

const root = new URL("../../", import.meta.url);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}${file}`)
    .filter((file) => /\.(?:ts|md)$/.test(file) && !file.includes(".generated."))
    .sort();
}

const textOf = (file: string) => readFileSync(new URL(file, root), "utf8");

/** `review.minor >= 34`, `[35, 0, 3, "…"]`, `Gate: [37]`: a minor that decides something. */
const decides =
  /[mM]inor\b[^\n]{0,30}(?:<|>|===)=? *\d\d\b|\b(?:since|until): *3\d\b|^ +[A-Z]\w+: \[(?:\d\d(?:, )?)*\],$|^ +\[3\d, \d+, \d+,/m;

describe("a new minor of Kubernetes", () => {
  test("finds everything that is keyed to minors in this list", () => {
    const files = [...filesBelow("src/"), ...filesBelow("rules/")].filter((file) => decides.test(textOf(file)));
    expect(files).toEqual(keyed);
  });

  test("is the end of every range that a text names", () => {
    const files = ["README.md", "CONTRIBUTING.md", "docs/", "src/", "rules/", "scripts/"].flatMap((path) =>
      path.endsWith("/") ? filesBelow(path) : [path],
    );
    // What ends at the minor before the newest was written when that one was the newest.
    const stale = files.flatMap((file) =>
      [...textOf(file).matchAll(/\b1\.\d\d(?:\.\.| to )1\.(\d\d)\b/g)]
        .filter(([, to]) => Number(to) === newestMinor - 1)
        .map(([range]) => `${file}: ${range}`),
    );
    expect(stale).toEqual([]);
  });

  test("is known to the tables that are made from its definitions", () => {
    const schema = JSON.parse(textOf("schemas/kubernetes.schema.json")) as { readonly title: string };
    expect(schema.title).toContain(`${formatMinor(oldestMinor)} to ${formatMinor(newestMinor)}`);
  });
});
