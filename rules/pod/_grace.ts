import { has, integer, mapping } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

const inPod: Path = ["spec", "template", "spec"];
export const gracePath: Path = [...inPod, "terminationGracePeriodSeconds"];

/** The grace period where it is written, else the key under which it would stand. */
export function gracePlace(set: Workload): Path {
  return has(set.pod.spec, "terminationGracePeriodSeconds") ? gracePath : inPod;
}

/** A preStop hook that only waits: how long, and where that is written. */
export interface Wait {
  readonly seconds: number;
  readonly path: Path;
}

/** `sleep 30`, `/bin/sleep 1m`; one in a loop waits for something else, and nobody knows how long. */
const sleep = /(?:^|[\s;&|/])sleep\s+(\d{1,6})([smh]?)(?=$|[\s;&|"'])/;
const loop = /\b(?:while|until|for)\b/;
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** The wait in a container's preStop hook; undefined without one. */
export function preStopWait(container: Container): Wait | undefined {
  const preStop = mapping(mapping(container.value.lifecycle).preStop);
  const path: Path = [...container.path, "lifecycle", "preStop"];
  const seconds = integer(mapping(preStop.sleep).seconds);
  if (seconds !== undefined) return { seconds, path: [...path, "sleep", "seconds"] };
  const command = mapping(preStop.exec).command;
  if (!Array.isArray(command)) return undefined;
  const script = command.filter((word): word is string => typeof word === "string").join(" ");
  const match = loop.test(script) ? null : sleep.exec(script);
  if (match === null) return undefined;
  return { seconds: Number(match[1]) * (units[match[2] ?? ""] ?? 1), path: [...path, "exec", "command"] };
}
