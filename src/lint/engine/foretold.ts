import { optional } from "../../model/pod.ts";
import type { ForetoldOf } from "../../plan/foretold.ts";
import type { Input } from "../../read/document.ts";
import type { LintOptions } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { lintWith } from "./lint.ts";

/**
 * The errors that a plan of the same inputs has to be read with, as `foretold` of its options: of the rules that foretell
 * something, as they are set and suppressed. Throws `OptionError` for options that cannot be used.
 */
export function foretoldBy(rules: readonly AnyRule[], inputs: Iterable<Input>, options: LintOptions): ForetoldOf[] {
  const kinds = new Map(
    rules.flatMap(({ id, foretells }) => (foretells === undefined ? [] : [[id, foretells] as const])),
  );
  const others = rules.filter(({ id }) => !kinds.has(id)).map(({ id }) => [id, "off"] as const);
  const { findings } = lintWith(rules, inputs, {
    ...options,
    rules: { ...options.rules, ...Object.fromEntries(others) },
  });
  return findings.flatMap(({ rule, severity, message, help, resource, location, versions, admission }) => {
    const kind = severity === "error" ? kinds.get(rule) : undefined;
    // What a refused update of a set would lead to is told by the ways through.
    if (kind === undefined || (kind !== "refused" && admission !== undefined)) return [];
    const { file, line, column } = location;
    return [
      {
        kind,
        rule,
        text: message,
        help,
        file,
        line,
        column,
        resource: { kind: resource.kind, name: resource.name, ...optional("namespace", resource.namespace) },
        ...optional("versions", versions),
      },
    ];
  });
}
