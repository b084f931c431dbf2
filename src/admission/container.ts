/*
 * Containers of a pod: regular, init and ephemeral.
 * Source: pkg/apis/core/validation/validation.go (validateContainers, validateInitContainers, validateContainerCommon).
 */
import { dnsLabelComplaints, portNameComplaints, portNumberComplaints } from "../model/names.ts";
import { checkEnvironment, checkEnvironmentFrom } from "./environment.ts";
import type { FieldReview } from "./field-review.ts";
import type { Container, ContainerPort, PodSpec } from "./kubernetes.generated.ts";
import { checkLifecycle, checkProbe } from "./probe.ts";
import { checkResources } from "./resources.ts";
import { checkResizePolicy, checkRestartRules } from "./restart-rules.ts";
import { checkSecurityContext } from "./security-context.ts";
import type { KnownVolumes } from "./volume.ts";
import { checkDevices, checkMounts } from "./volume-mount.ts";

/** What the checks of a container must know of its pod. */
export interface PodAround {
  readonly spec: PodSpec;
  readonly volumes: KnownVolumes;
  readonly claims: readonly string[];
}

/** validateContainerPorts. */
function checkPorts(review: FieldReview, at: string, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  ports.forEach(({ name = "", containerPort = 0, hostPort = 0, protocol }, i) => {
    const field = `${at}[${i}]`;
    if (name !== "") {
      const complaints = portNameComplaints(name);
      review.complain(`${field}.name`, name, complaints);
      if (complaints.length === 0 && names.has(name)) review.duplicate(`${field}.name`, name);
      names.add(name);
    }
    if (containerPort === 0) review.required(`${field}.containerPort`);
    else review.complain(`${field}.containerPort`, containerPort, portNumberComplaints(containerPort));
    if (hostPort !== 0) review.complain(`${field}.hostPort`, hostPort, portNumberComplaints(hostPort));
    review.oneOf(`${field}.protocol`, protocol, ["SCTP", "TCP", "UDP"]);
  });
}

/** checkHostPortConflicts. */
function checkHostPorts(review: FieldReview, at: string, containers: readonly Container[]): void {
  const seen = new Set<string>();
  containers.forEach((container, i) => {
    container.ports?.forEach(({ protocol = "", hostIP = "", hostPort = 0 }, j) => {
      if (hostPort === 0) return;
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (seen.has(key)) review.duplicate(`${at}[${i}].ports[${j}].hostPort`, key);
      seen.add(key);
    });
  });
}

/** validateContainerCommon. */
export function checkCommon(review: FieldReview, at: string, container: Container, pod: PodAround): void {
  const { name = "", image = "" } = container;
  if (name === "") review.required(`${at}.name`);
  else review.complain(`${at}.name`, name, dnsLabelComplaints(name));
  if (image === "") review.required(`${at}.image`);
  const { terminationMessagePolicy: policy = "" } = container;
  if (policy === "") review.required(`${at}.terminationMessagePolicy`);
  else if (policy !== "File" && policy !== "FallbackToLogsOnError")
    review.notSupported(`${at}.terminationMessagePolicy`, policy, ["File", "FallbackToLogsOnError"]);
  checkPorts(review, `${at}.ports`, container.ports ?? []);
  checkEnvironment(review, `${at}.env`, container.env ?? []);
  checkEnvironmentFrom(review, `${at}.envFrom`, container.envFrom ?? []);
  checkMounts(review, `${at}.volumeMounts`, container, pod.volumes);
  checkDevices(review, `${at}.volumeDevices`, container, pod.volumes);
  review.oneOf(`${at}.imagePullPolicy`, container.imagePullPolicy, ["Always", "IfNotPresent", "Never"]);
  checkResources(review, `${at}.resources`, container.resources, pod.claims);
  checkResizePolicy(review, `${at}.resizePolicy`, container.resizePolicy ?? [], pod.spec.restartPolicy);
  checkSecurityContext(review, `${at}.securityContext`, container.securityContext, pod.spec.hostUsers !== false);
}

