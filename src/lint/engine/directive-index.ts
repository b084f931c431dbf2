import type { Manifest } from "../../read/document.ts";
import { countHolding } from "../../read/sorted.ts";
import type { Directive } from "../contract/directive.ts";
import type { Finding } from "../contract/finding.ts";
import { namedIn, type WrittenComment } from "./comment-directives.ts";
import type { WrittenDirective } from "./directives.ts";

/** Finds what covers a finding by its rule and place: a long input has as many directives as findings. */
export class DirectiveIndex {
  readonly #byManifest = new Map<Manifest, Map<string, Numbered<Directive>>>();
  readonly #byFile = new Map<string, OfFile>();
  readonly #known: ReadonlySet<string>;

  /** `known` are the rules that can have findings, `holds` says whether a suppression does as far as it goes. */
  constructor(
    written: readonly WrittenDirective[],
    known: ReadonlySet<string>,
    holds: (said: Pick<Directive, "reason" | "expires">) => boolean,
  ) {
    this.#known = known;
    written.forEach((one, order) => {
      if ("rule" in one) {
        if (holds(one)) this.#keepWhole(one, order);
      } else {
        const said = one.read();
        if (said === undefined || said.odd !== undefined || !holds(said)) return;
        const named = namedIn(said, known);
        if (named.size > 0) this.#keepOfLine(one, order, named);
      }
    });
    for (const { comments } of this.#byFile.values()) inOrder(comments);
  }

  /** Whether any covers findings of a rule by their line. */
  coversLines(rule: string, file: string): boolean {
    return this.#byFile.get(file)?.rules.has(rule) === true;
  }

  /** The first directive, in the order of the input, that covers a finding of a manifest. */
  covering(
    { rule, location: { file, line } }: Pick<Finding, "rule" | "location">,
    manifest: Manifest,
  ): Directive | undefined {
    const whole = this.#byManifest.get(manifest)?.get(rule);
    const ofLine = this.#ofLine(rule, file, line);
    if (whole === undefined || ofLine === undefined) return (whole ?? ofLine)?.one;
    return (whole.order < ofLine.order ? whole : ofLine).one;
  }

  #ofLine(rule: string, file: string, line: number): Numbered<Directive> | undefined {
    const ofFile = this.#byFile.get(file);
    if (ofFile?.rules.has(rule) !== true) return undefined;
    const { comments } = ofFile;
    let first: Numbered<Directive> | undefined;
    // One may speak of its own line, or of the next.
    for (let at = firstFrom(comments, line - 1); at < comments.length; at++) {
      const { one: comment, order } = comments[at] as Numbered<WrittenComment>;
      if (comment.line > line) break;
      if (first !== undefined && first.order < order) continue;
      const one = comment.covering(rule, line, this.#known);
      if (one !== undefined) first = { one, order };
    }
    return first;
  }

  /** Of several for one rule of a resource the first counts. */
  #keepWhole(one: Directive, order: number): void {
    const rules = this.#byManifest.get(one.manifest);
    if (rules === undefined) this.#byManifest.set(one.manifest, new Map([[one.rule, { one, order }]]));
    else if (!rules.has(one.rule)) rules.set(one.rule, { one, order });
  }

  #keepOfLine(one: WrittenComment, order: number, named: ReadonlySet<string>): void {
    const { file } = one.document;
    let ofFile = this.#byFile.get(file);
    if (ofFile === undefined) {
      ofFile = { rules: new Set(), comments: [] };
      this.#byFile.set(file, ofFile);
    }
    for (const rule of named) ofFile.rules.add(rule);
    ofFile.comments.push({ one, order });
  }
}

interface Numbered<One> {
  readonly one: One;
  readonly order: number;
}

/** The comments of a file that name rules which can have findings, by their lines, and those rules. */
interface OfFile {
  readonly rules: Set<string>;
  readonly comments: Numbered<WrittenComment>[];
}

/** Nearly always they are: only a file that is given twice has them otherwise. */
function inOrder(comments: Numbered<WrittenComment>[]): void {
  if (comments.every(({ one }, at) => at === 0 || (comments[at - 1]?.one.line ?? 0) <= one.line)) return;
  comments.sort((a, b) => a.one.line - b.one.line || a.order - b.order);
}

/** The index of the first comment that stands on a line or behind it. */
function firstFrom(comments: readonly Numbered<WrittenComment>[], line: number): number {
  return countHolding(comments, ({ one }) => one.line < line);
}
