import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const comment = "# sts-lint-disable-next-line vct-versioned-label -- rolled by hand";

/** What a helper of labels prints, with the comment in it, on the set, its pods and its claims. */
function printed(source: string, claims = comment): string {
  const labels = (pad: string, said = comment) =>
    `${pad}${said}\n${pad}helm.sh/chart: db-1.2.3\n${pad}app: db\n`.replace(/^ *\n/, "");
  return `---
# Source: ${source}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
${labels("    ")}spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels:
${labels("        ")}    spec:
      containers:
        - { name: db, image: "example.com/db:1", volumeMounts: [{ name: data, mountPath: /data }] }
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
${labels("          ", claims)}      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 1Gi } }
`;
}

const told = (text: string) =>
  lint([{ name: "stdin", text }]).findings.filter(({ rule }) => rule === "suppression-without-effect").length;

test("a comment that a helper prints where it is needed and elsewhere is not said to do nothing", () => {
  expect(told(printed("db/templates/set.yaml"))).toBe(0);
});

test("one that is needed nowhere is told at each place", () => {
  expect(told(printed("db/templates/set.yaml", "# the same labels"))).toBe(2);
});