function checkHandlers(review: FieldReview, at: string, container: Container, { spec }: PodAround): void {
  const grace = spec.terminationGracePeriodSeconds;
  checkLifecycle(review, `${at}.lifecycle`, container.lifecycle, grace, spec.os?.name);
  checkProbe(review, `${at}.livenessProbe`, container.livenessProbe, "liveness", grace);
  checkProbe(review, `${at}.readinessProbe`, container.readinessProbe, "readiness", grace);
  checkProbe(review, `${at}.startupProbe`, container.startupProbe, "startup", grace);
}

/** validateContainers. */
export function checkContainers(review: FieldReview, at: string, pod: PodAround): void {
  const containers = pod.spec.containers ?? [];
  if (containers.length === 0) {
    review.required(at);
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, i) => {
    const field = `${at}[${i}]`;
    const { name = "" } = container;
    checkCommon(review, field, container, pod);
    if (names.has(name)) review.duplicate(`${field}.name`, name);
    names.add(name);
    checkHandlers(review, field, container, pod);
    if (review.isOn("ContainerRestartRules"))
      checkRestartRules(review, field, container.restartPolicy, container.restartPolicyRules ?? []);
    else if (container.restartPolicy !== undefined)
      review.forbidden(`${field}.restartPolicy`, "may not be set for non-init containers");
  });
  checkHostPorts(review, at, containers);
}

/** validateInitContainers. */
export function checkInitContainers(review: FieldReview, at: string, pod: PodAround): void {
  const names = new Set((pod.spec.containers ?? []).map(({ name = "" }) => name));
  pod.spec.initContainers?.forEach((container, i) => {
    const field = `${at}[${i}]`;
    const { name = "", restartPolicy, restartPolicyRules: rules = [] } = container;
    checkCommon(review, field, container, pod);
    checkInitRestart(review, field, restartPolicy, rules);
    if (names.has(name)) review.duplicate(`${field}.name`, name);
    else if (name !== "") names.add(name);
    checkHostPorts(review, at, [container]);
    if (restartPolicy === "Always") checkHandlers(review, field, container, pod);
    else
      for (const key of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const)
        if (container[key] !== undefined)
          review.forbidden(`${field}.${key}`, "may not be set for init containers without restartPolicy=Always");
    checkInitResize(review, field, container);
  });
}

function checkInitResize(review: FieldReview, at: string, { resizePolicy = [], restartPolicy }: Container): void {
  const isSidecar = restartPolicy === "Always";
  if (!review.isOn("InPlacePodVerticalScaling") && resizePolicy.length > 0)
    review.invalid(`${at}.resizePolicy`, resizePolicy, "must not be set for init containers");
  if (isSidecar || review.minor < 36) return;
  resizePolicy.forEach((policy, i) => {
    if (policy.restartPolicy === "RestartContainer")
      review.invalid(
        `${at}.resizePolicy[${i}].restartPolicy`,
        policy.restartPolicy,
        "must not be set to 'RestartContainer' for non-sidecar initContainers",
      );
  });
}

/** validateInitContainerRestartPolicy. */
function checkInitRestart(
  review: FieldReview,
  at: string,
  policy: string | undefined,
  rules: NonNullable<Container["restartPolicyRules"]>,
): void {
  if (policy === undefined) {
    if (rules.length > 0 && review.minor >= 35)
      review.required(`${at}.restartPolicy`, "must specify restartPolicy when restart rules are used");
  } else if (!review.isOn("ContainerRestartRules")) {
    if (policy !== "Always") review.notSupported(`${at}.restartPolicy`, policy, ["Always"]);
  } else if (policy !== "Always" || review.isOn("RestartAllContainersOnContainerExits"))
    checkRestartRules(review, at, policy, rules);
  else if (rules.length > 0)
    review.forbidden(
      `${at}.restartPolicyRules`,
      "restartPolicyRules are not allowed for init containers with restart policy Always",
    );
}
