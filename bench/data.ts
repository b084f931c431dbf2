import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { shared } from "../test/shared.ts";

const folder = join(tmpdir(), "sts-lint-bench");

interface CorpusFile {
  readonly file: string;
  readonly variant: string;
}

function corpus(): readonly CorpusFile[] {
  const index = shared("corpus/index.jsonl");
  if (index === undefined) throw new Error("the corpus is not beside the checkout: set STS_LINT_SHARED");
  return readFileSync(index, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CorpusFile)
    .filter(({ file, variant }) => file?.startsWith("rendered/") && !/dry-run|debug|2and1/.test(variant ?? ""));
}

const textOf = (file: string): string => readFileSync(shared(`corpus/${file}`) ?? file, "utf8");

/** Documents one after another, each behind a separator. */
function joined(texts: readonly string[]): string {
  return texts.map((text) => (text.startsWith("---") ? text : `---\n${text}`).replace(/\n*$/, "\n")).join("");
}

function cached(name: string, make: (path: string) => void): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  if (!existsSync(path)) make(path);
  return path;
}

export const labChart = (): string => {
  const path = shared("lab/outputs/helm4-template.yaml");
  if (path === undefined) throw new Error("the lab is not beside the checkout: set STS_LINT_SHARED");
  return path;
};

/** The render of the corpus whose size is nearest to so many bytes: one chart, as most runs read it. */
export function chartOfBytes(bytes: number): string {
  const sized = corpus().map(({ file }) => ({ file, off: Math.abs(Buffer.byteLength(textOf(file)) - bytes) }));
  const [nearest] = sized.sort((one, other) => one.off - other.off || (one.file < other.file ? -1 : 1));
  return shared(`corpus/${nearest?.file}`) ?? "";
}

/** A folder with the first 600 renders of the corpus, each a file of its own. */
export function files(): string {
  return cached("files", (path) => {
    mkdirSync(path);
    for (const { file } of corpus().slice(0, 600)) writeFileSync(join(path, basename(file)), textOf(file));
  });
}

/** A chart as it runs now and as it will be: every image has another tag. */
export function upgrade(bytes: number): { readonly old: string; readonly new: string } {
  const old = chartOfBytes(bytes);
  const path = cached(`upgrade-${bytes}.yaml`, (file) => {
    writeFileSync(file, readFileSync(old, "utf8").replace(/^(\s+image: "?[^\s"]+)/gm, "$1-next"));
  });
  return { old, new: path };
}

const vendors = /^rendered\/(?:bitnami|elastic|hashicorp|VictoriaMetrics|codecentric)__/;

/** Charts of five vendors, those that kube-score can read, one after another. */
export function mix(): string {
  return cached("mix.yaml", (path) => {
    const readable = corpus()
      .filter(({ file }) => vendors.test(file))
      .filter(({ file }) => {
        const child = spawnSync("kube-score", ["score", "-o", "ci", shared(`corpus/${file}`) ?? file], {
          encoding: "utf8",
        });
        return child.status === 0 || !/[Ff]ailed|error/.test(child.stderr);
      });
    writeFileSync(path, joined(readable.map(({ file }) => textOf(file))));
  });
}

/** The same documents in a namespace of their own. */
function inNamespace(text: string, namespace: string): string {
  return text
    .split(/^(?=---)/m)
    .map((document) => {
      const [metadata, indent] = /^metadata:[ \t]*\r?\n( +)/m.exec(document) ?? [];
      if (metadata === undefined || indent === undefined) return document;
      const own = new RegExp(`^${indent}namespace:.*$`, "m");
      if (own.test(document)) return document.replace(own, `${indent}namespace: ${namespace}`);
      return document.replace(
        metadata,
        `${metadata.slice(0, -indent.length)}${indent}namespace: ${namespace}\n${indent}`,
      );
    })
    .join("");
}

/** The whole corpus again and again up to 100 MB, each copy in a namespace of its own. */
export function fleet(): string {
  return cached("fleet.yaml", (path) => {
    const texts = joined(corpus().map(({ file }) => textOf(file)));
    const descriptor = openSync(path, "w");
    for (let size = 0, copy = 1; size < 100e6; copy++) {
      size += writeSync(descriptor, inNamespace(texts, `fleet-${copy}`));
    }
    closeSync(descriptor);
  });
}

function definition(index: number): string {
  const field = (name: number): string =>
    `                field${name}:\n                  description: What field ${name} of the resource says, in a sentence of the usual length.\n                  type: string\n`;
  return `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things${index}.example.com
spec:
  group: example.com
  names: { kind: Thing${index}, plural: things${index} }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${Array.from({ length: 300 }, (_, name) => field(name)).join("")}`;
}

/** 5 MB of kinds that no rule uses around two StatefulSets. */
export function definitions(): string {
  return cached("definitions.yaml", (path) => {
    const one = readFileSync(labChart(), "utf8");
    const other = one.replaceAll("python-app", "other-app");
    const half: string[] = [];
    for (let size = 0, index = 0; size < 2.5e6; index++) {
      const text = definition(index);
      half.push(text);
      size += text.length;
    }
    writeFileSync(path, joined([one, ...half, other, ...half.map((text) => text.replaceAll("things", "items"))]));
  });
}

/** The first StatefulSet of the corpus that has between 195 and 205 lines. */
export function longSet(): string {
  for (const { file } of corpus()) {
    const found = textOf(file)
      .split(/^---.*$/m)
      .map((document) => document.trim())
      .find((document) => {
        const lines = document.split("\n").length;
        return /^kind: StatefulSet/m.test(document) && lines >= 195 && lines <= 205;
      });
    if (found !== undefined) return found;
  }
  throw new Error("the corpus has no StatefulSet of 200 lines");
}
