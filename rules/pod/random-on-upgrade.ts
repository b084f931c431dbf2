import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath, type Path } from "../../src/read/path.ts";
import { isHash } from "./_hash-annotations.ts";

const annotations = formatPath(["spec", "template", "metadata", "annotations"]);

export const randomOnUpgrade = defineRule({
  id: "random-on-upgrade",
  category: "pod",
  subject: "StatefulSet",
  needs: "chart",
  summary: "the chart puts random text into the pod template, so every upgrade restarts the pods",
  rationale: `Helm renders a chart anew at each upgrade, and \`randAlphaNum\`, \`uuidv4\`, \`genCA\` or \`now\` then give another text. Where
that text, or a hash of it, stands in the pod template, the template differs each time: all pods are restarted one by one, though
nothing was changed. \`lookup\` can keep what a release has, but it finds nothing wherever no cluster is asked: under \`helm template\`,
in Argo CD and in every other tool that renders by it.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Left alone: an annotation that is random or the time itself, as Helm's documentation shows it for restarting pods on
purpose; sets with the update strategy \`OnDelete\`; charts without \`lookup\` that ask whether the release is installed or
upgraded, or of which a part cannot be read. Where any template of the chart calls \`lookup\`, it is an info about tools that
render without a cluster.`,
  fix: `Take the text from a value or from a Secret that is made once, outside of the release, such as \`existingSecret\`. Passwords that
must be made by the chart belong into a Secret that no checksum annotation hashes.`,
  references: [
    "https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments",
    "https://helm.sh/docs/chart_template_guide/functions_and_pipelines/#using-the-lookup-function",
    "argoproj/argo-cd#5202",
  ],
  messages: {
    random: {
      text: "{what} is made of random text or the time of rendering: it differs at every `helm upgrade`, so each one restarts all pods of the set though nothing was changed",
      help: "take it from a value or from a Secret that exists already, or leave what is random out of what is hashed",
    },
    lookup: {
      text: "{what} is made of random text or the time of rendering wherever `lookup` finds nothing, as under `helm template` and in Argo CD: there each sync restarts all pods of the set though nothing was changed",
      help: "where no cluster is asked while rendering, set the value that the chart else makes at random, or name a Secret that exists already",
    },
  },
  *check(set, context) {
    if (set.strategy.type === "OnDelete") return;
    const paths = context
      .randomPaths(set.manifest, ["spec", "template"])
      .filter((path) => !isOnPurpose(path, set.pod.annotations.get(String(path.at(-1)))));
    const [first, ...others] = paths;
    if (first === undefined) return;
    const { looksUp = false, asksWhetherUpgrade = false, isWhole = false } = context.templateQuestions ?? {};
    // Whether it guards this very text is not known; where nothing is looked up, it may be all that keeps it. What
    // cannot be read may do either.
    if (!looksUp && (asksWhetherUpgrade || !isWhole)) return;
    yield {
      message: looksUp ? "lookup" : "random",
      ...(looksUp ? { severity: "info" } : {}),
      data: { what: `\`${formatPath(first)}\`` },
      at: { manifest: set.manifest, path: first },
      related: [
        ...context
          .randomCalls(set.manifest, first)
          .slice(0, 5)
          .map(({ name, location }) => ({
            manifest: set.manifest,
            path: first,
            location,
            message: `\`${name}\` gives another text at each render`,
          })),
        ...others.slice(0, 9).map((path) => ({ manifest: set.manifest, path, message: "random too" })),
      ],
    };
  },
});

/** An annotation that is no hash is there to restart pods at each upgrade. */
function isOnPurpose(path: Path, annotation: string | undefined): boolean {
  return path.length === 5 && formatPath(path.slice(0, 4)) === annotations && !isHash(annotation ?? "");
}
