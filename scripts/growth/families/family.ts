import { lint } from "../../../src/index.ts";
import type { Call } from "../../fuzz/program/call.ts";

/** Something that grows: prepares an input of a size, and gives what is measured. */
export interface Family {
  readonly name: string;
  /** The manifests that are linted, where it is one text. */
  readonly text?: (size: number) => string;
  /** The same as a command line with its files, which `--memory` runs; undefined where another family's is no other. */
  readonly call?: (size: number) => Call | Promise<Call>;
  readonly prepare: (size: number) => (() => unknown) | Promise<() => unknown>;
}

/** A text that is linted with every rule. */
export const linted = (name: string, text: (size: number) => string): Family => ({
  name,
  text,
  call: (size) => ({
    files: { "input.yaml": text(size) },
    args: ["input.yaml", "--preset", "all", "--no-config"],
  }),
  prepare: (size) => {
    const inputs = [{ name: "input.yaml", text: text(size) }];
    return () => lint(inputs, { preset: "all" });
  },
});

/** `count` texts, made of their index. */
export const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join("");

/** Files by their path below a folder. */
export const inFolder = (
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Readonly<Record<string, string>> => Object.fromEntries(files.map(({ path, text }) => [`${folder}/${path}`, text]));

/** Text moved to the right. */
export const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A StatefulSet with its governing Service; each part is added at its place, as YAML that is not indented. */
export interface SetParts {
  readonly name?: string;
  readonly image?: string;
  /** Below `spec:` of the StatefulSet. */
  readonly spec?: string;
  /** Below `spec:` of its pods. */
  readonly pod?: string;
  /** Below its container. */
  readonly container?: string;
  /** Below `metadata:`. */
  readonly metadata?: string;
  /** Of its pods, below `metadata:`. */
  readonly podMetadata?: string;
  readonly claims?: string;
}

export function setText({
  name = "db",
  image = "postgres:16.1",
  spec = "",
  pod = "",
  container = "",
  metadata = "",
  podMetadata = "",
  claims = "- metadata: {name: data}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n",
}: SetParts = {}): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {clusterIP: None, selector: {app: ${name}}, ports: [{name: main, port: 5432}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
${indented(metadata, 2)}spec:
  serviceName: ${name}
  replicas: 3
  selector: {matchLabels: {app: ${name}}}
${indented(spec, 2)}  template:
    metadata:
      labels: {app: ${name}}
${indented(podMetadata, 6)}    spec:
${indented(pod, 6)}      containers:
        - name: main
          image: ${image}
${indented(container, 10)}  volumeClaimTemplates:
${indented(claims, 4)}`;
}
