// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Flux has them
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "./fake-host.ts";
import { chart, found, repository, whys, zero } from "./gitops-files.ts";

const release = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: data }
spec:
  chart:
    spec:
      chart: charts/db
      sourceRef: { kind: GitRepository, name: fleet }
  values:
${values.replace(/^(?=.)/gm, "    ")}`;
const kustomization = (build: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  postBuild: ${build}
`;
const of = (values: string, more: Readonly<Record<string, string>> = {}) =>
  found(folder({ ...chart, "apps/db.yaml": release(values), ...more }), ["apps"]);
const rules = async (values: string) => (await of(values)).findings.map(({ rule }) => rule);

describe("a value of a HelmRelease that holds a variable of Flux", () => {
  it("is no finding where nobody knows what is put there", async () => {
    const clean = await rules("grace: 30");
    expect(clean).not.toContain("api-refused");
    for (const grace of [
      "${GRACE}",
      '"${GRACE}"',
      "${GRACE:=45}",
      '"${GRACE:-45}"',
      "${GRACE:=${OTHER}}",
      "${GRACE/a/b}",
    ])
      expect(await rules(`grace: ${grace}`), grace).toEqual(clean);
    expect(await rules("policy: ${POLICY}")).toEqual(clean);
    expect(await rules("policy: Par${POLICY:=allel}")).toEqual(clean);
  });

  it("leaves what is found elsewhere in the release, and is told once", async () => {
    const report = await of("policy: ${POLICY}\ngrace: 0\n");
    expect(zero(report)).toBeDefined();
    expect(report.findings.map(({ rule }) => rule)).not.toContain("api-refused");
    expect(report.summary.errors).toBe(report.findings.filter(({ severity }) => severity === "error").length);
    expect(whys(report).filter((why) => why.startsWith("rendered"))).toEqual([
      expect.stringMatching(/^rendered as it is written: .*`\$\{POLICY\}` is not known here/),
    ]);
  });

  it("has the default that is written there, unless a Kustomization of the input sets it", async () => {
    const values = "grace: ${GRACE:=0}\n";
    const report = await of(values);
    expect(zero(report)?.values).toMatchObject([{ file: "apps/db.yaml", line: 10 }]);
    expect(whys(report)).toEqual([expect.stringContaining("the default of `${GRACE}`")]);
    for (const build of ["{ substitute: { GRACE: '60' } }", "{ substituteFrom: [{ kind: ConfigMap, name: all }] }"])
      expect(zero(await of(values, { "apps/flux.yaml": kustomization(build) })), build).toBeUndefined();
    expect(
      zero(await of(values, { "apps/flux.yaml": kustomization("{ substitute: { OTHER: '60' } }") })),
    ).toBeDefined();
  });

  it("is no finding where the chart only asks for it", async () => {
    const set = chart["charts/db/templates/set.yaml"].replace(
      "{{ .Values.grace }}",
      '{{ if eq (default "a" .Values.mode) "b" "${MODE}" }}0{{ else }}30{{ end }}',
    );
    const more = { "charts/db/templates/set.yaml": set };
    expect(zero(await of("mode: b\n", more))).toBeDefined();
    expect(zero(await of("mode: ${MODE}\n", more))).toBeUndefined();
  });

  it("is looked for in a ConfigMap's values, too, and nowhere that Flux replaces nothing", async () => {
    const from = release("").replace("  values:\n", "  valuesFrom: [{ kind: ConfigMap, name: db }]\n");
    const map = (grace: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: db, namespace: data }\ndata:\n  values.yaml: |\n    policy: ${grace}\n`;
    const of = async (release: string, grace: string) =>
      (await found(folder({ ...chart, "apps/db.yaml": release, "apps/map.yaml": map(grace) }), ["apps"])).findings.map(
        ({ rule }) => rule,
      );
    expect(await of(from, "${POLICY}")).not.toContain("api-refused");
    expect(await of(from, "$${POLICY}")).toContain("api-refused");
    const off = "{ name: db, namespace: data, annotations: { kustomize.toolkit.fluxcd.io/substitute: disabled } }";
    const plain = release("policy: ${POLICY}").replace("{ name: db, namespace: data }", off);
    expect(await of(plain, "Parallel")).toContain("api-refused");
  });

  it("is rendered with another text where the chart takes no text there", async () => {
    const schema = JSON.stringify({ properties: { grace: { type: ["integer", "null"] } } });
    const report = await of("grace: ${GRACE}\npolicy: Nothing\n", { "charts/db/values.schema.json": schema });
    expect(report.problems).toEqual([]);
    expect(report.findings.map(({ rule }) => rule)).toContain("api-refused");
  });

  it("is no difference to what was there before", async () => {
    const changed = async (before: string, now: string) => {
      const cwd = repository({ ...chart, "db.yaml": release(before) });
      writeFileSync(join(cwd, "db.yaml"), release(now));
      return (await found(cwd, ["db.yaml", "--against", "git:main"])).findings.map(({ rule }) => rule);
    };
    expect(await changed("policy: Parallel", "policy: OrderedReady")).toContain("immutable-field-changed");
    expect(await changed("policy: Parallel", "policy: ${POLICY}")).not.toContain("immutable-field-changed");
    expect(await changed("policy: ${POLICY}", "policy: Parallel")).not.toContain("immutable-field-changed");
  });

  it("names no chart", async () => {
    const text = release("grace: 0").replace("charts/db", "charts/${NAME}");
    const { problems } = await found(folder({ ...chart, "db.yaml": text }), ["db.yaml"]);
    expect(problems).toMatchObject([{ message: expect.stringContaining("its chart is named by `${NAME}`") }]);
  });
});
