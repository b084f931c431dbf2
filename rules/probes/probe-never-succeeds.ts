import { defineRule } from "../../src/lint/contract/rule.ts";
import { type AskedPort, askedInVain } from "../../src/model/asked-port.ts";
import { lacksProgram } from "../../src/model/image-programs.ts";
import { inlineScript } from "../../src/model/inline-script.ts";
import { type Container, type Probe, probeNames } from "../../src/model/pod.ts";
import { onlyCommand, shellCommands } from "../../src/model/shell-script.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { isOnlyTls } from "./_only-tls.ts";
import { shutWord } from "./_shut-words.ts";

const consequences = {
  startupProbe: "the container is killed again and again",
  livenessProbe: "the container is killed again and again",
  readinessProbe: "the pod is never ready",
} as const;

type Fault =
  | { readonly message: "port" | "tls"; readonly fault: AskedPort }
  | { readonly message: "lacks" | "shut" | "plain"; readonly word: string };

export const probeNeverSucceeds = defineRule({
  id: "probe-never-succeeds",
  category: "probes",
  subject: "StatefulSet",
  summary: "a probe asks the server in a way that it never answers",
  rationale: `A probe that nothing can pass keeps the pod out of traffic, or has it killed for ever. It happens where the server is moved and the client in the
probe is not (another port, TLS alone), where the image of a new version has another client, and where the server no longer takes the question:
ZooKeeper from 3.5 on answers \`ruok\` only where \`4lw.commands.whitelist\` names it.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only servers that are started by their own arguments, with a probe of one command or pipe whose words can be read: redis-cli, pg_isready,
mongosh, ZooKeeper's official image, and HTTP probes of etcd. A client that names another host, a URL or a socket is left alone; beside other containers, which may listen at the port, it is a warning.`,
  references: [
    "https://www.mongodb.com/docs/manual/release-notes/6.0-compatibility/#legacy-mongo-shell-removed",
    "https://zookeeper.apache.org/doc/current/zookeeperAdmin.html",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/",
  ],
  messages: {
    port: {
      text: "the {probe} of container `{container}` has `{program}` ask at port {asked}, and `{setting}` has the server listen at {port}: {consequence}{unless}",
      help: "let it ask at {port} (`{program} {option} {port}`)",
    },
    tls: {
      text: "the {probe} of container `{container}` has `{program}` ask at port {asked} without TLS, and the server speaks nothing else there (`{setting}`): {consequence}",
      help: "give it `{option}` and the certificates",
    },
    lacks: {
      text: "the {probe} of container `{container}` runs `{program}`, which the image `{image}` does not have: {consequence}",
      help: "run `mongosh` instead; or keep the image of a version that has `{program}`",
    },
    shut: {
      text: "the {probe} of container `{container}` waits for the answer to `{program}`, which ZooKeeper does not take unless `4lw.commands.whitelist` names it: {consequence}",
      help: "set `ZOO_4LW_COMMANDS_WHITELIST: srvr,{program}`, or ask `srvr`",
    },
    plain: {
      text: "the {probe} of container `{container}` asks over HTTP where the server speaks HTTPS alone (`{program}`), which refuses that: {consequence}",
      help: "write `scheme: HTTPS` in the probe, whose certificate the kubelet does not check; a server that asks for client certificates needs another port, or a `tcpSocket`",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      for (const name of probeNames) {
        const probe = container.probes[name];
        const found = probe === undefined ? undefined : faultOf(set, container, probe);
        if (probe === undefined || found === undefined) continue;
        const fault = "fault" in found ? found.fault : undefined;
        // Containers of a pod share its ports.
        const isShared = found.message === "port" && set.runningContainers.length > 1;
        yield {
          message: found.message,
          ...(isShared ? { severity: "warning" as const } : {}),
          data: {
            probe: name,
            container: container.name,
            image: container.image,
            program: "word" in found ? found.word : found.fault.program,
            asked: fault?.asked ?? "",
            port: fault?.port ?? "",
            setting: fault?.setting ?? "",
            option: fault?.tls ?? (fault?.program.startsWith("mongo") === true ? "--port" : "-p"),
            consequence: consequences[name],
            unless: isShared ? ", unless another container of the pod answers there" : "",
          },
          at: {
            manifest: set.manifest,
            path: [...probe.path, ...(found.message === "plain" ? ["httpGet"] : ["exec", "command"])],
          },
        };
      }
    }
  },
});

function faultOf(set: StatefulSetView, container: Container, { handler }: Probe): Fault | undefined {
  if (handler.kind === "httpGet") {
    const word =
      handler.scheme === "HTTPS" || handler.host !== undefined ? undefined : isOnlyTls(container, handler.port);
    return word === undefined ? undefined : { message: "plain", word };
  }
  if (handler.kind !== "exec") return undefined;
  const inline = inlineScript(handler.command);
  const words = inline === undefined ? handler.command : (onlyCommand(inline.script) ?? []);
  const fault = askedInVain(container, words);
  if (fault !== undefined) return { message: fault.tls === undefined ? "port" : "tls", fault };
  if (inline === undefined) return undefined;
  const commands = shellCommands(inline.script);
  if (commands.some(({ depth, before }) => depth > 0 || !["", "|", "&&"].includes(before))) return undefined;
  const [first = { words: [] }] = commands;
  const program = first.words.find((word) => !word.includes("=")) ?? "";
  const last = commands.at(-1)?.words[0] ?? "";
  // What a program that is not there prints is nothing, in which nothing is found.
  if (lacksProgram(container, program) && (commands.length === 1 || /^e?grep$/.test(last)))
    return { message: "lacks", word: program };
  const shut = shutWord(set, container, inline.script);
  return shut === undefined ? undefined : { message: "shut", word: shut };
}
