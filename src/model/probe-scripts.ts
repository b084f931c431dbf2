import type { Container, Probe } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** Scripts that call each other are followed so far; more than that is no health check any more. */
const mostScripts = 8;
const longestScript = 50_000;

/**
 * What an exec probe runs: its command as one text, and the scripts that it calls, as far as ConfigMaps and Secrets
 * of the input hold them. Empty for any other handler.
 */
export function probeScripts(set: Workload, probe: Probe): readonly string[] {
  const { handler } = probe;
  if (handler.kind !== "exec") return [];
  // Several rules ask of each probe. Sets of like pods share them, though not the ConfigMaps that they name.
  const ofSet = known.get(set) ?? new WeakMap<Probe, readonly string[]>();
  known.set(set, ofSet);
  const scripts = ofSet.get(probe) ?? scriptsOf(set, handler.command);
  ofSet.set(probe, scripts);
  return scripts;
}

const known = new WeakMap<Workload, WeakMap<Probe, readonly string[]>>();

function scriptsOf(set: Workload, command: readonly string[]): readonly string[] {
  const texts = [command.join(" ").slice(0, longestScript)];
  const files = scriptFiles(set);
  if (files.size === 0) return texts;
  const seen = new Set<string>();
  for (let at = 0; at < texts.length && texts.length < mostScripts; at++) {
    for (const word of (texts[at] ?? "").split(/[\s"'`;|&()<>]+/)) {
      const name = word.slice(word.lastIndexOf("/") + 1);
      const script = name === "" || seen.has(name) ? undefined : files.get(name);
      if (script === undefined) continue;
      seen.add(name);
      texts.push(script);
      if (texts.length >= mostScripts) break;
    }
  }
  return texts;
}

/** The texts of ConfigMaps and Secrets that the set reads, by key. */
function scriptFiles(set: Workload): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { origin, path, text } of set.configuration) {
    const key = path[path.length - 1];
    if ((origin === "ConfigMap" || origin === "Secret") && typeof key === "string" && text.length <= longestScript)
      files.set(key, text);
  }
  return files;
}

/** Replaces `$NAME` and `${NAME}` by what the container's env says; what it does not say stays as it is. */
export function expanded(word: string, container: Container): string {
  if (!word.includes("$")) return word;
  return word.replace(/\$(?:\{(\w+)(?::?-[^}]{0,300})?\}|\((\w+)\)|(\w+))/g, (whole, braced, round, bare) => {
    const name: unknown = braced ?? round ?? bare;
    const variable = container.environment.find((one) => one.name === name);
    return variable?.value === undefined || variable.value === "" ? whole : variable.value;
  });
}
