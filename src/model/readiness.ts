import { type KnownWorkload, knownContainer, probeText } from "./known-workload.ts";
import type { Container, Probe } from "./pod.ts";
import { probeScripts } from "./probe-scripts.ts";
import type { Workload } from "./workload.ts";

/** Why a member of a set is believed not to be ready before it has reached others. */
export interface PeersFirst {
  readonly container: Container;
  readonly probe: Probe;
  /** The software that is known for it; absent where the probe itself asks after the cluster. */
  readonly known?: KnownWorkload;
}

/** Words of a probe that asks for more than the process it stands in: `role | grep leader`, `/cluster/health`. */
const clusterWords =
  /\b(?:quorum|leader|follower|raft|members?|has[-_]?leader|joined|in[-_]?sync|cluster[-_/ ]?(?:health|status|state|info|size|ready)|health[-_/ ]?cluster|wsrep|rs\.status|isMaster|hello\(\))/i;

/**
 * The readiness probe that succeeds only once other members were reached: that of software known for it, unless the
 * probe asks for less, or one that names a leader, a quorum or the cluster's state. A first member that founds the
 * cluster alone is ready alone. Undefined where nothing tells so.
 */
export function readyOnlyWithPeers(set: Workload): PeersFirst | undefined {
  return firstProbe(set, (known, text) =>
    known === undefined ? clusterWords.test(text) : known.needsPeersBeforeReady && !isAlone(known, text),
  );
}

/**
 * As {@link readyOnlyWithPeers}, and also where only a new or restarted member needs others that may not be ready
 * themselves: they must find it, or it them.
 */
export function looksUpUnready(set: Workload): PeersFirst | undefined {
  return firstProbe(set, (known, text) =>
    known === undefined || !known.looksUpUnreadyPeers ? clusterWords.test(text) : !isAlone(known, text),
  );
}

/** Whether a set's software is known, and neither it nor its probe waits for other members. */
export function knownReadyAlone(set: Workload): boolean {
  return set.known !== undefined && looksUpUnready(set) === undefined;
}

function firstProbe(
  set: Workload,
  waits: (known: KnownWorkload | undefined, text: string) => boolean,
): PeersFirst | undefined {
  for (const container of set.runningContainers) {
    const probe = container.probes.readinessProbe;
    if (probe === undefined) continue;
    const known = knownContainer(container, set.configuration);
    if (!waits(known, textOf(probe, set))) continue;
    const byItself = known?.looksUpUnreadyPeers === true;
    return { container, probe, ...(known === undefined || !byItself ? {} : { known }) };
  }
  return undefined;
}

function isAlone({ readyAlone }: KnownWorkload, text: string): boolean {
  return readyAlone.some((word) => text.includes(word));
}

/** The probe's own text and the scripts that its command calls, as far as the input holds them. */
function textOf(probe: Probe, set: Workload): string {
  return [probeText(probe), ...probeScripts(set, probe).slice(1)].join("\n");
}
