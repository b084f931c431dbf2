import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { Tries } from "../../src/model/tries.ts";
import { plan } from "../../src/plan/plan.ts";
import { readCases } from "../../src/testing/case-file.ts";
import { readMarks } from "../../src/testing/marked-text.ts";

afterEach(() => vi.restoreAllMocks());

const rules = new URL("../../rules/", import.meta.url);
const updates = readdirSync(rules, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cases.yaml"))
  .flatMap((file) => readCases(readFileSync(new URL(file, rules), "utf8")));

/** Claims that a hook makes are looked for as well. */
const hookClaim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, annotations: { helm.sh/hook: pre-upgrade } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "db:1" }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`;

test("a plan is made of however much: it asks nothing that the rules of a large release give up", () => {
  const spend = vi.spyOn(Tries.prototype, "spend");
  for (const { manifests, against = manifests } of [...updates, { manifests: hookClaim }])
    plan([{ name: "now", text: readMarks(manifests).text }], {
      against: [{ name: "before", text: readMarks(against).text }],
    });
  expect(spend.mock.calls.filter(([count]) => count > 0)).toEqual([]);
});
