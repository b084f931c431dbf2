/*
 * What the API server fills in in a pod template before it validates it.
 * Sources: defaults.go of pkg/apis/core/v1, and the `+default` markers of k8s.io/api types.
 */
import { imageTagOf } from "./image-reference.ts";
import { type FeatureGates, isGateOn, type Minor, newestMinor } from "./kubernetes-version.ts";
import { Quantity } from "./quantity.ts";

/** An object of a manifest, or a part of one. */
export type Mapping = Record<string, unknown>;

/** For which server to default. The newest known minor with its own gates unless set. */
export interface DefaultsOptions {
  readonly minor?: Minor;
  readonly featureGates?: FeatureGates;
}

/** True for an object with keys: no list, no null. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Quantity);
}

/** The part of that name where it is an object. */
export function childOf(parent: Mapping, key: string): Mapping | undefined {
  const child = parent[key];
  return isMapping(child) ? child : undefined;
}

/** The objects in the list of that name; nothing where it is no list. */
export function itemsOf(parent: Mapping | undefined, key: string): Mapping[] {
  const list = parent?.[key];
  return Array.isArray(list) ? list.filter(isMapping) : [];
}

/** Sets a key that is absent: Go's nil. */
export function setAbsent(target: Mapping, key: string, value: unknown): void {
  if (target[key] === undefined || target[key] === null) target[key] = value;
}

/** Sets a key that is absent or has Go's zero value, which the server cannot tell apart in a plain field. */
export function setEmpty(target: Mapping, key: string, value: unknown): void {
  const current = target[key];
  if (current === undefined || current === null || current === "" || current === 0) target[key] = value;
}

/** A pod template: its spec is there afterwards (SetDefaults_PodSpec and all below it). */
export function defaultPodTemplate(template: Mapping, options: DefaultsOptions = {}): void {
  setAbsent(template, "spec", {});
  const spec = childOf(template, "spec");
  if (spec === undefined) return;
  setEmpty(spec, "dnsPolicy", "ClusterFirst");
  setEmpty(spec, "restartPolicy", "Always");
  setAbsent(spec, "securityContext", {});
  setAbsent(spec, "terminationGracePeriodSeconds", 30);
  setEmpty(spec, "schedulerName", "default-scheduler");
  setEmpty(spec, "serviceAccountName", spec.serviceAccount ?? "");
  spec.serviceAccount = spec.serviceAccountName;
  roundResources(childOf(spec, "resources"));
  roundList(spec, "overhead");
  for (const volume of itemsOf(spec, "volumes")) defaultVolume(volume, options);
  for (const list of ["initContainers", "containers", "ephemeralContainers"])
    for (const container of itemsOf(spec, list)) defaultContainer(container);
}

function pullPolicyFor(image: unknown): string {
  return imageTagOf(image) === "latest" ? "Always" : "IfNotPresent";
}

function defaultContainer(container: Mapping): void {
  setEmpty(container, "imagePullPolicy", pullPolicyFor(container.image));
  setEmpty(container, "terminationMessagePath", "/dev/termination-log");
  setEmpty(container, "terminationMessagePolicy", "File");
  roundResources(childOf(container, "resources"));
  for (const port of itemsOf(container, "ports")) setEmpty(port, "protocol", "TCP");
  for (const variable of itemsOf(container, "env")) {
    const from = childOf(variable, "valueFrom");
    const field = from && childOf(from, "fieldRef");
    if (field) setEmpty(field, "apiVersion", "v1");
    const file = from && childOf(from, "fileKeyRef");
    if (file) setAbsent(file, "optional", false);
  }
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const probe = childOf(container, name);
    if (probe !== undefined) defaultProbe(probe);
  }
  const lifecycle = childOf(container, "lifecycle");
  for (const name of ["postStart", "preStop"]) {
    const handler = lifecycle && childOf(lifecycle, name);
    if (handler) defaultHttpGet(childOf(handler, "httpGet"));
  }
}

