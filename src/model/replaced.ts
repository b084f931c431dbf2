/*
 * Objects that their deployer is told to make anew where the server refuses an update of them.
 */
import type { Manifest } from "../read/document.ts";
import { labels, mapping } from "./fields.ts";

/**
 * By Argo CD (`Force=true`, alone or beside `Replace=true`, which by itself only replaces: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/)
 * or Flux' kustomize-controller.
 */
export function isReplacedByForce({ value }: Manifest): boolean {
  const metadata = mapping(value.metadata);
  const notes = labels(metadata.annotations);
  if (/(?:^|,)\s*Force=true\s*(?:,|$)/.test(notes.get("argocd.argoproj.io/sync-options") ?? "")) return true;
  return [notes, labels(metadata.labels)].some(
    (pairs) => pairs.get("kustomize.toolkit.fluxcd.io/force")?.toLowerCase() === "enabled",
  );
}
