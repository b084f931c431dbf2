import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Location } from "../../src/read/location.ts";
import { formatPath, type Path, valueAt } from "../../src/read/path.ts";

/** What no update of a set may change. */
const fixed: readonly Path[] = [
  ["spec", "serviceName"],
  ["spec", "podManagementPolicy"],
  ["spec", "selector"],
  ["spec", "volumeClaimTemplates"],
];

export const lookupDecides = defineRule({
  id: "lookup-decides",
  category: "chart",
  subject: "StatefulSet",
  needs: "chart",
  summary: "a field that cannot change hangs on `lookup`, which finds nothing where no cluster is asked",
  rationale: `Charts ask \`lookup\` for what a release has, to keep it over an upgrade. But it finds nothing wherever no cluster is asked:
under \`helm template\`, in Argo CD and every other tool that renders by it, and under \`--dry-run\` without \`=server\`. Where the
answer decides a field that no update of a StatefulSet may change, or the set's name, such a render asks for another one than
what runs.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `It looks at which actions and branches of the templates hang on a call of \`lookup\`, through variables and includes, and
not at what that finds: both may come to the same text. A set of which all hangs on it is left alone. A release that is only ever rendered with the same cluster at hand, or only
ever without one, never meets it. Secrets whose password \`lookup\` keeps are right practice and left alone; for random text in the pod
template see \`random-on-upgrade\`.`,
  fix: `Take it from a value whose default is what a new release gets, and let releases of before set the value to what they have.`,
  references: [
    "https://helm.sh/docs/chart_template_guide/functions_and_pipelines/#using-the-lookup-function",
    "argoproj/argo-cd#5202",
  ],
  messages: {
    fixed: {
      text: "`{path}` hangs on what `lookup` finds, and that is nothing under `helm template`, in Argo CD and in dry runs: rendered there it is `{value}` whatever the release has, and where a cluster gave another one the update is refused, as no update may change it",
      help: "take it from a value whose default is what a new release gets; releases of before set the value to what they have",
    },
    name: {
      text: "the set's name hangs on what `lookup` finds, and that is nothing under `helm template`, in Argo CD and in dry runs: rendered there it is `{value}` whatever the release has, and where a cluster gave another one a second set starts with empty claims",
      help: "take it from a value such as `fullnameOverride` whose default is what a new release gets; releases of before set the value to what they have",
    },
  },
  *check(set, context) {
    // Where all of the document hangs on it, what the other branch has, if anything, is not known.
    const [whole] = context.lookedUp(set.manifest, ["kind"]);
    for (const under of [["metadata", "name"], ...fixed] satisfies Path[]) {
      const [first, ...others] = context
        .lookedUp(set.manifest, under)
        .filter(({ location }) => !isSamePlace(location, whole?.location));
      if (first === undefined) continue;
      const { path, location } = first;
      yield {
        message: under[0] === "metadata" ? "name" : "fixed",
        data: { path: formatPath(path), value: String(valueAt(set.manifest.value, path)) },
        at: { manifest: set.manifest, path },
        related: [
          { manifest: set.manifest, path, location, message: "finds nothing where no cluster is asked" },
          ...others
            .slice(0, 9)
            .map((other) => ({ manifest: set.manifest, path: other.path, message: "hangs on it too" })),
        ],
      };
    }
  },
});

function isSamePlace(one: Location, other: Location | undefined): boolean {
  return one.file === other?.file && one.line === other.line && one.column === other.column;
}