/** A probe: zeros become the defaults too (SetDefaults_Probe, SetDefaults_HTTPGetAction). */
export function defaultProbe(probe: Mapping): void {
  setEmpty(probe, "timeoutSeconds", 1);
  setEmpty(probe, "periodSeconds", 10);
  setEmpty(probe, "successThreshold", 1);
  setEmpty(probe, "failureThreshold", 3);
  defaultHttpGet(childOf(probe, "httpGet"));
  const grpc = childOf(probe, "grpc");
  if (grpc !== undefined) setAbsent(grpc, "service", "");
}

function defaultHttpGet(action: Mapping | undefined): void {
  if (action === undefined) return;
  setEmpty(action, "path", "/");
  setEmpty(action, "scheme", "HTTP");
}

function defaultVolume(volume: Mapping, options: DefaultsOptions): void {
  const sources = Object.keys(volume).filter((key) => key !== "name" && volume[key] !== undefined);
  if (sources.length === 0) volume.emptyDir = {};
  for (const name of ["secret", "configMap", "downwardAPI", "projected"]) {
    const source = childOf(volume, name);
    if (source !== undefined) setAbsent(source, "defaultMode", 0o644);
  }
  const files = [...itemsOf(childOf(volume, "downwardAPI"), "items")];
  for (const source of itemsOf(childOf(volume, "projected"), "sources")) {
    const token = childOf(source, "serviceAccountToken");
    if (token !== undefined) setAbsent(token, "expirationSeconds", 3600);
    files.push(...itemsOf(childOf(source, "downwardAPI"), "items"));
  }
  for (const file of files) {
    const field = childOf(file, "fieldRef");
    if (field !== undefined) setEmpty(field, "apiVersion", "v1");
  }
  const hostPath = childOf(volume, "hostPath");
  if (hostPath !== undefined) setAbsent(hostPath, "type", "");
  defaultNetworkDisk(volume);
  const image = childOf(volume, "image");
  if (image !== undefined && isGateOn("ImageVolume", options.minor ?? newestMinor, options.featureGates))
    setEmpty(image, "pullPolicy", pullPolicyFor(image.reference));
  const ephemeral = childOf(volume, "ephemeral");
  const template = ephemeral && childOf(ephemeral, "volumeClaimTemplate");
  if (template) defaultClaimSpec(template);
}

function defaultNetworkDisk(volume: Mapping): void {
  const iscsi = childOf(volume, "iscsi");
  if (iscsi !== undefined) setEmpty(iscsi, "iscsiInterface", "default");
  const rbd = childOf(volume, "rbd");
  if (rbd !== undefined) {
    setEmpty(rbd, "pool", "rbd");
    setEmpty(rbd, "user", "admin");
    setEmpty(rbd, "keyring", "/etc/ceph/keyring");
  }
  const azure = childOf(volume, "azureDisk");
  if (azure !== undefined) {
    setAbsent(azure, "cachingMode", "ReadWrite");
    setAbsent(azure, "kind", "Shared");
    setAbsent(azure, "fsType", "ext4");
    setAbsent(azure, "readOnly", false);
  }
  const scale = childOf(volume, "scaleIO");
  if (scale !== undefined) {
    setEmpty(scale, "storageMode", "ThinProvisioned");
    setEmpty(scale, "fsType", "xfs");
  }
}

/** The spec of a claim (SetDefaults_PersistentVolumeClaimSpec); it is there afterwards. */
export function defaultClaimSpec(owner: Mapping): void {
  setAbsent(owner, "spec", {});
  const spec = childOf(owner, "spec");
  if (spec === undefined) return;
  setAbsent(spec, "volumeMode", "Filesystem");
  roundResources(childOf(spec, "resources"));
}

function roundResources(resources: Mapping | undefined): void {
  if (resources === undefined) return;
  roundList(resources, "limits");
  roundList(resources, "requests");
}

function roundList(parent: Mapping, key: string): void {
  const list = childOf(parent, key);
  if (list === undefined) return;
  for (const name of Object.keys(list)) {
    const value = list[name];
    if (value instanceof Quantity) list[name] = value.roundedToMilli();
  }
}
