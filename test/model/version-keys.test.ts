import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import * as parts from "../../src/admission/claim-template-parts.ts";
import { lint, plan } from "../../src/index.ts";
import { formatMinor, newestMinor, oldestMinor } from "../../src/model/kubernetes-version.ts";

/**
 * What is keyed to Kubernetes' minors, file by file: a new minor is added by going through this list, as CONTRIBUTING.md says,
 * and whoever keys something else to a minor writes it down here.
 */
const keyed: readonly string[] = [
  "src/admission/autoscaler-metric.ts",
  "src/admission/autoscaler-target.ts",
  "src/admission/autoscaler.ts",
  "src/admission/claim-object.ts",
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

/** A made-up later version, which lets updates change some parts of claim templates behind a gate: the newest one plays it. */
vi.mock("../../src/admission/claim-template-parts.ts", async () => {
  const { newestMinor: since } = await import("../../src/model/kubernetes-version.ts");
  return {
    changeableParts: ["labels", "storage"].map((part) => ({ part, since, gate: "StatefulSetRecreateStrategy" })),
  };
});

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

describe("a later version that lets an update change claim templates", () => {
  const [before, later] = [formatMinor(newestMinor - 1), formatMinor(newestMinor)];
  const featureGates = { StatefulSetRecreateStrategy: true };
  const set = (version: string, storage: string, claim = "data") => ({
    name: "db.yaml",
    text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: example.com/db:1
          volumeMounts: [{ name: ${claim}, mountPath: /data }]
  volumeClaimTemplates:
    - metadata:
        name: ${claim}
        labels: { helm.sh/chart: db-${version}, team: payments }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: ${storage} } }
`,
  });
  const rules = [
    "vct-versioned-label",
    "vct-unstable-label",
    "vct-size-changed",
    "immutable-field-changed",
    "api-refused",
  ];
  const said = (inputs: ReturnType<typeof set>[], options: Parameters<typeof lint>[1]) =>
    lint(inputs, options).findings.flatMap(({ rule, versions }) =>
      rules.includes(rule) ? [versions === undefined ? rule : `${rule} (${versions.join(", ")})`] : [],
    );

  test("is played by the newest one here: no version known to us does", async () => {
    const real = await vi.importActual<typeof parts>("../../src/admission/claim-template-parts.ts");
    expect(real.changeableParts).toEqual([]);
    expect(parts.changeableParts.map(({ since }) => since)).toEqual([newestMinor, newestMinor]);
  });

  test("is asked by the rules about labels of claim templates", () => {
    const inputs = [set("1.2.3", "1Gi")];
    expect(said(inputs, { kubernetesVersion: before, featureGates })).toEqual(["vct-versioned-label"]);
    expect(said(inputs, { kubernetesVersion: later, featureGates })).toEqual([]);
    expect(said(inputs, { kubernetesVersion: later })).toEqual(["vct-versioned-label"]);
    expect(said(inputs, { kubernetesVersion: `${before},${later}`, featureGates })).toEqual([
      `vct-versioned-label (${before})`,
    ]);
  });

  test("is asked by the rules about an update, by admission and by the plan", () => {
    const options = { against: [set("1.2.3", "1Gi")], featureGates };
    const next = set("1.2.4", "2Gi");
    expect(said([next], { ...options, kubernetesVersion: before })).toEqual([
      "vct-versioned-label",
      "vct-size-changed",
    ]);
    expect(said([next], { ...options, kubernetesVersion: later })).toEqual([]);
    const planned = (kubernetesVersion: string) => plan([next], { ...options, kubernetesVersion }).statefulSets[0];
    expect([before, later].map((version) => planned(version)?.refused === undefined)).toEqual([false, true]);
  });

  test("still refuses another claim template, and says what the rest is", () => {
    const options = { against: [set("1.2.3", "1Gi")], featureGates, kubernetesVersion: later };
    expect(said([set("1.2.4", "2Gi", "files")], options)).toEqual([]);
    expect(lint([set("1.2.4", "2Gi", "files")], options).findings.map(({ rule }) => rule)).toContain(
      "pvc-identity-changed",
    );
  });
});
