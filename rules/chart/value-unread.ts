import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";
import { placeOf, unreadOf } from "./_unread.ts";

export const valueUnread = defineRule({
  id: "value-unread",
  category: "chart",
  subject: "Release",
  needs: "chart",
  summary: "a value that was given with -f or --set is read by no template of the chart",
  rationale: `Helm takes any key and says nothing of those that no template reads: with \`persistance.size: 100Gi\` the claims get the
chart's default size, and a claim template cannot be changed once the set is there. A key that a newer version of the chart
has renamed is lost in the same way, and so is one that belongs below a subchart's name.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `All branches of all templates are followed, those of subcharts that are switched off among them, and so are the texts that
\`tpl\` may render. What is handed on whole counts as read with all that is in it: by \`toYaml\`, by a loop that prints what it finds, by a
function that may look anywhere. Left alone: \`global\`, subcharts whose files are not there, empty values and \`null\`, what carries
a YAML anchor, and every value of a chart whose templates work out the names of values or cannot be followed to the end. A values
file that several charts share on purpose has keys for each of them: ignore the rule for those charts.`,
  references: ["https://helm.sh/docs/chart_best_practices/values/", "https://helm.sh/docs/topics/charts/#schema-files"],
  messages: {
    unread: {
      text: "{source} gives `{value}`, which no template of the chart reads: it changes nothing in the release",
      help: "remove it, or write the name that the chart reads: `helm show values CHART` prints those that it has",
    },
    misspelt: {
      text: "{source} gives `{value}`, which no template of the chart reads: it changes nothing in the release; did you mean `{meant}`?",
      help: "write `{meant}` if that is meant, else remove it: `helm show values CHART` prints what the chart has",
    },
  },
  *check(release, context) {
    const unread = unreadOf(release, context, true);
    if (unread === undefined) return;
    for (const value of unread.values) {
      const { path, flag, location, meant } = value;
      yield {
        message: meant === undefined ? "unread" : "misspelt",
        data: {
          // The flag's text may hold a password.
          source: location?.file ?? flag?.split(" ")[0] ?? "the values",
          value: formatPath(path),
          ...(meant === undefined ? {} : { meant: formatPath(meant) }),
        },
        at: placeOf(value, unread.manifest),
      };
    }
  },
});
