import type { Fields } from "../model/fields.ts";
import { canonicalText } from "../model/same-value.ts";

/** A ControllerRevision: a pod template of one set, as it is stored. */
export interface Revision {
  readonly id: number;
  readonly template: Fields;
}

/**
 * The revisions seen so far. A ControllerRevision's name is made from the set's name and a hash of the template, so
 * whoever goes back to an earlier template gets the earlier revision again, even after the set was deleted
 * (history.FindEqualRevisions, newRevision in stateful_set_utils.go).
 */
export class Revisions {
  readonly #byContent = new Map<string, Revision>();
  readonly #byId = new Map<number, Revision>();
  readonly #names = new Map<number, string>();

  /** The revision of this template, a new one where there was none. */
  of(set: string, template: Fields): Revision {
    const content = `${set}\n${canonicalText(template)}`;
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const revision = { id: this.#byContent.size + 1, template };
    this.#byContent.set(content, revision);
    this.#byId.set(revision.id, revision);
    return revision;
  }

  withId(id: number | undefined): Revision | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** `r1`, `r2` … in the order in which pods of them appear; one that no pod ever had takes no number. */
  nameOf(id: number): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = `r${this.#names.size + 1}`;
    this.#names.set(id, name);
    return name;
  }
}
