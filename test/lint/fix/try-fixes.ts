import type { Edit, Finding, Report } from "../../../src/lint/contract/finding.ts";
import { applyFixes, isOfItsText } from "../../../src/lint/fix.ts";
import type { Document, Manifest } from "../../../src/read/document.ts";
import { readManifests } from "../../../src/read/index.ts";
import type { Location } from "../../../src/read/location.ts";
import type { Path } from "../../../src/read/path.ts";
import { fixDiff } from "../../../src/report/fix-diff.ts";
import { withoutCommands } from "../../../src/report/inert.ts";
import { printable } from "../../../src/report/printable.ts";
import { applyDiff } from "./apply-diff.ts";
import { type TreeChange, treeChanges } from "./tree-changes.ts";

/** What became of the fixes of one text. */
export interface FixTrial {
  /** The rules whose fixes were made, one entry a fix. */
  readonly made: readonly string[];
  /** What a fix did that none may, each as one sentence; empty where all keep their promise. */
  readonly broken: readonly string[];
}

/**
 * Makes each fix of a text alone, then the safe ones together, then all. A fix keeps its promise where the text still
 * reads, its finding is gone, and between both texts nothing differs but what its edits cover and its finding speaks of:
 * no value of another type, no comment less, no other document touched.
 */
export function tryFixes(text: string, run: (text: string) => Report): FixTrial {
  const before = run(text);
  // Fixes of a chart behind the text are proved where they are made: test/lint/new-values.
  const findings = before.findings.filter((finding) => finding.fix !== undefined && isOfItsText(finding));
  if (findings.length === 0) return { made: [], broken: [] };
  const broken: string[] = [];
  const attempt = (name: string, chosen: readonly Finding[], unsafe: boolean) => {
    const { text: after, applied } = applyFixes(text, chosen, { unsafe });
    const report = run(after);
    const all = [
      ...reportFaults(before, report, applied),
      ...textFaults(text, after, editsOf(applied)),
      ...treeFaults(text, after, applied),
      ...diffFaults(text, after, { ...before, findings: applied }),
    ];
    for (const why of all) broken.push(`${name}: ${why}`);
    return applied;
  };
  const alone = findings.flatMap((finding) => attempt(finding.rule, [finding], finding.fix?.safe === false));
  if (alone.length !== findings.length) broken.push("a fix alone was not made");
  const [first, ...others] = findings;
  if (others.length === 0 && first?.fix?.safe === true) return { made: alone.map(({ rule }) => rule), broken };
  const safe = attempt("all safe fixes", findings, false);
  if (safe.some(({ fix }) => fix?.safe !== true)) broken.push("an unsafe fix was made without being asked for");
  if (safe.length < findings.length) attempt("all fixes", findings, true);
  return { made: alone.map(({ rule }) => rule), broken };
}

function editsOf(applied: readonly Finding[]): readonly Edit[] {
  return applied.flatMap(({ fix }) => fix?.edits ?? []);
}

/** The text still reads, what was mended is gone, and does not stand again elsewhere. */
function reportFaults(before: Report, after: Report, applied: readonly Finding[]): readonly string[] {
  const found: string[] = [];
  const problems = (report: Report) => report.problems.map(({ kind, message }) => `${kind}: ${message}`).join("\n");
  if (problems(after) !== problems(before)) found.push(`it reads otherwise: ${problems(after)}`);
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  for (const { rule, fingerprint } of applied) if (left.has(fingerprint)) found.push(`${rule} still stands`);
  const count = (all: readonly Finding[], rule: string) => all.filter((finding) => finding.rule === rule).length;
  for (const rule of new Set(applied.map((finding) => finding.rule)))
    if (count(after.findings, rule) > count(before.findings, rule) - count(applied, rule))
      found.push(`it makes ${rule} anew`);
  return found;
}

