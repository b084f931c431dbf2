import type { Container, Pod } from "../model/pod.ts";

/** A span of seconds that depends on how the containers behave. */
export interface Seconds {
  readonly shortest: number;
  readonly longest: number;
}

export const noTime: Seconds = { shortest: 0, longest: 0 };

/** One after the other. */
export function after(one: Seconds, other: Seconds): Seconds {
  return { shortest: one.shortest + other.shortest, longest: one.longest + other.longest };
}

/** Side by side, until the last is done. */
export function beside(one: Seconds, other: Seconds): Seconds {
  return { shortest: Math.max(one.shortest, other.shortest), longest: Math.max(one.longest, other.longest) };
}

/**
 * How long a pod takes from the start of its containers until it is available, as far as its probes tell. Shortest:
 * every probe succeeds the first time it is asked. Longest: every probe uses up its failureThreshold. Scheduling,
 * image pulls, volumes and init containers come on top; a readiness probe that fails for longer has no end at all.
 */
export function untilAvailable(pod: Pod, minReadySeconds: number): Seconds {
  const running = pod.containers.filter(({ kind }) => kind === "regular");
  // Sidecars start one after the other before the regular containers, each once its startup probe has succeeded.
  const sidecars = pod.containers.filter(({ kind }) => kind === "sidecar").map(untilStarted);
  const ready = [...running.map(untilReady)].reduce(beside, noTime);
  const minimum = { shortest: minReadySeconds, longest: minReadySeconds };
  return [...sidecars, ready, minimum].reduce(after, noTime);
}

/** How long a deleted pod takes to end: at once, or all of its grace. */
export function untilGone(pod: Pod): Seconds {
  return { shortest: 0, longest: Math.max(0, pod.terminationGracePeriodSeconds) };
}

function untilStarted({ probes }: Container): Seconds {
  const startup = probes.startupProbe;
  if (startup === undefined) return noTime;
  return {
    shortest: startup.initialDelaySeconds,
    longest: startup.initialDelaySeconds + startup.failureThreshold * startup.periodSeconds,
  };
}

/** The readiness probe waits for the startup probe; its initial delay counts from the container's start. */
function untilReady(container: Container): Seconds {
  const started = untilStarted(container);
  const readiness = container.probes.readinessProbe;
  if (readiness === undefined) return started;
  const { initialDelaySeconds, periodSeconds, successThreshold, failureThreshold } = readiness;
  const asked = beside(started, { shortest: initialDelaySeconds, longest: initialDelaySeconds });
  return after(asked, {
    shortest: (successThreshold - 1) * periodSeconds,
    longest: (failureThreshold + successThreshold - 1) * periodSeconds,
  });
}
