import type { Manifest } from "../../read/document.ts";
import type { Directive } from "../contract/directive.ts";
import type { Finding } from "../contract/finding.ts";

/** Finds what covers a finding by its rule and place: a long input has as many directives as findings. */
export class DirectiveIndex {
  readonly #byManifest = new Map<Manifest, Map<string, Numbered>>();
  readonly #byLine = new Map<string, Map<number, Numbered>>();

  constructor(directives: readonly Directive[]) {
    directives.forEach((directive, order) => {
      const { rule, line, location, manifest } = directive;
      if (line === undefined) keep(this.#byManifest, manifest, rule, { directive, order });
      else if (location !== undefined) keep(this.#byLine, fileKey(rule, location.file), line, { directive, order });
    });
  }

  /** Whether any covers findings of a rule by their line. */
  coversLines(rule: string, file: string): boolean {
    return this.#byLine.has(fileKey(rule, file));
  }

  /** The first directive, in the order of the input, that covers a finding of a manifest. */
  covering(
    { rule, location: { file, line } }: Pick<Finding, "rule" | "location">,
    manifest: Manifest,
  ): Directive | undefined {
    const whole = this.#byManifest.get(manifest)?.get(rule);
    const ofLine = this.#byLine.get(fileKey(rule, file))?.get(line);
    if (whole === undefined || ofLine === undefined) return (whole ?? ofLine)?.directive;
    return (whole.order < ofLine.order ? whole : ofLine).directive;
  }
}

interface Numbered {
  readonly directive: Directive;
  readonly order: number;
}

function fileKey(rule: string, file: string): string {
  return `${rule}\n${file}`;
}

/** Of several in one place the first counts. */
function keep<Outer, Inner>(
  map: Map<Outer, Map<Inner, Numbered>>,
  outer: Outer,
  inner: Inner,
  numbered: Numbered,
): void {
  const same = map.get(outer);
  if (same === undefined) map.set(outer, new Map([[inner, numbered]]));
  else if (!same.has(inner)) same.set(inner, numbered);
}
