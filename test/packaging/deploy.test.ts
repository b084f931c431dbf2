import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { admit, lint } from "../../src/index.ts";
import { faulty, folder, sound } from "../cli/fake-host.ts";
import { builtPath, root, runScript } from "./built.ts";

const files = ["deploy/lint-renders-job.yaml", "deploy/live-cronjob.yaml"];
const objects = (file: string): Record<string, unknown>[] =>
  parseAllDocuments(readFileSync(join(root, file), "utf8")).map(
    (document) => document.toJS() as Record<string, unknown>,
  );

it.each(files)("%s is clean by our own rules, hygiene included", (file) => {
  const report = lint([{ name: file, text: readFileSync(join(root, file), "utf8") }], { preset: "all" });
  expect(report.findings).toEqual([]);
  expect(report.problems).toEqual([]);
});

it.each(files)("the pods of %s are ones that the API server takes, and no rule of hygiene objects to", (file) => {
  for (const object of objects(file)) {
    const spec = object.spec as { template?: object; jobTemplate?: { spec: { template: object } } } | undefined;
    const template = spec?.template ?? spec?.jobTemplate?.spec.template;
    if (template === undefined) continue;
    // Pods of Jobs are judged in a StatefulSet's place: only what concerns every pod counts.
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "sts-lint" },
      spec: {
        serviceName: "sts-lint",
        selector: { matchLabels: { "app.kubernetes.io/name": "sts-lint" } },
        template: withRestarts(template),
      },
    };
    expect(admit(set, { kubernetesVersion: "1.36" })).toMatchObject({ accepted: true });
    const hygiene = [
      "run-as-root",
      "privilege-escalation",
      "privileged-container",
      "writable-root-filesystem",
      "resources-missing",
      "image-tag-latest",
      "host-path",
      "host-namespaces",
      "mount-unknown-volume",
    ];
    const { findings } = lint([{ name: file, text: JSON.stringify(set) }], { preset: "all" });
    expect(findings.filter(({ rule }) => hygiene.includes(rule))).toEqual([]);
  }
});

function withRestarts(template: object): object {
  const { spec, ...rest } = template as { spec: Record<string, unknown> };
  const { restartPolicy: _, ...own } = spec;
  return { ...rest, spec: own };
}

it("the pods of the Job take every release once between them, and their logs merge to the report of all", async () => {
  const [job] = objects(files[0] ?? "");
  const { completions, template } = (job as { spec: unknown }).spec as {
    completions: number;
    template: { spec: { containers: { args: string[]; env: { name: string; value: string }[] }[] } };
  };
  const [container] = template.spec.containers;
  expect(container?.env.find(({ name }) => name === "PARTS")?.value).toBe(String(completions));
  const cwd = folder({
    "renders/a b.yaml": faulty,
    "renders/c/one.yaml": sound,
    "renders/c/two.yaml": sound.replace(/name: app$/gm, "name: other"),
    "renders/d.yaml": faulty,
  });
  const path = await builtPath();
  for (let index = 0; index < completions; index++) {
    const [line = ""] = container?.args ?? [];
    const { status, stdout } = runScript(line.replace("/dev/termination-log", "said"), cwd, path, {
      RENDERS: "renders",
      PARTS: String(completions),
      JOB_COMPLETION_INDEX: String(index),
    });
    expect(status).toBeLessThan(2);
    writeFileSync(join(cwd, `${index}.json`), stdout);
  }
  const merged = runScript("sts-lint merge [0-9]*.json", cwd, path);
  expect(merged).toEqual(runScript("sts-lint renders --format json", cwd, path));
  expect(merged.status).toBe(1);
});

it("the CronJob may read, nothing else, and only kubectl holds its token", () => {
  const all = objects(files[1] ?? "");
  const role = all.find(({ kind }) => kind === "ClusterRole") as { rules: { verbs: string[]; resources: string[] }[] };
  expect(new Set(role.rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list"]));
  expect(role.rules.flatMap(({ resources }) => resources)).not.toContain("secrets");
  const text = JSON.stringify(all.find(({ kind }) => kind === "CronJob"));
  expect(text.match(/"mountPath":"\/var\/run\/secrets/g)).toHaveLength(1);
  expect(text).toContain('"automountServiceAccountToken":false');
});
