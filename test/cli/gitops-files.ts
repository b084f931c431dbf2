import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import type { Finding, Report } from "../../src/lint/contract/finding.ts";
import { call, folder } from "./fake-host.ts";

/** A chart in a repository whose values say how long pods have to stop, and in which order they start. */
export const chart = {
  "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
  "charts/db/values.yaml": "grace: 30\npolicy: OrderedReady\n",
  "charts/db/templates/set.yaml": `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  clusterIP: None
  ports: [{ port: 80 }]
  selector: { app: db }
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
spec:
  serviceName: {{ .Release.Name }}
  podManagementPolicy: {{ .Values.policy }}
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      terminationGracePeriodSeconds: {{ .Values.grace }}
      containers:
        - name: db
          image: registry.example.com/db:1
          readinessProbe: { tcpSocket: { port: 80 } }
`,
};

const env = { PATH: process.env.PATH ?? "" };

/** What `sts-lint chart` reports of GitOps files. */
export async function found(cwd: string, args: readonly string[], stdin?: string): Promise<Report> {
  const outcome = await call({
    args: ["chart", "--no-helm", "--format", "json", ...args],
    cwd,
    env,
    ...(stdin === undefined ? {} : { stdin }),
  });
  expect(outcome.stdout, outcome.stderr).not.toBe("");
  return JSON.parse(outcome.stdout) as Report;
}

/** A folder whose files are the first commit of a repository. */
export function repository(files: Readonly<Record<string, string>>): string {
  const cwd = folder(files);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  return cwd;
}

export const zero = ({ findings }: Report): Finding | undefined => findings.find(({ rule }) => rule === "grace-zero");
export const whys = ({ unchecked }: Report): readonly string[] => unchecked.map(({ why }) => why);
