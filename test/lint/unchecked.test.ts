import { expect, test } from "vitest";
import { format, lint } from "../../src/index.ts";

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
