import { found } from "../../src/model/lookup.ts";
import type { Container } from "../../src/model/pod.ts";
import { referencesOfVolume } from "../../src/model/references.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** The official image from 3.5 on, whose server takes `srvr` alone unless it is told otherwise. */
const image = /^(?:docker\.io\/)?(?:library\/)?zookeeper:3\.(?:[5-9]|\d\d)(?:[.-]|$)/;

/** The word of four letters whose answer a script waits for, and that the server of the container does not take. */
export function shutWord(set: StatefulSetView, container: Container, script: string): string | undefined {
  if (!image.test(container.image) || !script.includes("ruok") || !script.includes("imok")) return undefined;
  if (script.includes("||") || container.command.length > 0 || container.args.length > 0) return undefined;
  const names = [...container.environment.map(({ name }) => name), ...set.configuration.map(({ text }) => text)];
  if (
    names.some((text) => /4lw/i.test(text)) ||
    container.environment.some(({ from }) => from !== undefined && isFile(from))
  )
    return undefined;
  const named = [
    ...container.environmentFrom,
    ...container.mounts.flatMap(({ name }) => referencesOfVolume(set.references, name)),
  ];
  const isKnown = named.every(({ kind, name }) => found(set.release.named(kind, name, set.manifest)) !== undefined);
  return isKnown ? "ruok" : undefined;
}

function isFile(from: object): boolean {
  return "configMapKeyRef" in from || "secretKeyRef" in from;
}
