import { rules } from "../../rules/index.generated.ts";
import type { AnyRule } from "../../src/lint/contract/rule.ts";

/*
 * How rules stand in the program. V8 reads every text of a file that it loads, and what a rule says about itself is
 * longer than what it does: so a rule of the program keeps its settings and its check, its messages are made when it has
 * a finding, and the texts that explain it wait in a room. A rule that waits for --against, --live, a chart or another
 * preset leaves its settings alone.
 * Whoever reads a rule sees all of it: what is not there is read from a prototype.
 */

/** What the settings of a run ask of every rule. */
const settled: ReadonlySet<string> = new Set<keyof AnyRule>([
  "id",
  "category",
  "subject",
  "severity",
  "confidence",
  "preset",
  "since",
  "needs",
  "givesWay",
  "isPairwise",
  "foretells",
  "replaces",
  "options",
]);

/** What explains a rule to whoever asks, and no finding. */
const texts = ["summary", "rationale", "falseAlarms", "fix", "references"] as const satisfies (keyof AnyRule)[];

/** The room with what explains the rules of the program. */
export const ruleTexts = "rule-texts";

/** What a rule's module exports it as. */
export function exportedAs({ id }: AnyRule): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function moduleOf({ category, id }: AnyRule): string {
  return `rules/${category}/${id}.ts`;
}

/** The module of the rules' prototypes, which is imported by this name. */
export const prototypesModule = "program:rule-prototypes";

/** `told` is of a rule in the program, `waiting(room)` of one that waits there. */
export const prototypes = `
  const nameOf = ({ id }) => id.replace(/-(\\w)/g, (_, letter) => letter.toUpperCase());
  const answering = (own, names, answer) => {
    for (const name of names) Object.defineProperty(own, name, { get() { return answer(this)[name]; } });
    return own;
  };
  export const told = answering({
    get messages() {
      const value = this.words();
      Object.defineProperty(this, "messages", { value });
      return value;
    },
  }, ${JSON.stringify(texts)}, ({ id }) => room(${JSON.stringify(ruleTexts)}).texts[id]);
  export const waiting = (name) => {
    const whole = (rule) => room(name)[nameOf(rule)];
    const check = { check(subject, context) { return whole(this).check(subject, context); } };
    return answering(check, ${JSON.stringify([...texts, "messages", "decide"])}, whole);
  };`;

function literal(prototype: string, rule: AnyRule): string {
  const fields = Object.entries(rule).filter(([key]) => settled.has(key));
  return [`__proto__: ${prototype}`, ...fields.map(([key, value]) => `${key}: ${JSON.stringify(value)}`)].join(", ");
}

/** The text of a room's rules' module as the program has it, for rules that wait there. */
export function waitingRule(rule: AnyRule, room: string): string {
  return `import { ${waitingIn(room)} } from ${JSON.stringify(prototypesModule)};
    export const ${exportedAs(rule)} = { ${literal(waitingIn(room), rule)} };`;
}

const waitingIn = (room: string): string => `waitingIn_${room.replaceAll("-", "_")}`;

/** One prototype for each room with rules. */
export function prototypesOf(rooms: readonly string[]): string {
  return [
    prototypes,
    ...rooms.map((room) => `export const ${waitingIn(room)} = waiting(${JSON.stringify(room)});`),
  ].join("\n");
}

/** The text of a module of the program's rules, without what its rule says. */
export function withoutTexts(rule: AnyRule, source: string): string {
  const parts = /^(.*?^export const \w+ = )defineRule\((\{\n).*?^(?= {2}\*check\()(.*)$/ms.exec(source);
  if (parts === null) throw new Error(`${moduleOf(rule)}: it defines its rule first by its texts, then by *check`);
  const [, before = "", open = "", check = ""] = parts;
  const fields = `${literal("$told", rule)}, words: () => (${JSON.stringify(rule.messages)}),`;
  // No name of ours begins so.
  return `import { told as $told } from ${JSON.stringify(prototypesModule)};\n${before}(${open}${fields}\n${check}`;
}

/** The text of the room with what explains the program's rules. */
export function textsOf(isOfProgram: (rule: AnyRule) => boolean): string {
  const table = rules
    .filter(isOfProgram)
    .map((rule) => [rule.id, Object.fromEntries(texts.map((name) => [name, rule[name]]))] as const);
  return `export const texts = ${JSON.stringify(Object.fromEntries(table))};`;
}
