import type { StatefulSetView } from "../../model/statefulset.ts";
import type { RuleContext } from "../contract/context.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import type { Found } from "./found.ts";
import { type CoverOfLine, Listing } from "./listing.ts";
import { Context, type Questions, type Scene } from "./rule-context.ts";
import { checkViolation } from "./violation-fault.ts";

/** Rules asked about one scene, one after another, and what they found. */
export class Inquiry {
  readonly scene: Scene;
  /** The sets that rules are asked of, which may be some of the scene's. */
  readonly sets: readonly StatefulSetView[];
  readonly found: Found[] = [];
  readonly #questions: Questions;
  /** By options: most rules have none, and every subject would else get an equal context of its own. */
  readonly #contexts = new Map<RuleContext["options"], RuleContext>();
  readonly #listing: Listing;
  /** How much the rules before the present one found. */
  #before = 0;
  /** How much the present one yielded. */
  #yielded = 0;

  constructor(questions: Questions, scene: Scene, sets: readonly StatefulSetView[], coverOf: CoverOfLine) {
    this.#questions = questions;
    this.scene = scene;
    this.sets = sets;
    this.#listing = new Listing(coverOf);
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
    this.#before = this.found.length;
    this.#yielded = 0;
  }

  keep(rule: AnyRule, violations: Iterable<Violation>): void {
    for (const violation of violations) {
      checkViolation(violation, this.#yielded++);
      const listed = this.#listing.take({ rule, violation });
      if (listed !== undefined) this.found.push(listed);
    }
  }

  /** Of a rule that failed, nothing is told. */
  forget(): void {
    this.found.length = this.#before;
  }
}
