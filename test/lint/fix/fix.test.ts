import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyFixes, lint } from "../../../src/index.ts";
import { tryFixes } from "./try-fixes.ts";

const object = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "web" },
  spec: {
    servicename: "web",
    selector: { matchLabels: { app: "web" } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" },
    updateStrategy: { type: "OnDelete", rollingUpdate: { partition: 1 } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: "1234567", emptyDir: {} }],
        containers: [{ name: "c", image: "x:1", volumeMounts: [{ name: "1234568", mountPath: "/d" }] }],
      },
    },
  },
};

const run = (text: string) => lint([{ name: "a.yaml", text }], { preset: "all" });
const fixed = (text: string, unsafe = true) => applyFixes(text, run(text).findings, { unsafe });
const rulesOf = (text: string) => run(text).findings.map(({ rule }) => rule);

/** Every fix keeps its promises; gives the rules whose fixes were made. */
function made(text: string): readonly string[] {
  const { made: rules, broken } = tryFixes(text, run);
  expect(broken).toEqual([]);
  return rules;
}

/** A set, with more fields of its spec and of its pod's. */
const set = (spec: string, pod = "") => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: web }
spec:
${spec}  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: c, image: "x:1" }]
${pod}`;

/** A set whose claim template has these labels. */
const claimed = (labels: string) =>
  set(`  volumeClaimTemplates:
    - metadata:
        name: data
        labels:${labels}
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`);

describe("a fix", () => {
  test("in JSON keeps its quotes, on one line and on several", () => {
    for (const text of [JSON.stringify(object), JSON.stringify(object, undefined, 2)]) {
      const { text: after, applied } = fixed(text);
      expect(applied.map(({ rule }) => rule)).toContain("misplaced-field");
      const value = JSON.parse(after);
      expect(value.spec.serviceName).toBe("web");
      made(text);
    }
  });

  test("keeps a quoted number a string", () => {
    made(readFileSync(new URL("../../../examples/python-app.yaml", import.meta.url), "utf8"));
    const json = JSON.parse(fixed(JSON.stringify(object)).text);
    expect(json.spec.template.spec.containers[0].volumeMounts[0].name).toBe("1234567");
  });

  test("that guesses a name is made only where unsafe ones are asked for", () => {
    const rules = (unsafe: boolean) => fixed(JSON.stringify(object), unsafe).applied.map(({ rule }) => rule);
    expect(rules(true)).toContain("mount-unknown-volume");
    expect(rules(false)).not.toContain("mount-unknown-volume");
  });

  test("gives no key a name that stands beside it, or that another key there was meant to have", () => {
    const misspelt = (keys: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n${keys}  ports: [{ port: 1 }]\n`;
    const both = misspelt("  clusterIPP: None\n  clusterIP: None\n");
    const two = misspelt("  clusterIPP: None\n  cluserIP: None\n");
    const twice = misspelt("  cluserIP: None\n  cluserIP: None\n");
    for (const text of [both, two, twice]) {
      expect(rulesOf(text)).toContain("unknown-field");
      expect(made(text)).toEqual([]);
      expect(rulesOf(fixed(text).text)).toEqual(rulesOf(text));
    }
    const one = misspelt("  cluserIP: None\n");
    expect(fixed(one).text).toBe(misspelt("  clusterIP: None\n"));
    for (const keys of ["  servicename: a\n  ServiceName: b\n", "  servicename: a\n  serviceNam: b\n"]) {
      expect(rulesOf(set(keys)).filter((rule) => rule === "misplaced-field")).toHaveLength(2);
      expect(made(set(keys))).toEqual([]);
    }
    expect(made(set("  servicename: a\n  servicename: b\n"))).toEqual([]);
    expect(made(set("  servicename: a\n"))).toEqual(["misplaced-field"]);
  });

  test("changes nothing that an alias or a merge key repeats elsewhere", () => {
    const grace = "      terminationGracePeriodSeconds:";
    expect(made(set("  minReadySeconds: &none 0\n", `${grace} *none\n`))).toEqual([]);
    expect(made(set("", `${grace} &none 0\n      priority: *none\n`))).toEqual([]);
    expect(made(set("", `${grace} &none 0\n`))).toEqual(["grace-zero"]);
    const strategy = "  updateStrategy:\n    type: OnDelete\n    rollingUpdate:\n      partition: &one 1\n";
    expect(made(set(`${strategy}  replicas: *one\n`))).toEqual([]);
    expect(made(set(strategy))).toEqual(["ondelete-with-rollingupdate"]);
    const labels = "\n          app: web\n          chart: db-1.2.3";
    expect(made(`${claimed(` &all${labels}`)}---\n${set("")}`)).toEqual(["vct-versioned-label"]);
    const merged = claimed(` &all${labels}`).replace("labels: { app: web }", "labels: { <<: *all }");
    const repeated = claimed(` &all${labels}`).replace("labels: { app: web }", "labels: *all");
    for (const text of [merged, repeated]) {
      expect(rulesOf(text)).toContain("vct-versioned-label");
      expect(made(text)).toEqual([]);
    }
  });

  test("writes no value of a key that stands twice: nobody knows which was meant, and the other would then differ", () => {
    const kind = (keys: string) => `apiVersion: apps/v1\n${keys}metadata: { name: a }\n`;
    const twice = kind("kind: Statefulset\nkind: Statefulset\n");
    expect(rulesOf(twice)).toContain("misspelt-type");
    expect(made(twice)).toEqual([]);
    expect(made(kind("kind: Statefulset\n"))).toEqual(["misspelt-type"]);
    const grace = "      terminationGracePeriodSeconds: 0\n";
    expect(rulesOf(set("", grace.repeat(2)))).toContain("grace-zero");
    expect(made(set("", grace.repeat(2)))).toEqual([]);
    expect(made(set("", grace))).toEqual(["grace-zero"]);
  });

  test("takes out no key that stands twice: the other one would count", () => {
    const labels = "\n          chart: db-1.2.3\n          app: web\n          chart: db-1.2.3";
    expect(rulesOf(claimed(labels))).toContain("vct-versioned-label");
    expect(made(claimed(labels))).toEqual([]);
  });

  test("leaves no empty mapping behind, neither alone nor with another fix", () => {
    const two = claimed("\n          chart: db-1.2.3\n          helm.sh/chart: db-1.2.3");
    const once = fixed(two).text;
    expect(made(two)).toEqual(["vct-versioned-label"]);
    expect(made(once)).toEqual(["vct-versioned-label"]);
    expect(fixed(once).text).not.toContain("labels:\n      spec");
    // What is kept by a suppression does not count.
    const kept = two.replace(
      "db-1.2.3\n          helm",
      "db-1.2.3 # sts-lint-disable-line vct-versioned-label -- so\n          helm",
    );
    expect(made(kept)).toEqual(["vct-versioned-label"]);
    const free = "\n          team: a\n          owner: b";
    expect(made(claimed(free))).toEqual(["vct-unstable-label"]);
    expect(fixed(claimed(free)).text).toContain("        name: data\n      spec");
  });

  test("after which an installed release cannot be upgraded is an unsafe one", () => {
    const free = claimed("\n          team: a");
    expect(fixed(free, false).text).toBe(free);
    expect(fixed(free).text).not.toContain("team");
  });

  test("takes several entries out of braces with their commas, and keeps the comments between them", () => {
    const labels = (text: string) => {
      const { made: rules, broken } = tryFixes(claimed(text), run);
      expect(broken).toEqual([]);
      return rules.length === 0 ? "" : /labels:(.*?)\n {6}spec/s.exec(fixed(claimed(text)).text)?.[1];
    };
    expect(labels(" { team: a, owner: b, app: web }")).toBe(" { app: web }");
    expect(labels(" { team: a, app: web, owner: b }")).toBe(" { app: web }");
    expect(labels(" { app: web, team: a, owner: b, }")).toBe(" { app: web, }");
    expect(labels("\n          { app: web\n          , team: a\n          }")).toBe(
      "\n          { app: web\n          }",
    );
    expect(labels(" { app: web, # and, by the way,\n          team: a }")).toBe("");
    expect(labels(" { ? team : a, app: web }")).toBe("");
  });

  test("keeps line ends, and takes an empty line with it", () => {
    const yaml = `apiVersion: apps/v1\r\nkind: StatefulSet\r\nmetadata: {name: web}\r\nspec:\r\n  updateStrategy:\r\n    type: OnDelete\r\n    rollingUpdate:\r\n      partition: 1\r\n  selector: {}\r\n`;
    const { text } = fixed(yaml);
    expect(text).toContain("    type: OnDelete\r\n  selector: {}\r\n");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
