import { defineRule } from "../../src/lint/contract/rule.ts";

export const suppressionWithoutEffect = defineRule({
  id: "suppression-without-effect",
  category: "manifest",
  subject: "Release",
  needs: "suppressions",
  summary: "a suppression is not understood, names no reason, no known rule, has expired or suppresses nothing",
  rationale: `A suppression is a promise that somebody looked. One that suppresses nothing hides the next real finding of its
rule; one without a reason tells the next reader nothing; one that has expired was meant to be looked at again.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "A suppression of a rule that did not run (it is off, or needs a chart or an older release) is not called unused. Ignores in the configuration are judged only for resources that they match.",
  references: [],
  messages: {
    "not-understood": {
      text: "this {kind} is for sts-lint and has no effect: {odd}",
      help: 'write `# sts-lint-disable-next-line ID -- reason`, `# sts-lint-disable-line ID -- reason` or `sts-lint/ignore: "ID: reason"`',
    },
    "unknown-rule": {
      text: "this {kind} suppresses `{rule}`, and there is no such rule{meant}: it has no effect",
      help: "write the id of a rule that `sts-lint rules` lists",
    },
    "without-reason": {
      text: "this {kind} suppresses {rule} without a reason: it has no effect",
      help: 'say why: `# sts-lint-disable-next-line {rule} -- reason`, `sts-lint/ignore: "{rule}: reason"`, or `reason:` in the configuration',
    },
    expired: {
      text: "this {kind} suppressed {rule} until {expires}: it has no effect any more",
      help: "look at the finding again; fix it, or give a later day and the reason",
    },
    unused: {
      text: "this {kind} suppresses {rule}, which has nothing to say here: it would only hide the next finding",
      help: "remove it, or move it to the line the finding is on",
    },
  },
  *check(_release, context) {
    for (const { directive, fault, meant } of context.suppressionFaults()) {
      const { kind, rule, manifest, location, expires, odd } = directive;
      yield {
        message: fault,
        data: {
          kind: kind === "config" ? "ignore of the configuration" : kind,
          rule,
          expires: expires ?? "",
          odd: odd ?? "",
          meant: meant === undefined ? "" : ` (did you mean \`${meant}\`?)`,
        },
        at: { manifest, path: ["metadata", "name"], ...(location === undefined ? {} : { location }) },
      };
    }
  },
});
