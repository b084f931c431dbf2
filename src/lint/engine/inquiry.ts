import type { StatefulSetView } from "../../model/statefulset.ts";
import type { RuleContext } from "../contract/context.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import type { Found } from "./found.ts";
import { type CoverOfLine, Listing } from "./listing.ts";
import { Context, type Questions, type Scene } from "./rule-context.ts";
import { checkViolation } from "./violation-fault.ts";

function waits({ violation }: Found): boolean {
  return violation.admission !== undefined;
}

/** More than rules find in a chart. */
const manyFound = 4_000;

/** Who takes what is found. */
export interface Takers {
  /** Tells what suppresses findings of one line. */
  readonly coverOf: CoverOfLine;
  /** Is told what was found, of very much before all of it was. */
  readonly tell: (found: readonly Found[]) => void;
}

/** Rules asked about one scene, one after another, and what they found. */
export class Inquiry {
  readonly scene: Scene;
  /** The sets that rules are asked of, which may be some of the scene's. */
  readonly sets: readonly StatefulSetView[];
  #found: Found[] = [];
  readonly #questions: Questions;
  /** By options: most rules have none, and every subject would else get an equal context of its own. */
  readonly #contexts = new Map<RuleContext["options"], RuleContext>();
  readonly #listing: Listing;
  readonly #tell: Takers["tell"];
  /** How much the rules before the present one found. */
  #before = 0;
  /** With so much found most of it is told. */
  #tellAt = manyFound;
  /** How much the present one yielded. */
  #yielded = 0;

  /** `tell` takes what is found of very much, before all of it was found. */
  constructor(questions: Questions, scene: Scene, sets: readonly StatefulSetView[], { coverOf, tell }: Takers) {
    this.#questions = questions;
    this.#tell = tell;
    this.scene = scene;
    this.sets = sets;
    this.#listing = new Listing(coverOf);
  }

  /** What was found and not told yet. */
  get found(): readonly Found[] {
    return this.#found;
  }

  context(options: RuleContext["options"]): RuleContext {
    let context = this.#contexts.get(options);
    if (context === undefined) {
      context = new Context(this.#questions, options, this.scene);
      this.#contexts.set(options, context);
    }
    return context;
  }

  /** What is kept from now on is the next rule's. */
  next(): void {
    this.#before = this.#found.length;
    this.#yielded = 0;
  }

  keep(rule: AnyRule, violations: Iterable<Violation>): void {
    for (const violation of violations) {
      checkViolation(violation, this.#yielded++);
      const listed = this.#listing.take({ rule, violation });
      if (listed === undefined) continue;
      this.#found.push(listed);
      // What is found of sets is told together with what other rules find of them, some sets at a time.
      if (this.#found.length >= this.#tellAt && rule.subject !== "StatefulSet" && rule.subject !== "Workload")
        this.#tellMuch();
    }
  }

  /** Lets go most of what was found: who tells it holds far less. What explains a refusal waits until its rule has ended. */
  #tellMuch(): void {
    const found = this.#found;
    this.#found = found.filter(waits);
    this.#before = found.slice(0, this.#before).filter(waits).length;
    this.#tellAt = this.#found.length + manyFound;
    this.#tell(found.filter((one) => !waits(one)));
  }

  /** Of a rule that failed, nothing is told. */
  forget(): void {
    this.#found.length = this.#before;
  }
}
