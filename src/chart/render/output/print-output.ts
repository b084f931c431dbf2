import { BadPattern, goMatch } from "../inputs/go-match.ts";
import { InputError } from "../inputs/input-error.ts";
import { Text } from "../text.ts";
import { isTest, type Manifest, type SortedManifests } from "./manifests.ts";
import { splitManifests } from "./split-manifests.ts";
import { skipSpace, skipSpaceBack } from "./white-space.ts";

/** What decides how helm's `template` prints. */
export interface PrintOptions {
  readonly helm: "3" | "4";
  readonly noHooks: boolean;
  readonly skipTests: boolean;
  readonly showOnly: readonly string[];
  /** Where files go instead of to the output; undefined for none. */
  readonly outputDir: string | undefined;
  /** A folder below `outputDir` that templates' files go to. */
  readonly subfolder: string | undefined;
}

/** One document as it stands in the output. */
export interface PrintedDocument {
  readonly source: string;
  readonly text: Text;
}

export interface Printed {
  readonly text: Text;
  readonly documents: readonly PrintedDocument[];
  /** Files of `outputDir`: path → content. */
  readonly written: ReadonlyMap<string, string>;
}

/** @throws {InputError} where `showOnly` names what the chart does not have. */
export function printOutput(crds: readonly Manifest[], sorted: SortedManifests, options: PrintOptions): Printed {
  const hooks = options.noHooks ? [] : sorted.hooks.filter((hook) => !options.skipTests || !isTest(hook));
  const folder = new WrittenFolder();
  let text: Text;
  let last: Manifest | undefined;
  if (options.outputDir === undefined) {
    const body = Text.join([...crds, ...sorted.manifests].map(printed));
    const start = skipSpace(body.value, 0);
    const trimmed = body.slice(start, skipSpaceBack(body.value, body.value.length, start));
    text = Text.join([trimmed, new Text("\n"), ...hooks.map(printed)]);
    last = sorted.manifests.at(-1) ?? crds.at(-1);
  } else {
    const { outputDir, subfolder } = options;
    const inside = subfolder === undefined ? outputDir : `${outputDir}/${subfolder}`;
    for (const crd of crds) folder.write(outputDir, crd);
    for (const manifest of sorted.manifests) folder.write(inside, manifest);
    for (const hook of hooks) folder.write(inside, hook);
    text = new Text("\n");
  }
  if (options.showOnly.length > 0) text = only(text, options);
  const documents =
    options.showOnly.length > 0
      ? documentsIn(text, options.helm)
      : [...crds, ...sorted.manifests, ...hooks].map((one) => (one === last ? withoutEnd(one) : one));
  return { text: Text.join([new Text(folder.log), text]), documents, written: folder.files };
}

/** The last manifest ahead of the hooks is printed without the white space at its end. */
function withoutEnd({ source, text }: Manifest): PrintedDocument {
  return { source, text: text.trimmed(0, skipSpaceBack(text.value, text.value.length)) };
}

function printed({ source, text }: Manifest): Text {
  return Text.join([new Text(`---\n# Source: ${source}\n`), text, new Text("\n")]);
}

/** The documents whose template matches, in the order in which templates were asked for (cmd/template.go). */
function only(all: Text, { showOnly, helm }: PrintOptions): Text {
  const manifests = splitManifests(all, helm);
  const shown: Text[] = [];
  for (const pattern of showOnly) {
    let isMissing = true;
    for (const manifest of manifests) {
      const name = /# Source: [^/\n]{1,1000}\/([^\n]+)/.exec(manifest.value)?.[1];
      if (name === undefined || !matches(pattern, name)) continue;
      shown.push(new Text("---\n"), manifest, new Text("\n"));
      isMissing = false;
    }
    if (isMissing) throw new InputError(`could not find template ${pattern} in chart`);
  }
  return Text.join(shown);
}

function matches(pattern: string, name: string): boolean {
  try {
    return goMatch(pattern, name);
  } catch (error) {
    if (error instanceof BadPattern) return false;
    throw error;
  }
}

function documentsIn(text: Text, helm: "3" | "4"): PrintedDocument[] {
  const documents: PrintedDocument[] = [];
  for (const manifest of splitManifests(text, helm)) {
    const match = /^# Source: ([^\n]+)\n/.exec(manifest.value);
    if (match?.[1] !== undefined) documents.push({ source: match[1], text: manifest.slice(match[0].length) });
  }
  return documents;
}

/** What `--output-dir` writes: a file for each template, its documents one behind the other. */
class WrittenFolder {
  readonly files = new Map<string, string>();
  /** What helm prints on the way. */
  log = "";

  write(folder: string, manifest: Manifest): void {
    const path = `${folder}/${manifest.source}`;
    const held = this.files.get(path) ?? "";
    this.files.set(path, held + printed(manifest).value);
    this.log += `wrote ${path}\n`;
  }
}
