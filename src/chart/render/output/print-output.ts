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
  /** What helm prints. */
  readonly output: string;
  /** The same with the origins of its characters; put together where it is asked for. */
  readonly text: () => Text;
  readonly documents: readonly PrintedDocument[];
  /** Files of `outputDir`: path → content. */
  readonly written: ReadonlyMap<string, string>;
}

/** @throws {InputError} where `showOnly` names what the chart does not have. */
export function printOutput(crds: readonly Manifest[], sorted: SortedManifests, options: PrintOptions): Printed {
  const hooks = options.noHooks ? [] : sorted.hooks.filter((hook) => !options.skipTests || !isTest(hook));
  const folder = new WrittenFolder();
  const { outputDir } = options;
  const body = outputDir === undefined ? [...crds, ...sorted.manifests] : [];
  let last: Manifest | undefined;
  if (outputDir === undefined) last = body.at(-1);
  else {
    const { subfolder } = options;
    const inside = subfolder === undefined ? outputDir : `${outputDir}/${subfolder}`;
    for (const crd of crds) folder.write(outputDir, crd);
    for (const manifest of sorted.manifests) folder.write(inside, manifest);
    for (const hook of hooks) folder.write(inside, hook);
  }
  const after = outputDir === undefined ? hooks : [];
  if (options.showOnly.length > 0) {
    const shown = only(whole(body, after), options);
    const text = Text.join([new Text(folder.log), shown]);
    return { output: text.value, text: () => text, documents: documentsIn(shown, options.helm), written: folder.files };
  }
  let text: Text | undefined;
  return {
    output: folder.log + plainWhole(body, after),
    text() {
      text ??= Text.join([new Text(folder.log), whole(body, after)]);
      return text;
    },
    documents: [...crds, ...sorted.manifests, ...hooks].map((one) => (one === last ? withoutEnd(one) : one)),
    written: folder.files,
  };
}

/** What stands ahead of the hooks without white space around it, and the hooks. */
function whole(body: readonly Manifest[], hooks: readonly Manifest[]): Text {
  const text = Text.join(body.map(printed));
  const start = skipSpace(text.value, 0);
  const trimmed = text.slice(start, skipSpaceBack(text.value, text.value.length, start));
  return Text.join([trimmed, new Text("\n"), ...hooks.map(printed)]);
}

/** The same without origins, which cost more than all the characters. */
function plainWhole(body: readonly Manifest[], hooks: readonly Manifest[]): string {
  const text = body.map(plainlyPrinted).join("");
  const start = skipSpace(text, 0);
  return `${text.slice(start, skipSpaceBack(text, text.length, start))}\n${hooks.map(plainlyPrinted).join("")}`;
}

/** The last manifest ahead of the hooks is printed without the white space at its end. */
function withoutEnd({ source, text }: Manifest): PrintedDocument {
  return { source, text: text.trimmed(0, skipSpaceBack(text.value, text.value.length)) };
}

function plainlyPrinted({ source, text }: Manifest): string {
  return `---\n# Source: ${source}\n${text.value}\n`;
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
    this.files.set(path, held + plainlyPrinted(manifest));
    this.log += `wrote ${path}\n`;
  }
}
