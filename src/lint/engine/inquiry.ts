import type { StatefulSetView } from "../../model/statefulset.ts";
import type { RuleContext } from "../contract/context.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import { Context, type Questions, type Scene } from "./rule-context.ts";
import { checkViolation } from "./violation-fault.ts";

/** A violation and the rule that yielded it. */
export interface Found {
  readonly rule: AnyRule;
  readonly violation: Violation;
}

/** Rules asked about one scene, one after another, and what they found. */
export class Inquiry {
  readonly scene: Scene;
  /** The sets that rules are asked of, which may be some of the scene's. */
  readonly sets: readonly StatefulSetView[];
  readonly found: Found[] = [];
  readonly #questions: Questions;
  /** By options: most rules have none, and every subject would else get an equal context of its own. */
  readonly #contexts = new Map<RuleContext["options"], RuleContext>();
  /** How much the rules before the present one found. */
  #before = 0;

  constructor(questions: Questions, scene: Scene, sets: readonly StatefulSetView[]) {
    this.#questions = questions;
    this.scene = scene;
    this.sets = sets;
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
  }

  keep(rule: AnyRule, violations: Iterable<Violation>): void {
    for (const violation of violations) {
      checkViolation(violation, this.found.length - this.#before);
      this.found.push({ rule, violation });
    }
  }

  /** Of a rule that failed, nothing is told. */
  forget(): void {
    this.found.length = this.#before;
  }
}
