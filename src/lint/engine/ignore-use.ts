import type { RuleContext } from "../contract/context.ts";
import type { Ignore } from "../contract/ignore.ts";
import type { Override } from "../contract/options.ts";
import { compare } from "./order.ts";

export type SuppressionFaults = ReturnType<RuleContext["suppressionFaults"]>;
export type SuppressionFault = SuppressionFaults extends Iterable<infer Fault> ? Fault : never;

/** What is known of one entry of the configuration's `ignore`. */
export interface IgnoreEntry {
  /** Its number among all entries of the configuration. */
  readonly index: number;
  readonly isUsed: boolean;
  /** Which findings it suppresses if they are said. */
  readonly usedIf: readonly number[];
  /** What is wrong with it at the first resource, by name and place, that it fits. */
  readonly fault?: SuppressionFault;
}

/** What a run knows of the entries of the configuration's `ignore`, over all releases. */
export class IgnoreUse {
  readonly #indices = new Map<Ignore, number>();
  readonly #used = new Set<Ignore>();
  readonly #usedIf = new Map<Ignore, number[]>();
  readonly #faults = new Map<Ignore, SuppressionFault>();

  constructor(overrides: readonly Override[]) {
    for (const ignore of overrides.flatMap((override) => override.ignore ?? []))
      this.#indices.set(ignore, this.#indices.size);
  }

  use(ignore: Ignore): void {
    this.#used.add(ignore);
  }

  useIf(ignore: Ignore, open: number): void {
    const others = this.#usedIf.get(ignore);
    if (others === undefined) this.#usedIf.set(ignore, [open]);
    else others.push(open);
  }

  /** Of several resources that an entry fits the first by name is told, in whatever order they come. */
  note(ignore: Ignore, fault: SuppressionFault): void {
    const known = this.#faults.get(ignore);
    if (known === undefined || byOwner(ownerOf(fault), ownerOf(known)) < 0) this.#faults.set(ignore, fault);
  }

  /** All that is known, in the order of the configuration; complete when every release was seen. */
  entries(): readonly IgnoreEntry[] {
    return [...this.#indices]
      .map(([ignore, index]) => {
        const isUsed = this.#used.has(ignore);
        const noted = this.#faults.get(ignore);
        const fault = isUsed && noted?.fault === "unused" ? undefined : noted;
        return {
          index,
          isUsed,
          usedIf: this.#usedIf.get(ignore) ?? [],
          ...(fault === undefined ? {} : { fault }),
        };
      })
      .filter(({ isUsed, usedIf, fault }) => isUsed || usedIf.length > 0 || fault !== undefined);
  }
}

/** The resource that an entry was tried on: its name, and where it stands. */
export interface IgnoreOwner {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export function ownerOf({ directive: { manifest } }: SuppressionFault): IgnoreOwner {
  return {
    name: [manifest.kind, manifest.namespace ?? "", manifest.name].join("/"),
    file: manifest.document.file,
    line: manifest.document.line,
  };
}

export function byOwner(one: IgnoreOwner, other: IgnoreOwner): number {
  return compare(one.name, other.name) || compare(one.file, other.file) || one.line - other.line;
}
