import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";
import { placeOf, unreadOf } from "./_unread.ts";

export const defaultUnread = defineRule({
  id: "default-unread",
  category: "chart",
  subject: "Release",
  needs: "chart",
  summary: "values.yaml offers a value that no template of the chart reads",
  rationale: `What stands in values.yaml is what users believe they can set. A key that no template reads, because the template was never
written, was removed, or has the name otherwise, promises a setting that changes nothing: whoever sets a size, a policy or a budget
there runs with something else and is not told.`,
  severity: "info",
  confidence: "likely",
  preset: "strict",
  since: "0.1.0",
  falseAlarms: `As for \`value-unread\`: all branches are followed, what is handed on whole is read, and where the templates cannot be followed to
the end nothing is said. Values may be there for users' own texts that \`tpl\` renders, or for people only.`,
  references: ["https://helm.sh/docs/chart_best_practices/values/"],
  messages: {
    unread: {
      text: "no template of the chart reads `{value}`: whoever sets it changes nothing",
      help: "read it in a template, or take it out of values.yaml",
    },
    misspelt: {
      text: "no template of the chart reads `{value}`: whoever sets it changes nothing; `{meant}` is read",
      help: "write `{meant}` in values.yaml if that is meant, read `{value}` in a template, or take it out of values.yaml",
    },
  },
  *check(release, context) {
    const unread = unreadOf(release, context, false);
    if (unread === undefined) return;
    for (const value of unread.values) {
      const { path, meant } = value;
      yield {
        message: meant === undefined ? "unread" : "misspelt",
        data: { value: formatPath(path), ...(meant === undefined ? {} : { meant: formatPath(meant) }) },
        at: placeOf(value, unread.manifest),
      };
    }
  },
});
