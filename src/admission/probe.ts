/*
 * Probes and lifecycle hooks.
 * Source: pkg/apis/core/validation/validation.go (validateProbe, validateHandler, validateLifecycle).
 */
import type { IntOrString } from "../model/int-or-string.ts";
import { headerNameComplaints, portNameComplaints, portNumberComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe, SleepAction } from "./kubernetes.generated.ts";

/** What a probe and a hook have in common. */
type Handler = Pick<Probe, "exec" | "httpGet" | "tcpSocket" | "grpc"> & Pick<LifecycleHandler, "sleep">;

/** ValidatePortNumOrName. */
export function checkPort(review: FieldReview, at: string, port: IntOrString | undefined): void {
  if (typeof port === "string") review.complain(at, port, portNameComplaints(port));
  else review.complain(at, port ?? 0, portNumberComplaints(port ?? 0));
}

/** validateHTTPGetAction. */
function checkHttpGet(review: FieldReview, at: string, action: HTTPGetAction): void {
  const { path = "", scheme = "", protocol } = action;
  if (path === "") review.required(`${at}.path`);
  checkPort(review, `${at}.port`, action.port);
  if (scheme !== "HTTP" && scheme !== "HTTPS") review.notSupported(`${at}.scheme`, scheme, ["HTTP", "HTTPS"]);
  for (const { name = "" } of action.httpHeaders ?? [])
    review.complain(`${at}.httpHeaders`, name, headerNameComplaints(name));
  if (protocol === undefined) return;
  if (protocol !== "HTTP1" && protocol !== "HTTP2") review.notSupported(`${at}.protocol`, protocol, ["HTTP1", "HTTP2"]);
  else if (protocol === "HTTP2" && scheme !== "HTTP")
    review.invalid(`${at}.protocol`, protocol, "is only supported with HTTP (H2C)");
  else if (protocol === "HTTP2" && (action.host ?? "") !== "")
    review.invalid(`${at}.host`, action.host, 'must be empty when `protocol` is "HTTP2"');
}

/** validateSleepAction. */
function checkSleep(review: FieldReview, at: string, sleep: SleepAction, grace: number | undefined): void {
  if (grace === undefined) return;
  const { seconds = 0 } = sleep;
  if (review.isOn("PodLifecycleSleepActionAllowZero")) {
    if (seconds < 0 || seconds > grace)
      review.invalid(at, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`);
  } else if (seconds <= 0 || seconds > grace) {
    const advice =
      review.minor >= 32 ? ". Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep." : "";
    review.invalid(
      at,
      seconds,
      `must be greater than 0 and less than terminationGracePeriodSeconds (${grace})${advice}`,
    );
  }
}

/** validateHandler: exactly one kind of handler. */
function checkHandler(review: FieldReview, at: string, handler: Handler, grace: number | undefined): void {
  let handlers = 0;
  const isFirst = (name: string): boolean => {
    handlers++;
    if (handlers > 1) review.forbidden(`${at}.${name}`, "may not specify more than 1 handler type");
    return handlers === 1;
  };
  if (handler.exec !== undefined && isFirst("exec") && (handler.exec.command ?? []).length === 0)
    review.required(`${at}.exec.command`);
  if (handler.httpGet !== undefined && isFirst("httpGet")) checkHttpGet(review, `${at}.httpGet`, handler.httpGet);
  if (handler.tcpSocket !== undefined && isFirst("tcpSocket"))
    checkPort(review, `${at}.tcpSocket.port`, handler.tcpSocket.port);
  if (handler.grpc !== undefined && isFirst("grpc")) {
    checkPort(review, `${at}.grpc.port`, handler.grpc.port);
    const { mode } = handler.grpc;
    if (mode !== undefined && mode !== "Plaintext" && mode !== "TLS")
      review.notSupported(`${at}.grpc.mode`, mode, ["Plaintext", "TLS"]);
  }
  if (handler.sleep !== undefined && isFirst("sleep")) checkSleep(review, `${at}.sleep`, handler.sleep, grace);
  if (handlers === 0) review.required(at, "must specify a handler type");
}

/** validateLivenessProbe, validateReadinessProbe, validateStartupProbe. */
export function checkProbe(
  review: FieldReview,
  at: string,
  probe: Probe | undefined,
  kind: "liveness" | "readiness" | "startup",
  grace: number | undefined,
): void {
  if (probe === undefined) return;
  checkHandler(review, at, probe, grace);
  review.notNegative(`${at}.initialDelaySeconds`, probe.initialDelaySeconds);
  review.notNegative(`${at}.timeoutSeconds`, probe.timeoutSeconds);
  review.notNegative(`${at}.periodSeconds`, probe.periodSeconds);
  review.notNegative(`${at}.successThreshold`, probe.successThreshold);
  review.notNegative(`${at}.failureThreshold`, probe.failureThreshold);
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0)
    review.invalid(`${at}.terminationGracePeriodSeconds`, own, "must be greater than 0");
  if (kind !== "readiness") {
    if (probe.successThreshold !== 1)
      review.invalid(`${at}.successThreshold`, probe.successThreshold ?? 0, "must be 1");
  } else if (own !== undefined)
    review.invalid(`${at}.terminationGracePeriodSeconds`, own, "must not be set for readinessProbes");
}

/** validateLifecycle. */
export function checkLifecycle(
  review: FieldReview,
  at: string,
  lifecycle: Lifecycle | undefined,
  grace: number | undefined,
  os: string | undefined,
): void {
  if (lifecycle === undefined) return;
  const { postStart, preStop, stopSignal } = lifecycle;
  if (postStart !== undefined) checkHandler(review, `${at}.postStart`, postStart, grace);
  if (preStop !== undefined) checkHandler(review, `${at}.preStop`, preStop, grace);
  if (stopSignal === undefined) return;
  if (os === undefined) review.forbidden(`${at}.stopSignal`, "may not be set for containers with empty `spec.os.name`");
  else if (os === "windows" || os === "linux") {
    const signals = os === "windows" ? ["SIGKILL", "SIGTERM"] : linuxSignals();
    if (!signals.includes(stopSignal)) review.notSupported(`${at}.stopSignal`, stopSignal, signals);
  }
}

function linuxSignals(): string[] {
  const names =
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT RTMAX RTMIN SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ";
  const signals = names.split(" ").map((name) => `SIG${name}`);
  for (let i = 1; i <= 15; i++) signals.push(`SIGRTMIN+${i}`);
  for (let i = 1; i <= 14; i++) signals.push(`SIGRTMAX-${i}`);
  return signals.sort();
}
