import { againstReference } from "./against-reference.ts";

/** Where `--against` is read: `chart` renders what is named with a scheme, all other commands read manifests alone. */
export type AgainstReader = "chart" | "manifests";

/** Why an `--against` that is a chart, a folder or an archive, is nothing to compare with, and how to name it. */
export function isAChart(name: string, reader: AgainstReader): string {
  return reader === "chart"
    ? `this is a chart, and its templates are no manifests yet: \`--against chart:${name}\` renders it with the same values, \`--against git:REF\` the chart given as it is at a revision`
    : `this is a chart, and its templates are no manifests yet: compare with \`helm template ${name}\`, or let \`sts-lint chart NEW --against chart:${name}\` render both`;
}

/** What may have been meant by an `--against` that names no file; undefined where only a file can be. */
export function meantByAgainst(name: string, reader: AgainstReader): string | undefined {
  const [, scheme] = /^(git|helm|chart):/.exec(name) ?? [];
  if (scheme !== undefined && againstReference(name) === undefined)
    return `names nothing: \`${examples[scheme as keyof typeof examples]}\``;
  if (scheme !== undefined || name.startsWith("values:"))
    return `is no file, and only \`sts-lint chart CHART --against ${name}\` asks for more than files`;
  if (/^(?:oci|https?):\/\//.test(name)) return isAChart(name, reader);
  // A file that is missing has an ending or a folder that is there; a revision, a release or a chart may have neither.
  if (reader === "manifests" || /\.(?:ya?ml|json)$/i.test(name) || !/^[\w][\w./-]*$/.test(name)) return undefined;
  return `cannot be read: there is no such file; a revision is \`git:${name}\`, a release \`helm:${name}\`, another chart \`chart:${name}\``;
}

const examples = {
  git: "git:REF, as git:main",
  helm: "helm:RELEASE, or helm:RELEASE@REVISION",
  chart: "chart:REF, or chart:REF@VERSION",
} as const;
