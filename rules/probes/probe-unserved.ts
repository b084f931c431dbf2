import { defineRule } from "../../src/lint/contract/rule.ts";
import { type Listening, listeningOf } from "../../src/model/listening.ts";
import { type Container, type Probe, type ProbeName, probeNames } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import { isInjected } from "../_shared/injected.ts";
import { listed } from "../_shared/listed.ts";

/** What becomes of a pod that never answers a probe. */
const consequences: Readonly<Record<ProbeName, string>> = {
  startupProbe: "the container is killed again and again",
  livenessProbe: "the container is killed again and again",
  readinessProbe: "the pod is never ready",
};

/** Hosts at which a server hears its own pod alone. */
const oneself = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

export const probeUnserved = defineRule({
  id: "probe-unserved",
  category: "probes",
  subject: "Workload",
  summary: "a probe asks at a port or a path that the server's own arguments put elsewhere",
  rationale: `A server listens where its arguments say, whatever \`ports\` declares. Where they move it to another port, or below another path, and the probes
are not moved along, nothing answers them: the pod never becomes ready, or is killed again and again. The same holds for a server that listens at
localhost: the kubelet asks at the pod's address.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only software whose options are known (Prometheus, Alertmanager, MongoDB, Redis, PostgreSQL, etcd, NATS, and Loki, Mimir and Tempo), started by itself and not
by a script, with values that can be read. Left alone: probes with a \`host\`, pods in the node's network, and ports that another container declares or
that stand elsewhere in the configuration as a listener's would. Beside other containers, which may listen anywhere, it is a warning.`,
  references: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    "https://prometheus.io/docs/prometheus/latest/command-line/prometheus/",
  ],
  messages: {
    port: {
      text: "the {probe} of container `{container}` asks at port {port}, where nothing listens: `{setting}` has {title} listen at {ports}, and {consequence}{unless}",
      help: "ask at port {ports}, and declare it in `ports`; or let {title} listen at {port}",
    },
    loopback: {
      text: "the {probe} of container `{container}` asks at port {port}, at which {title} listens for its own pod alone (`{setting}`), and the kubelet asks at the pod's address: {consequence}{unless}",
      help: "let {title} listen at all addresses, or ask by an `exec` probe inside of the container",
    },
    path: {
      text: "the {probe} of container `{container}` asks for `{path}`, and {title} answers below `{prefix}` alone (`{setting}`), everything else with 404: {consequence}",
      help: "ask for `{right}`",
    },
    prefixed: {
      text: "the {probe} of container `{container}` asks for `{path}`, and nothing puts a path ahead of what {title} serves: it answers with 404, and {consequence}",
      help: "ask for `{right}`, or give {title} `{option}={prefix}`",
    },
  },
  *check(set) {
    if (set.pod.spec.hostNetwork === true) return;
    for (const container of set.runningContainers) {
      const asked = probeNames.flatMap((name) => askedAt(container, container.probes[name]) ?? []);
      const server = asked.length === 0 ? undefined : listeningOf(set, container);
      if (server === undefined) continue;
      for (const { probe, kind, port, path } of asked) {
        const fault = faultOf(set, container, server, kind, port) ?? pathFault(server, port, path);
        if (fault === undefined) continue;
        const { message, ...told } = fault;
        const isLone = set.runningContainers.length === 1 && !isInjected(set);
        const mayBeServed = message === "port" || message === "loopback";
        yield {
          message,
          ...(mayBeServed && !isLone ? { severity: "warning" as const } : {}),
          data: {
            probe: probe.name,
            container: container.name,
            port,
            path: path ?? "",
            title: server.title,
            setting: server.setting,
            ports: listed([...server.ports.keys()]),
            consequence: consequences[probe.name],
            unless: mayBeServed && !isLone ? ", unless another container of the pod answers there" : "",
            right: "",
            prefix: "",
            option: "",
            ...told,
          },
          at: { manifest: set.manifest, path: [...probe.path, kind, mayBeServed ? "port" : "path"] },
        };
      }
    }
  },
});

interface Asked {
  readonly probe: Probe;
  readonly kind: "httpGet" | "tcpSocket";
  readonly port: number;
  readonly path: string | undefined;
}

/** A probe of the container's own address, with the number of the port that it asks at. */
function askedAt({ ports }: Container, probe: Probe | undefined): Asked | undefined {
  const { handler } = probe ?? {};
  if (probe === undefined || (handler?.kind !== "httpGet" && handler?.kind !== "tcpSocket")) return undefined;
  const { kind, port: written, host } = handler;
  const port = typeof written === "string" ? ports.find(({ name }) => name === written)?.containerPort : written;
  if (port === undefined || host !== undefined) return undefined;
  return { probe, kind, port, path: kind === "httpGet" ? handler.path : undefined };
}

interface Fault {
  readonly message: "port" | "loopback" | "path" | "prefixed";
  readonly setting?: string;
  readonly right?: string;
  readonly prefix?: string;
  readonly option?: string;
}

function faultOf(
  set: Workload,
  container: Container,
  { known, ports }: Listening,
  kind: Asked["kind"],
  port: number,
): Fault | undefined {
  if (ports.size === 0 || (known.httpOnly === true && kind !== "httpGet")) return undefined;
  // A sidecar that is put in answers for all ports.
  if (kind === "tcpSocket" && isInjected(set)) return undefined;
  const hosts = ports.get(port);
  if (hosts !== undefined)
    return hosts.every((host) => oneself.test(host)) && !isElsewhere(set, container, port)
      ? { message: "loopback" }
      : undefined;
  if (!known.isAll && !known.usual.includes(port)) return undefined;
  return isElsewhere(set, container, port) ? undefined : { message: "port" };
}

/** Whether another container declares the port, or the configuration names it as a listener's: alone, or behind no host. */
function isElsewhere(set: Workload, container: Container, port: number): boolean {
  if (set.runningContainers.some((one) => one !== container && one.ports.some((own) => own.containerPort === port)))
    return true;
  const digits = String(port);
  return set.configuration.some((text) => mayListen(text.text, digits));
}

function mayListen(text: string, digits: string): boolean {
  for (let at = text.indexOf(digits); at !== -1; at = text.indexOf(digits, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + digits.length)];
    if (/[\d.]/.test(before) || /\d/.test(after)) continue;
    const host = /[\w)}-]{1,60}$/.exec(text.slice(Math.max(0, at - 61), Math.max(0, at - 1)))?.[0] ?? "";
    if (before !== ":" || host === "" || /^0+$/.test(host)) return true;
  }
  return false;
}

function pathFault(
  { known, prefix, prefixSetting = "", ports }: Listening,
  port: number,
  path: string | undefined,
): Fault | undefined {
  if (prefix === undefined || path === undefined || known.prefix === undefined) return undefined;
  if (!(ports.size === 0 ? known.usual : [...ports.keys()]).includes(port)) return undefined;
  const asked = path.split("?", 1)[0] ?? path;
  const own = /^(\/\S{0,200})?(\/-\/(?:healthy|ready))$/.exec(asked);
  if (own === null) return undefined;
  const [, ahead = "", rest = ""] = own;
  if (ahead === (prefix === "/" ? "" : prefix)) return undefined;
  const right = prefix === "/" ? rest : `${prefix}${rest}`;
  return prefix === "/"
    ? { message: "prefixed", right, prefix: ahead, option: known.prefix[0] }
    : { message: "path", right, prefix, setting: prefixSetting };
}
