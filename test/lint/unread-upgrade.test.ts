import { describe, expect, it, test } from "vitest";
import { lint, plan } from "../../src/index.ts";
import { call, folder } from "../cli/fake-host.ts";

const set = (name: string) => `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: c, image: example.com/${name}:1, volumeMounts: [{name: data, mountPath: /data}]}]
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;

const broken = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db\n";
const input = (text: string) => [{ name: "new.yaml", text }];
const ofSets = (rule: string) => ["set-vanished", "against-unlike", "pvc-identity-changed"].includes(rule);

describe("A set that may stand in what cannot be read of the new manifests", () => {
  test.each([
    ["alone", broken],
    ["beside another", set("cache") + broken],
    ["beside what looks like itself under another name", set("db").replaceAll("db", "db2") + broken],
  ])("is not said to go: %s", (_, text) => {
    const { findings, problems } = lint(input(text), { against: input(set("db")) });
    expect(findings.map(({ rule }) => rule).filter(ofSets)).toEqual([]);
    expect(problems).toHaveLength(1);
    const { vanished, notes } = plan(input(text), { against: input(set("db")) });
    expect(vanished).toEqual([]);
    expect(notes).toEqual([
      "not all of the new input could be read: whether StatefulSet `db`, which runs now, goes is not known",
    ]);
  });

  it("is, where all of them can be read", () => {
    const { findings } = lint(input(set("cache")), { against: input(set("db")) });
    expect(findings.map(({ rule }) => rule).filter(ofSets)).toContain("set-vanished");
    expect(plan(input(set("cache")), { against: input(set("db")) }).vanished).toHaveLength(1);
  });
});

test.each([[[]], [["plan"]]])("Nothing is said to go where no new input can be opened: %j", async (command) => {
  const cwd = folder({ "old.yaml": set("db") });
  const { status, stdout } = await call({
    cwd,
    args: [...command, "none.yaml", "--against", "old.yaml", "--no-config"],
  });
  expect(stdout).not.toMatch(/goes|vanished|stranded|runs now/);
  expect(status).toBe(2);
});
