import { expect, test } from "vitest";
import { baselineOf, format, lint } from "../../src/index.ts";

const run = (text: string) => lint([{ name: "a.yaml", text }]);
const object = (apiVersion: string, kind: string, name: string, more = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
const hook = (what: string) => `  annotations: { helm.sh/hook: ${what} }\n`;
const named = (text: string) =>
  run(text).unchecked.map(({ resource, location }) => `${resource.kind}/${resource.name}:${location.line}`);

test("a StatefulSet of another controller, and one of `helm test`, are named as unchecked", () => {
  expect(named(object("apps.kruise.io/v1beta1", "StatefulSet", "db"))).toEqual(["StatefulSet/db:2"]);
  expect(named(object("apps/v1", "StatefulSet", "db", hook("test")))).toEqual(["StatefulSet/db:2"]);
  expect(named(object("apps/v1", "StatefulSet", "db", hook("test-success")))).toEqual(["StatefulSet/db:2"]);
  expect(named(object("apps/v1", "StatefulSet", "db", hook("pre-install")))).toEqual([]);
  expect(named(object("apps/v1", "StatefulSet", "db"))).toEqual([]);
});

test("so are resources that stand for a release, in a List, too", () => {
  const release = object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "db");
  const application = object("argoproj.io/v1alpha1", "Application", "db");
  expect(named(`${release}---\n${application}`)).toEqual(["HelmRelease/db:2", "Application/db:7"]);
  const item = `- ${application.trimEnd().split("\n").join("\n  ")}\n`;
  expect(named(`apiVersion: v1\nkind: List\nitems:\n${item}`)).toEqual(["Application/db:5"]);
  expect(named(object("app.k8s.io/v1beta1", "Application", "db"))).toEqual([]);
  expect(named(object("argoproj.io/v1alpha1", "Rollout", "db"))).toEqual([]);
});

test("they are no problems, and the report for people names them and says why", () => {
  const report = run(object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "db"));
  expect(report.problems).toEqual([]);
  const text = format("pretty", report);
  expect(text).toContain("unchecked: HelmRelease/db (a.yaml:2:7): Flux renders this chart in the cluster");
  expect(format("concise", report)).toContain("HelmRelease/db");
  const many = Array.from({ length: 9 }, (_, index) => object("argoproj.io/v1alpha1", "Application", `a${index}`));
  expect(format("pretty", run(many.join("---\n")))).toContain("unchecked: 9 Application;");
});

/** A set that a Service of another file may well govern. */
const part = (spec = "  serviceName: db\n", comment = "") =>
  `# Source: db/templates/set.yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n${comment}${spec}` +
  "  replicas: 3\n  selector: { matchLabels: { app: db } }\n  template:\n    metadata: { labels: { app: db } }\n" +
  "    spec: { containers: [{ name: db, image: 'db:1' }] }\n";

test("of some files of a folder it is said what was not judged, where that made a difference", () => {
  const input = (text: string) => [{ name: "out/set.yaml", text, isPart: true }];
  const report = lint(input(part()));
  expect(report.findings.map(({ rule }) => rule)).not.toContain("governing-service-missing");
  expect(report.unchecked).toMatchObject([
    { resource: { kind: "StatefulSet", name: "db" }, location: { file: "out/set.yaml", line: 7 } },
  ]);
  expect(report.unchecked[0]?.why).toBe(
    "only some files of a folder were given, so what may stand in the others was not judged (governing-service-missing): give the whole folder, or add `--whole-release`",
  );
  expect(format("pretty", report).replaceAll(/\s+/g, " ")).toContain("add `--whole-release`");
  expect(lint(input(part("  minReadySeconds: 1\n"))).unchecked).toEqual([]);
  expect(lint(input(part()), { rules: { "governing-service-missing": "off" } }).unchecked).toEqual([]);
  const service = "---\n# Source: db/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata: { name: else }\n";
  const whole = lint([{ name: "out.yaml", text: `${part()}${service}spec: { ports: [{ port: 1 }] }\n` }]);
  expect(whole.findings.map(({ rule }) => rule)).toContain("governing-service-missing");
  expect(whole.unchecked).toEqual([]);
});

test("of one template alone, as `--show-only` prints it, too", () => {
  const [only] = lint([{ name: "stdin", text: part() }]).unchecked;
  expect(only?.why).toContain("pass all that `helm template` prints");
});

test("what is suppressed, or known to the baseline, makes no difference, and its directive counts as used", () => {
  const comment = "  # sts-lint-disable-next-line governing-service-missing -- it stands in another chart\n";
  const input = (text: string) => [{ name: "out/set.yaml", text, isPart: true }];
  const report = lint(input(part(undefined, comment)));
  expect(report.unchecked).toEqual([]);
  expect(report.findings.map(({ rule }) => rule)).not.toContain("suppression-without-effect");
  const sides = [
    part(),
    `---\n${part().replaceAll("set.yaml", "other.yaml").replaceAll("name: db\n", "name: else\n")}`,
  ];
  const known = baselineOf(lint([{ name: "all.yaml", text: sides.join("") }]));
  expect(lint(input(part()), { baseline: known }).unchecked).toEqual([]);
});
