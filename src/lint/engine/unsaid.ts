import type { Release } from "../../model/release.ts";
import type { Finding, Unchecked } from "../contract/finding.ts";
import type { Baseline } from "../contract/options.ts";
import { withoutKnown } from "./baseline.ts";
import { byPlace, countEqual } from "./order.ts";

/** Findings of one release that hold only where all of it was given. */
interface Part {
  readonly isOfFolder: boolean;
  readonly findings: Finding[];
}

/** What was not said of releases of which only a part was given: whoever gave it is told, where it made a difference. */
export class UnsaidOfParts {
  readonly #parts: Part[] = [];
  readonly #partOf = new WeakMap<Release, Part>();

  note(release: Release, finding: Finding): void {
    let part = this.#partOf.get(release);
    if (part === undefined) {
      part = { isOfFolder: release.documents.some(({ isOfPart }) => isOfPart === true), findings: [] };
      this.#partOf.set(release, part);
      this.#parts.push(part);
    }
    part.findings.push(finding);
  }

  /** One entry a release, at the first place; none where a baseline knows all of it. */
  unchecked(baseline: Baseline | undefined): readonly Unchecked[] {
    return this.#parts.flatMap(({ isOfFolder, findings }) => {
      const { fresh } = withoutKnown(countEqual(findings.sort(byPlace)), baseline);
      const [first] = fresh;
      if (first === undefined) return [];
      const rules = [...new Set(fresh.map(({ rule }) => rule))].sort().join(", ");
      const why = isOfFolder
        ? `only some files of a folder were given, so what may stand in the others was not judged (${rules}): give the whole folder, or add \`--whole-release\``
        : `this looks like one template of a chart alone, so what may stand in others was not judged (${rules}): pass all that \`helm template\` prints`;
      return [{ resource: first.resource, location: first.location, why }];
    });
  }
}
