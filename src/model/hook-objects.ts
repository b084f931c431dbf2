/*
 * Objects that are hooks to whoever applies them: not updated, but deleted and made anew.
 *
 * Helm 3 and 4 (execHook of pkg/action/hooks.go, pkg/releaseutil/manifest_sorter.go): what runs at an event is deleted first where
 * its delete policy says `before-hook-creation`, which it says where the annotation is left out, and then created; with another
 * policy what is still there is in its way. `helm.sh/resource-policy` is not asked there. An object of an event that Helm does not
 * know is left out whole. Argo CD (gitops-engine/pkg/sync/hook, sync_context.go) has hooks of its own, and where an object has
 * none reads Helm's: it knows no install or upgrade, only syncs. It too deletes first unless a policy is written, and with another
 * policy applies the hook as any other object; what a hook made it deletes at the end of a sync, by how that went.
 */
import type { Manifest } from "../read/document.ts";
import { type Deployer, deploymentOf } from "./deployer.ts";
import { type Fields, labels, mapping } from "./fields.ts";
import { lastApplied } from "./last-applied.ts";
import { hooks } from "./neighbours.ts";

/** When the object of a hook is deleted, though it is wanted afterwards. */
export type HookDeletion = "upgrade" | "rollback" | "reinstall" | "sync" | "sync-succeeded" | "sync-failed";

const helmHook = "helm.sh/hook";
const argoHook = "argocd.argoproj.io/hook";
const beforeCreation = "before-hook-creation";

/** The annotation that makes an object a hook to somebody, of several the one that the deleter reads. */
export function hookAnnotation(manifest: Manifest, deletion?: HookDeletion): string | undefined {
  const notes = notesOf(manifest);
  const keys = deletion?.startsWith("sync") === true ? [argoHook, helmHook] : [helmHook, argoHook];
  return keys.find((key) => notes.has(key));
}

/** Whether an object is a hook to whoever applies it, which no update reaches. To kubectl it is an object as any other. */
export function isHookObject(manifest: Manifest, asked?: Deployer): boolean {
  switch (readerOf(manifest, asked)) {
    case "helm":
      return hooks(manifest).length > 0;
    case "argocd":
      // What Argo CD has no phase for it does not apply at all.
      return isArgoHook(manifest) && (argoPhases(manifest).length === 0 || argoPolicies(manifest).has(beforeCreation));
    default:
      return false;
  }
}

/** When an object that a hook made is deleted before it is made anew, or with no need; undefined where it stays. */
export function hookDeletion(manifest: Manifest, asked?: Deployer): HookDeletion | undefined {
  switch (readerOf(manifest, asked)) {
    case "helm":
      return helmDeletion(manifest);
    case "argocd":
      return argoDeletion(manifest);
    default:
      return undefined;
  }
}

/** What makes a Job or a pod run before all else of a first install or sync is made; undefined where nobody reads it so. */
export function hookBeforeInstall(
  manifest: Manifest,
  asked?: Deployer,
): { readonly name: "pre-install" | "PreSync"; readonly annotation: string } | undefined {
  const reader = readerOf(manifest, asked);
  const own = notesOf(manifest).get(argoHook);
  if (reader === "argocd" && own !== undefined)
    return words(own).includes("PreSync") ? { name: "PreSync", annotation: argoHook } : undefined;
  return reader !== undefined && hooks(manifest).includes("pre-install")
    ? { name: "pre-install", annotation: helmHook }
    : undefined;
}

/** Who reads the annotations. Whoever writes one of them and nothing else wrote it for its reader. */
function readerOf(manifest: Manifest, asked: Deployer | undefined): "helm" | "argocd" | undefined {
  const { by, kind } = deploymentOf(manifest, asked);
  if (by === "helm" || by === "argocd") return isUnreadByHelm(manifest, by, asked) ? "argocd" : by;
  if (by === "flux") return kind === "kustomization" ? undefined : "helm";
  if (asked === "kubectl" || lastApplied(manifest.value) !== undefined) return undefined;
  return notesOf(manifest).has(argoHook) ? "argocd" : "helm";
}

/** Argo CD renders charts, which then look as if Helm applied them. */
function isUnreadByHelm(manifest: Manifest, by: "helm" | "argocd", asked: Deployer | undefined): boolean {
  return by === "helm" && asked === undefined && notesOf(manifest).has(argoHook) && hooks(manifest).length === 0;
}

const helmEvents: ReadonlySet<string> = new Set([
  ...["install", "upgrade", "rollback", "delete"].flatMap((event) => [`pre-${event}`, `post-${event}`]),
  ...["test", "test-success", "test-failure"],
]);

function helmDeletion(manifest: Manifest): HookDeletion | undefined {
  const events = hooks(manifest).map((event) => event.toLowerCase());
  if (events.length === 0 || !events.every((event) => helmEvents.has(event))) return undefined;
  const policies = notesOf(manifest).get("helm.sh/hook-delete-policy")?.toLowerCase();
  if (policies !== undefined && !words(policies).includes(beforeCreation)) return undefined;
  const runsAt = (event: string) => events.includes(`pre-${event}`) || events.includes(`post-${event}`);
  if (runsAt("upgrade")) return "upgrade";
  if (runsAt("rollback")) return "rollback";
  return runsAt("install") ? "reinstall" : undefined;
}

function argoDeletion(manifest: Manifest): HookDeletion | undefined {
  if (!isArgoHook(manifest) || argoPhases(manifest).length === 0) return undefined;
  const policies = argoPolicies(manifest);
  if (policies.has(beforeCreation)) return "sync";
  if (policies.has("hook-succeeded")) return "sync-succeeded";
  return policies.has("hook-failed") ? "sync-failed" : undefined;
}

function isArgoHook(manifest: Manifest): boolean {
  const own = notesOf(manifest).get(argoHook);
  if (own !== undefined) return words(own).join() !== "Skip";
  const all = hooks(manifest);
  return all.length > 0 && all.join() !== "crd-install";
}

/** The phases of each sync in which it is made; its own annotation goes before Helm's. */
function argoPhases(manifest: Manifest): readonly string[] {
  const own = words(notesOf(manifest).get(argoHook) ?? "").filter((one) => /^(?:PreSync|Sync|PostSync)$/.test(one));
  return own.length > 0 ? own : hooks(manifest).filter((one) => /^(?:pre|post)-(?:install|upgrade)$/.test(one));
}

const argoPolicyNames: Readonly<Record<string, string>> = {
  BeforeHookCreation: beforeCreation,
  HookSucceeded: "hook-succeeded",
  HookFailed: "hook-failed",
  Never: "never",
};

function argoPolicies(manifest: Manifest): ReadonlySet<string> {
  const notes = notesOf(manifest);
  const own = words(notes.get(`${argoHook}-delete-policy`) ?? "").flatMap((one) => argoPolicyNames[one] ?? []);
  const known = Object.values(argoPolicyNames).slice(0, 3);
  const all = [...own, ...words(notes.get("helm.sh/hook-delete-policy") ?? "").filter((one) => known.includes(one))];
  return new Set(all.length > 0 ? all : [beforeCreation]);
}

function words(list: string): string[] {
  return list.split(",").flatMap((one) => one.trim() || []);
}

function notesOf({ value }: Manifest): ReadonlyMap<string, string> {
  const metadata: Fields = mapping(value.metadata);
  return labels(metadata.annotations);
}
