import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, isMapping, mapping, texts } from "./fields.ts";
import { type Container, type Handler, optional, type Probe, type ProbeName, probeNames } from "./pod.ts";

/** Of most containers. */
const noProbes: Container["probes"] = Object.freeze({});

/** The probes of the container `fields` that stands there. */
export function readProbes(fields: Fields, at: { readonly path: Path }): Container["probes"] {
  if (!probeNames.some((name) => isMapping(fields[name]))) return noProbes;
  const probes: Partial<Record<ProbeName, Probe>> = {};
  for (const name of probeNames) {
    const value = fields[name];
    if (!isMapping(value)) continue;
    probes[name] = {
      name,
      path: [...at.path, name],
      handler: readHandler(value),
      initialDelaySeconds: integer(value.initialDelaySeconds) ?? 0,
      periodSeconds: integer(value.periodSeconds) || 10,
      timeoutSeconds: integer(value.timeoutSeconds) || 1,
      failureThreshold: integer(value.failureThreshold) || 3,
      successThreshold: integer(value.successThreshold) || 1,
      value,
    };
  }
  return probes;
}

function readHandler(probe: Fields): Handler {
  const kinds = ["exec", "httpGet", "tcpSocket", "grpc"].filter((kind) => isMapping(probe[kind]));
  if (kinds.length > 1) return { kind: "several" };
  const fields = mapping(probe[kinds[0] ?? ""]);
  const port = typeof fields.port === "number" || typeof fields.port === "string" ? fields.port : undefined;
  switch (kinds[0]) {
    case "exec":
      return { kind: "exec", command: texts(fields.command) };
    case "httpGet":
      return {
        kind: "httpGet",
        port,
        path: filled(fields.path) ?? "/",
        ...optional("host", filled(fields.host)),
        scheme: filled(fields.scheme) ?? "HTTP",
      };
    case "tcpSocket":
      return { kind: "tcpSocket", port, ...optional("host", filled(fields.host)) };
    case "grpc":
      return { kind: "grpc", port, ...optional("service", filled(fields.service)) };
    default:
      return { kind: "none" };
  }
}
