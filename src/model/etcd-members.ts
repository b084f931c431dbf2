/*
 * What etcd checks before it founds or joins a cluster without data of its own: server/config/config.go, hasLocalMember (also where it joins an
 * existing cluster) and advertiseMatchesCluster (only where it founds one).
 */

import type { Path } from "../read/path.ts";
import { mapping } from "./fields.ts";
import { knownContainer } from "./known-workload.ts";
import type { Container } from "./pod.ts";
import { shell } from "./shell-script.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** A member of which etcd says that the list and its own settings do not agree. */
export interface EtcdFault {
  readonly kind: "name" | "url";
  readonly pod: string;
  /** The list, such as `--initial-cluster`, and where it stands. */
  readonly list: string;
  readonly path: Path;
  /** As the list has it: a name, or a URL. */
  readonly listed: string;
  /** As the member has it. */
  readonly own: string;
  readonly setting: string;
}

/** More members no cluster has. */
const mostPods = 100;
const longestList = 20_000;

/** The faults of a container that starts etcd by itself and not by a script. */
export function* etcdFaults(set: StatefulSetView, container: Container): Generator<EtcdFault> {
  if (knownContainer(container)?.id !== "etcd") return;
  const words = [...container.command, ...container.args];
  if (words.some((word) => shell.test(word) || /^--(?:config-file|discovery)/.test(word))) return;
  if (container.environment.some(({ name }) => /^ETCD_(?:CONFIG_FILE|DISCOVERY)/.test(name))) return;
  const list = settingOf(container, "initial-cluster");
  const name = settingOf(container, "name");
  if (list === undefined || name === undefined || list.value.length > longestList) return;
  if (!isOwnName(name.value, container)) return;
  const isNew = (settingOf(container, "initial-cluster-state")?.value ?? "new") === "new";
  const advertised = settingOf(container, "initial-advertise-peer-urls");
  const entries = list.value.split(",").map((entry) => {
    const sign = entry.indexOf("=");
    return {
      name: entry.slice(0, Math.max(0, sign)).trim(),
      url: withVariables(entry.slice(sign + 1).trim(), container),
    };
  });
  // What a variable brings may be any member.
  if (entries.some((entry) => entry.name === "" || entry.name.includes("$"))) return;
  for (let index = 0; index < Math.min(set.replicas, mostPods); index++) {
    const pod = set.podName(index);
    const own = entries.filter((entry) => entry.name === pod);
    const base = { pod, list: list.name, path: list.path };
    if (own.length === 0) {
      const other = entries.find(({ url }) => hostOf(url) === pod);
      if (other !== undefined)
        yield { ...base, kind: "name", listed: other.name, own: pod, setting: `${name.name}=${name.value}` };
    }
    const [only, ...further] = own;
    if (!isNew || only === undefined || further.length > 0 || advertised === undefined) continue;
    const says = withVariables(advertised.value, container);
    if (differs(only.url, says))
      yield { ...base, kind: "url", listed: only.url, own: says, setting: `${advertised.name}=${advertised.value}` };
  }
}

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly path: Path;
}

/** An option of etcd, or the variable that stands for it; undefined where it is not written, or comes from elsewhere. */
function settingOf({ command, args, environment, path }: Container, option: string): Setting | undefined {
  for (const [key, words] of [
    ["command", command],
    ["args", args],
  ] as const) {
    for (const [index, word] of words.entries()) {
      for (const name of [`--${option}`, `-${option}`]) {
        const value =
          word === name ? words[index + 1] : word.startsWith(`${name}=`) ? word.slice(name.length + 1) : undefined;
        if (value !== undefined) return { name, value, path: [...path, key, word === name ? index + 1 : index] };
      }
    }
  }
  const variable = `ETCD_${option.toUpperCase().replaceAll("-", "_")}`;
  const found = environment.findLast(({ name }) => name === variable);
  if (found?.value !== undefined) return { name: variable, value: found.value, path: [...found.path, "value"] };
  return mapping(found?.from?.fieldRef).fieldPath === "metadata.name"
    ? { name: variable, value: "$(metadata.name)", path: found?.path ?? [] }
    : undefined;
}

/** Whether a name is the pod's own, by a variable. */
function isOwnName(value: string, { environment }: Container): boolean {
  if (value === "$(metadata.name)") return true;
  const variable = /^\$\((\w{1,60})\)$/.exec(value)?.[1];
  const from = environment.findLast(({ name }) => name === variable)?.from;
  return mapping(from?.fieldRef).fieldPath === "metadata.name";
}

/** With the variables whose values are written; the others stay as they are. */
function withVariables(text: string, { environment }: Container): string {
  return text.replace(/\$\((\w{1,60})\)/g, (whole, name: string) => {
    const value = environment.findLast((one) => one.name === name)?.value;
    return value === undefined || value === "" ? whole : value;
  });
}

/** The first label of a URL's host. */
function hostOf(url: string): string | undefined {
  return /^[a-z]{1,10}:\/\/([a-z0-9-]{1,63})(?=[.:/]|$)/.exec(url)?.[1];
}

/** Whether two URLs surely differ, be their hosts the same or not: etcd compares addresses, to which names may resolve. */
function differs(one: string, other: string): boolean {
  const [a, b] = [parts(one), parts(other)];
  return a !== undefined && b !== undefined && (a.scheme !== b.scheme || a.port !== b.port);
}

function parts(url: string): { readonly scheme: string; readonly port: string } | undefined {
  const [, scheme, port] = /^(https?):\/\/[^/,:[\]]{1,500}:(\d{1,5})\/?$/.exec(url) ?? [];
  return scheme === undefined || port === undefined ? undefined : { scheme, port };
}
