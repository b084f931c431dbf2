import { filled, mapping } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import type { ChartReference } from "./release-request.ts";
import type { Resources } from "./resources.ts";

const group = "source.toolkit.fluxcd.io";

/** The chart that a HelmRelease names, or why it cannot be had. */
export type Sourced = { readonly chart: ChartReference } | { readonly why: string };

interface SourceName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** `spec.chart.spec`, or a HelmChart's `spec`: a chart's name, its version and the source that has it. */
export function chartOfSpec(spec: unknown, release: Manifest, resources: Resources): Sourced {
  const { chart, version, sourceRef } = mapping(spec);
  const source = sourceName(sourceRef, release);
  const name = filled(chart);
  if (name === undefined) return { why: "it names no chart" };
  if (source.kind === "GitRepository" || source.kind === "Bucket")
    return { chart: { from: "folder", path: name, base: "repository" } };
  if (source.kind !== "HelmRepository") return { why: `its source is a \`${source.kind}\`, which is not read here` };
  const repository = find(source, resources);
  if (repository === undefined) return { why: missing(source) };
  const url = filled(mapping(repository.value.spec).url);
  if (url === undefined) return { why: `${label(source)} has no url` };
  const wanted = filled(version) === undefined ? {} : { version: filled(version) ?? "" };
  if (url.startsWith("oci://"))
    return { chart: { from: "registry", url: `${url.replace(/(?<!\/)\/+$/, "")}/${name}`, ...wanted } };
  return { chart: { from: "repository", url, chart: name, ...wanted } };
}

/** `spec.chartRef`: an OCIRepository, or a HelmChart that stands by itself. */
export function chartOfReference(reference: unknown, release: Manifest, resources: Resources): Sourced {
  const source = sourceName(reference, release);
  const found = find(source, resources);
  if (source.kind !== "OCIRepository" && source.kind !== "HelmChart")
    return { why: `its chartRef is a \`${source.kind}\`, which is not read here` };
  if (found === undefined) return { why: missing(source) };
  if (source.kind === "HelmChart") return chartOfSpec(found.value.spec, found, resources);
  const { url, ref } = mapping(found.value.spec);
  const address = filled(url);
  if (address === undefined) return { why: `${label(source)} has no url` };
  // image-reflector's order: a digest wins over a range, a range over a tag.
  const { tag, semver, digest } = mapping(ref);
  if (filled(digest) !== undefined) return { chart: { from: "registry", url: `${address}@${filled(digest)}` } };
  const version = filled(semver) ?? filled(tag);
  return { chart: { from: "registry", url: address, ...(version === undefined ? {} : { version }) } };
}

function sourceName(reference: unknown, release: Manifest): SourceName {
  const { kind, name, namespace } = mapping(reference);
  return { kind: filled(kind) ?? "", name: filled(name) ?? "", namespace: filled(namespace) ?? release.namespace };
}

function find({ kind, name, namespace }: SourceName, resources: Resources): Manifest | undefined {
  return resources.find(kind, name, namespace, group);
}

function label({ kind, name }: SourceName): string {
  return `${kind}/${name}`;
}

function missing(source: SourceName): string {
  return `${label(source)}, where its chart is had, is not in the input: name its file, too`;
}
