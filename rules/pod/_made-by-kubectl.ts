import { filled, mapping } from "../../src/model/fields.ts";
import { isAfterInstall } from "../../src/model/object-keys.ts";
import type { Container } from "../../src/model/pod.ts";
import { type ShellCommand, shell, shellCommands } from "../../src/model/shell-script.ts";
import type { Surroundings, Workload } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";

/** What a Job that is a post-install hook makes by kubectl. */
export interface MadeByKubectl {
  readonly job: Manifest;
  /** The namespace that the command names; undefined for the Job's own. */
  readonly namespace: string | undefined;
}

const longestScript = 20_000;
/** More that make one object are not looked at. */
const mostJobs = 20;
/** What may make an object, however it is run: enough to keep silent about one that others make as well. */
const mayMake =
  /\bkubectl[ \t][^\n;&|]{0,200}?\bcreate[ \t]+(?:(secret)[ \t]+(?:generic|tls|docker-registry)|configmap|cm)[ \t]+["']?([a-z0-9][a-z0-9.-]{0,252})(?![\w.$({-])/g;

/** By `KIND/NAME`, where no other workload of the input names it so. */
export function madeByKubectl(release: Surroundings): ReadonlyMap<string, readonly MadeByKubectl[]> {
  const made = new Map<string, MadeByKubectl[]>();
  const earlier = new Set<string>();
  for (const workload of release.workloads) {
    const isHook = workload.manifest.kind === "Job" && isAfterInstall(workload.manifest);
    for (const { object, namespace } of createdBy(workload)) {
      const jobs = made.get(object);
      const one = { job: workload.manifest, namespace };
      if (!isHook) earlier.add(object);
      else if (jobs === undefined) made.set(object, [one]);
      else if (jobs.length < mostJobs) jobs.push(one);
    }
    if (isHook) continue;
    for (const { text } of workload.configuration) {
      if (text.length > longestScript || !text.includes("kubectl")) continue;
      for (const [, secret, name = ""] of text.matchAll(mayMake))
        earlier.add(`${secret === undefined ? "ConfigMap" : "Secret"}/${name}`);
    }
  }
  for (const object of earlier) made.delete(object);
  return made;
}

interface Created {
  readonly object: string;
  readonly namespace: string | undefined;
}

/** What the commands of a workload's containers, and the scripts that it mounts, create for certain. */
function* createdBy({ containers, configuration }: Workload): Generator<Created> {
  for (const container of containers) {
    const words = [...container.command, ...container.args];
    const one: ShellCommand = { words, before: "", after: "", depth: 0 };
    yield* created([one], [container]);
  }
  for (const { text, origin, path, container } of configuration) {
    if (text.length > longestScript || !text.includes("kubectl") || !text.includes("create")) continue;
    const isScript =
      container === undefined
        ? text.startsWith("#!") || String(path[path.length - 1]).endsWith(".sh")
        : origin !== "env" && [...container.command, ...container.args].some((word) => shell.test(word));
    if (isScript) yield* created(shellCommands(text), container === undefined ? containers : [container]);
  }
}

function* created(commands: readonly ShellCommand[], containers: readonly Container[]): Generator<Created> {
  for (const [index, command] of commands.entries()) {
    const call = kubectlCall(command);
    const create = call?.words.indexOf("create") ?? -1;
    if (call === undefined || create === -1 || !call.words.slice(0, create).every(isFlag)) continue;
    const [kind, ...others] = call.words.slice(create + 1);
    if (kind === "secret" && !/^(?:generic|tls|docker-registry)$/.test(others.shift() ?? "")) continue;
    const [name = ""] = others;
    if (!/^(?:secret|configmap|cm)$/.test(kind ?? "") || !/^[a-z0-9][a-z0-9.-]{0,252}$/.test(name)) continue;
    const applied = call.isDry ? appliedBehind(commands, index) : call;
    if (applied === undefined) continue;
    const namespace = namespaceOf(call.namespace ?? applied.namespace, containers);
    if (namespace !== null) yield { object: `${kind === "secret" ? "Secret" : "ConfigMap"}/${name}`, namespace };
  }
}

interface KubectlCall {
  /** Without `kubectl` and the namespace. */
  readonly words: readonly string[];
  readonly namespace: string | undefined;
  readonly isDry: boolean;
}

function kubectlCall({ words }: ShellCommand): KubectlCall | undefined {
  const first = words.findIndex((word) => !/^(?:if|while|until|\w+=.*)$/s.test(word));
  if (!/^(?:\S*\/)?kubectl$/.test(words[first] ?? "")) return undefined;
  const others: string[] = [];
  let namespace: string | undefined;
  for (let at = first + 1; at < words.length; at++) {
    const word = words[at] ?? "";
    const joined = /^(?:--namespace=|-n=?)(.+)$/s.exec(word)?.[1];
    if (joined !== undefined) namespace = joined;
    else if (word === "-n" || word === "--namespace") namespace = words[++at] ?? "";
    else others.push(word);
  }
  const isDry = others.some((word) => word.startsWith("--dry-run") && word !== "--dry-run=none");
  return { words: others, namespace, isDry };
}

/** A flag, or what stands behind one that has its value as a word of its own. */
function isFlag(word: string, index: number, all: readonly string[]): boolean {
  const before = all[index - 1] ?? "";
  return word.startsWith("-") || (before.startsWith("-") && !before.includes("="));
}

/** `kubectl create … --dry-run=client -o yaml | kubectl apply -f -`: what ends the pipe. */
function appliedBehind(commands: readonly ShellCommand[], from: number): KubectlCall | undefined {
  let at = from;
  while (commands[at]?.after === "|") at++;
  const last = commands[at];
  const call = at === from || last === undefined ? undefined : kubectlCall(last);
  return call !== undefined && !call.isDry && call.words.some((word) => /^(?:apply|create|replace)$/.test(word))
    ? call
    : undefined;
}

/** The namespace that a command names, undefined for the pod's own, null for one that is not known. */
function namespaceOf(written: string | undefined, containers: readonly Container[]): string | undefined | null {
  if (written === undefined || written.includes("/serviceaccount/namespace")) return undefined;
  const text = written.replace(/["']/g, "");
  if (/^[a-z0-9-]{1,63}$/.test(text)) return text;
  const variable = /^\$[({]?(\w+)[)}]?$/.exec(text)?.[1];
  for (const { environment } of variable === undefined ? [] : containers) {
    const found = environment.find(({ name }) => name === variable);
    if (found === undefined) continue;
    if (found.value !== undefined) return /^[a-z0-9-]{1,63}$/.test(found.value) ? found.value : null;
    return filled(mapping(found.from?.fieldRef).fieldPath) === "metadata.namespace" ? undefined : null;
  }
  return null;
}