/** Whatever stands outside the edits stays, byte by byte; only lines of which an edit leaves nothing may go. */
function textFaults(text: string, after: string, edits: readonly Edit[]): readonly string[] {
  const lines: (string | undefined)[] = text.split("\n");
  const last = (one: Edit, other: Edit) =>
    other.location.line - one.location.line || other.location.column - one.location.column;
  for (const { location, text: written } of [...uniqueOf(edits)].sort(last)) {
    const { line, column, endLine, endColumn } = location;
    const head = lines[line - 1]?.slice(0, column - 1) ?? "";
    const tail = lines[endLine - 1]?.slice(endColumn - 1) ?? "";
    lines.splice(line - 1, endLine - line + 1, `${head}${written}${tail}`, ...Array(endLine - line).fill(undefined));
  }
  const touched = new Set(edits.map(({ location }) => location.line));
  const left = after.split("\n");
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (line === undefined) continue;
    if (left[at] === line) at++;
    else if (!touched.has(index + 1) || line.trim() !== "") return [`line ${index + 1} is not what it was`];
  }
  return at === left.length ? [] : ["there is more text than before"];
}

function uniqueOf(edits: readonly Edit[]): Iterable<Edit> {
  return new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values();
}

/** What Kubernetes reads differs where the edits are and of what the findings speak, and nowhere else. */
function treeFaults(text: string, after: string, applied: readonly Finding[]): readonly string[] {
  const edits = editsOf(applied);
  const old = readManifests([{ name: applied[0]?.location.file ?? "", text }]).documents;
  const fresh = readManifests([{ name: "after", text: after }]).documents;
  if (old.length !== fresh.length) return [`${old.length} documents became ${fresh.length}`];
  const found: string[] = [];
  const covered = new Set<Edit>();
  for (const [index, document] of old.entries()) {
    for (const change of treeChanges(document.value, fresh[index]?.value)) {
      const by = edits.filter((edit) => covers(edit, document, change));
      for (const edit of by) covered.add(edit);
      const at = `${change.path.join(".")} ${change.what}`;
      if (change.what === "broken") found.push(`${at}: ${change.why}`);
      else if (by.length === 0) found.push(`${at}, outside of every edit`);
      else if (!applied.some((finding) => speaksOf(finding, document, change.path)))
        found.push(`${at}, of which no finding speaks`);
    }
  }
  if (edits.some((edit) => !covered.has(edit))) found.push("an edit changes nothing");
  return found;
}

/** Whether an edit is of the very key or value that changed. */
function covers({ location }: Edit, document: Document, { what, path }: TreeChange): boolean {
  const value = isWithin(document.locate(path, "value"), location);
  if (what === "rewritten") return value;
  return isWithin(document.locate(path, "key"), location) && (what !== "removed" || value);
}

function isWithin(inner: Location, outer: Location): boolean {
  const starts = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  const ends = inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return starts && ends && inner.approximate !== true;
}

/** Whether the finding points at a path of a document, at something in it or at what it stands in. */
function speaksOf(finding: Finding, document: Document, path: Path): boolean {
  return [finding, ...finding.related].some((place) =>
    document.manifests.some((manifest) => {
      if (!isOf(place.resource, manifest)) return false;
      const base = [...manifest.base, ...place.path];
      return path.every((step, index) => index >= base.length || base[index] === step);
    }),
  );
}

function isOf({ kind, name, namespace }: Finding["resource"], manifest: Manifest): boolean {
  return manifest.kind === kind && manifest.name === name && manifest.namespace === namespace;
}

/** What `--fix-dry-run` shows is what `--fix` writes, but for what a terminal or a pipeline could obey. */
function diffFaults(text: string, after: string, report: Report): readonly string[] {
  if (withoutCommands(text) !== text || text.split(/\r\n|\n/).some((line) => printable(line) !== line)) return [];
  const shown = applyDiff(
    text,
    fixDiff(report, () => text, { unsafe: true }),
  );
  return shown === after.replaceAll("\r\n", "\n") ? [] : ["the diff shows something else"];
}
