import type { LongNameFact } from "../../src/lint/contract/chart-traces.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";
import { longestLabel, longestSafeName } from "../_shared/set-name.ts";

export const nameMayGrowTooLong = defineRule({
  id: "name-may-grow-too-long",
  category: "chart",
  subject: "StatefulSet",
  needs: "chart",
  summary: "with a longer name of the release the StatefulSet's name leaves no room for the revision's hash",
  rationale: `Helm takes names of releases of up to 53 characters, and charts put their own name and a suffix beside them. The controller
labels each pod with the set's name, a dash and a hash of up to ten characters, and a label's value has at most 63: a set whose name has
more than 52 gets no pods. The usual \`trunc 63\` of charts fits Services; for a StatefulSet it leaves eleven characters too many.`,
  severity: "info",
  confidence: "certain",
  preset: "strict",
  since: "0.1.0",
  falseAlarms: `The chart is rendered with the longest name of a release that helm takes; sets that get their name otherwise are left alone.
Who gives all releases short names never meets it. A set whose name is too long already is told by \`name-too-long\`.`,
  references: ["kubernetes/kubernetes#64023"],
  messages: {
    grows: {
      text: "with the longest name of a release that helm takes, 53 characters, the set's name has {length}: with more than 52 the label `controller-revision-hash` can pass 63, and then the API server refuses every pod{until}",
      help: "{fix} so that all of the set's name has at most 52 characters{override}",
    },
    refused: {
      text: "with the longest name of a release that helm takes, 53 characters, the set's name has {length}: with more than 52 the label `controller-revision-hash` of its pods can pass 63, and with more than 63 the set itself is refused{until}",
      help: "{fix} so that all of the set's name has at most 52 characters{override}",
    },
  },
  *check(set, context) {
    const found = context.longName(set.manifest, longestSafeName);
    if (found === undefined) return;
    const { length, longestRelease, truncations, override } = found;
    yield {
      message: length > longestLabel ? "refused" : "grows",
      data: {
        length,
        until:
          longestRelease === undefined ? "" : `; up to ${longestRelease} characters of the release's name it works`,
        fix: lowered(truncations),
        override:
          override === undefined ? "" : `; until then give a long release a shorter \`${formatPath(override)}\``,
      },
      at: { manifest: set.manifest, path: ["metadata", "name"] },
    };
  },
});

/** `lower `trunc 63` in templates/_helpers.tpl:3`, each branch of a helper by its line. */
function lowered(truncations: LongNameFact["truncations"]): string {
  const [first] = truncations;
  if (first === undefined) return "truncate the name";
  const lines = [...new Set(truncations.map(({ location }) => location.line))];
  const last = lines.pop();
  const places = `${first.location.file}:${lines.length === 0 ? last : `${lines.join(", ")} and ${last}`}`;
  const isOne = truncations.every(({ characters }) => characters === first.characters);
  return `lower ${isOne ? `\`trunc ${first.characters}\`` : "each `trunc`"} in ${places}`;
}
