/*
 * What Pod Security admission refuses of a pod at a level that its namespace enforces, as of 1.25
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards). Pods of Windows are not judged.
 */
import { type Fields, filled, isMapping, list, mapping } from "../model/fields.ts";
import type { Container, Pod } from "../model/pod.ts";
import type { Path } from "../read/path.ts";

/** Levels that refuse anything. */
export type PodSecurityLevel = "baseline" | "restricted";

/** A requirement that is not met, as what the pod has to say instead, and the nearest thing that stands in the manifest. */
export interface PodSecurityFault {
  readonly text: string;
  readonly path: Path;
}

/** All requirements of the level that a pod does not meet, those of the baseline first. */
export function podSecurityFaults(pod: Pod, level: PodSecurityLevel): readonly PodSecurityFault[] {
  const spec = [...pod.path, "spec"];
  const faults = [
    ...hostFaults(pod, spec),
    ...pod.containers.flatMap((one) => baselineFaults(one, pod.spec.hostUsers === false)),
  ];
  return level === "baseline" ? faults : [...faults, ...restrictedVolumes(pod), ...restrictedFaults(pod, spec)];
}

function hostFaults({ spec, volumes }: Pod, path: Path): PodSecurityFault[] {
  const own = mapping(spec.securityContext);
  return [
    ...["hostNetwork", "hostPID", "hostIPC"]
      .filter((key) => spec[key] === true)
      .map((key) => ({ text: `no \`${key}: true\``, path: [...path, key] })),
    ...volumes
      .filter(({ source }) => source === "hostPath")
      .map((volume) => ({ text: `no hostPath volume \`${volume.name}\``, path: [...volume.path, "name"] })),
    ...list(own.sysctls).flatMap((one, index) => {
      const name = filled(mapping(one).name);
      return name === undefined || safeSysctls.has(name)
        ? []
        : [{ text: `no sysctl \`${name}\``, path: [...path, "securityContext", "sysctls", index, "name"] }];
    }),
    ...unconfined(own, [...path, "securityContext"], "the pod"),
  ];
}

function baselineFaults({ name, path, value }: Container, isOfUsers: boolean): PodSecurityFault[] {
  const own = mapping(value.securityContext);
  const at = [...path, "securityContext"];
  return [
    ...(own.privileged === true
      ? [{ text: `container \`${name}\` not \`privileged\``, path: [...at, "privileged"] }]
      : []),
    ...added(own)
      .filter((capability) => !baselineCapabilities.has(capability))
      .map((capability) => ({
        text: `container \`${name}\` without the capability ${capability}`,
        path: [...at, "capabilities", "add"],
      })),
    ...list(value.ports).flatMap((port, index) =>
      mapping(port).hostPort
        ? [{ text: `container \`${name}\` without hostPort`, path: [...path, "ports", index, "hostPort"] }]
        : [],
    ),
    // In a user namespace any is allowed since 1.35.
    ...(isOfUsers || own.procMount === undefined || own.procMount === "Default"
      ? []
      : [{ text: `container \`${name}\` with \`procMount: Default\``, path: [...at, "procMount"] }]),
    ...unconfined(own, at, `container \`${name}\``),
  ];
}

function unconfined(context: Fields, at: Path, whose: string): PodSecurityFault[] {
  return mapping(context.seccompProfile).type === "Unconfined"
    ? [{ text: `${whose} not \`Unconfined\` in seccompProfile`, path: [...at, "seccompProfile", "type"] }]
    : [];
}

function restrictedVolumes({ volumes }: Pod): PodSecurityFault[] {
  return volumes
    .filter(({ source }) => source !== "hostPath" && !restrictedSources.has(source))
    .map(({ name, source, path }) => ({ text: `no ${source} volume \`${name}\``, path: [...path, "name"] }));
}

function restrictedFaults({ containers, spec }: Pod, path: Path): PodSecurityFault[] {
  const pod = mapping(spec.securityContext);
  const isOfUsers = spec.hostUsers === false;
  const podUser = pod.runAsUser === 0 && !isOfUsers;
  return [
    ...(podUser ? [{ text: "the pod without `runAsUser: 0`", path: [...path, "securityContext", "runAsUser"] }] : []),
    ...containers.flatMap(({ name, path: at, value }) => {
      const own = mapping(value.securityContext);
      const near = isMapping(value.securityContext) ? [...at, "securityContext"] : [...at, "name"];
      const whose = `container \`${name}\``;
      const nonRoot = own.runAsNonRoot ?? pod.runAsNonRoot;
      const seccomp = filled(mapping(own.seccompProfile).type) ?? filled(mapping(pod.seccompProfile).type);
      const fault = (text: string): PodSecurityFault => ({ text: `${whose} with \`${text}\``, path: near });
      return [
        ...(own.allowPrivilegeEscalation === false ? [] : [fault("allowPrivilegeEscalation: false")]),
        ...(list(mapping(own.capabilities).drop).includes("ALL") ? [] : [fault('capabilities: { drop: ["ALL"] }')]),
        ...added(own)
          .filter((capability) => capability !== "NET_BIND_SERVICE" && baselineCapabilities.has(capability))
          .map((capability) => ({ text: `${whose} without the capability ${capability}`, path: near })),
        ...(nonRoot === true || isOfUsers ? [] : [fault("runAsNonRoot: true")]),
        ...(own.runAsUser === 0 && !isOfUsers ? [{ text: `${whose} without \`runAsUser: 0\``, path: near }] : []),
        ...(seccomp === undefined ? [fault("seccompProfile: { type: RuntimeDefault }")] : []),
      ];
    }),
  ];
}

function added(context: Fields): readonly string[] {
  return list(mapping(context.capabilities).add).flatMap((one) => filled(one) ?? []);
}

const baselineCapabilities: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

/** Those of newer versions too: what an older one refuses is not known here. */
const safeSysctls: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

/** `image` volumes came later than the list of the page; they are left alone. */
const restrictedSources: ReadonlySet<string> = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);
