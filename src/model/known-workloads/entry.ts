/**
 * What is known of a piece of software that people run in StatefulSets. Data, each line with its source; rules read it
 * to raise or drop a finding, and say so.
 */
export interface KnownWorkload {
  readonly id: string;
  readonly title: string;
  /** The last part of an image's repository, and the names of server programs in a command. */
  readonly images: readonly string[];
  /** `etcd`, or a program with its first argument: `pulsar bookie`. A program outweighs the image. */
  readonly programs: readonly string[];
  /** Further conditions on the container, one of which must hold; such an entry is looked at before the general ones. */
  readonly only?: Condition | readonly Condition[];
  /** It has no members: a second replica of the same set is another store, which the first never looks for. */
  readonly standsAlone: boolean;
  /** A majority of the members must be up for the service to work. */
  readonly quorum: boolean;
  /**
   * Of what: `members`, of all that ever joined, without which nothing is served; `copies` of what is asked for, so that only
   * requests for a majority of them fail; `present`, of those that did not leave in order, as an ended pod does.
   */
  readonly majorityOf: "members" | "copies" | "present";
  /** What its configuration says where it elects by majority; without it, no majority is needed. */
  readonly quorumOnlyWith?: RegExp;
  /** Where members that leave one after the other no longer count: how many are counted at least, and what its configuration says where it is not so. */
  readonly shrinks?: { readonly least: number; readonly unless: RegExp };
  /** What its configuration says where a member takes no part in elections, or is a cluster of its own. */
  readonly quorumUnless?: RegExp;
  /** A member becomes ready only once it reached others, so an ordered start of a new cluster waits for ever. */
  readonly needsPeersBeforeReady: boolean;
  /** A member that is not ready looks up others that may not be ready either, if only when all restart at once. */
  readonly looksUpUnreadyPeers: boolean;
  /** Words of a readiness probe, written as {@link probeText} writes it, that succeeds without peers all the same. */
  readonly readyAlone: readonly string[];
  /** The first member founds the cluster and the others join it: starting them at once may found several. */
  readonly orderedBootstrap: boolean;
  /** Whether a liveness endpoint or command of its own answers while data is recovered. */
  readonly livenessDuringRecovery: "answers" | "fails" | "unknown";
  /** Probes that fail until its data has recovered, because it opens the port, or answers over HTTP, only then. */
  readonly opensAfterRecovery: readonly ("tcpSocket" | "httpGet")[];
  /** Words of such a probe, written as {@link probeText} writes it, that is answered at once all the same: at another port. */
  readonly opensAtOnce: readonly string[];
  /** Where it is deployed with `OnDelete` on purpose: in which order its pods are to be deleted. */
  readonly onDeleteByDesign?: string;
  readonly dataDirectories: readonly string[];
  /** Whether it refuses a data directory that is a volume's own root with `lost+found` in it. */
  readonly refusesLostAndFound: boolean;
  /** Keys of labels that it puts on its own pods while they run, such as the member's role. */
  readonly ownLabels: readonly string[];
  /** Seconds that an orderly stop may take. */
  readonly graceSeconds?: number;
  readonly sources: readonly string[];
}

/**
 * One of the variables is set; its value holds one of the words, and none of the others. Or one of the settings stands in
 * a text that configures the container, where such texts are at hand.
 */
export interface Condition {
  readonly variables: readonly string[];
  readonly settings?: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

/** An entry of the data: what is left out is false, empty or unknown. */
export type KnownWorkloadEntry = Pick<KnownWorkload, "id" | "title" | "sources"> & Partial<KnownWorkload>;
