import { groupedBy } from "../../src/model/grouped.ts";
import { together } from "../../src/model/namespace.ts";
import type { Container } from "../../src/model/pod.ts";
import { expanded } from "../../src/model/probe-scripts.ts";
import type { Surroundings, Workload } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";

/** Where a host in a probe leads: not to the probe's own container. */
export interface Reached {
  /** As written, variables filled in. */
  readonly host: string;
  /** `Service/db`, or `StatefulSet/db` for one of its pods. */
  readonly resource: string;
  readonly manifest: Manifest;
}

/** More words than this in a script are no health check. */
const mostWords = 400;

/** Texts of a command that name a host: after `-h` and the like, in a URL, and as `host port` of nc. */
const hostPatterns: readonly RegExp[] = [
  /(?:^|[\s"'])(?:-h|-H|--host|--hostname|--server|--bootstrap-server|--endpoints?)(?:\s+|=)["']?([^\s"';|&)]+)/g,
  /:\/\/(?:[^\s/@"']*@)?([^\s/"'?)]+)/g,
];
const netcat = /\b(?:nc|ncat|netcat)\b/g;
/** `nc -zv -w 3 host port`, looked for only so far behind the program's name: nobody writes more options. */
const netcatArguments = /^(?:\s+-\w+(?:\s+\d+)?)*\s+([^\s-][^\s;|&]*)\s+\d+/;
const netcatReach = 200;

/** Names end at 253 characters; a port and a path may follow. */
const longestHost = 1000;

/** The hosts that a command's text names. */
export function hostsIn(text: string): readonly string[] {
  const hosts: string[] = [];
  for (const pattern of hostPatterns) {
    for (const match of text.matchAll(pattern)) {
      for (const host of (match[1] ?? "").split(",")) if (hosts.length < mostWords) hosts.push(host);
    }
  }
  for (const { index, 0: program } of text.matchAll(netcat)) {
    if (hosts.length >= mostWords) break;
    const start = index + program.length;
    const host = netcatArguments.exec(text.slice(start, start + netcatReach))?.[1];
    if (host !== undefined) hosts.push(host);
  }
  return hosts;
}

/** The Service, or the other pod, that a host's name leads to; undefined for the pod's own and for a name nobody knows. */
export function reached(set: Workload, container: Container, host: string): Reached | undefined {
  if (host.length > longestHost) return undefined;
  const name = expanded(host, container)
    .slice(0, longestHost)
    .replace(/^[a-z]+:\/\//, "")
    .replace(/:[\d$][^.]*$/, "")
    .replace(/\.$/, "");
  if (!/^[a-z0-9][a-z0-9.-]{0,252}$/.test(name)) return undefined;
  const [first = "", second, third] = name.split(".");
  const mayBeService = second === undefined || third === "svc" || second === set.manifest.namespace;
  const service = set.release
    .servicesOfName(first)
    .find(({ manifest }) => mayBeService && together(manifest, set.manifest));
  if (service !== undefined) return { host: name, resource: `Service/${service.name}`, manifest: service.manifest };
  const pod = /^(.+)-(0|[1-9]\d{0,5})$/.exec(first);
  if (pod === null) return undefined;
  const owners = set.release.once(setsThatMakePods).get(pod[1] ?? "") ?? [];
  const owner = owners.find(({ manifest }) => together(manifest, set.manifest));
  if (owner === undefined || (owner === set && set.maxReplicas < 2)) return undefined;
  return { host: name, resource: `StatefulSet/${owner.name}`, manifest: owner.manifest };
}

function setsThatMakePods({ workloads }: Surroundings): ReadonlyMap<string, readonly Workload[]> {
  return groupedBy(
    workloads.filter(({ kind }) => kind === "StatefulSet"),
    ({ name }) => name,
  );
}
