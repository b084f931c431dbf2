/*
 * Which Kubernetes is meant, and which feature gates it has on.
 * Source of the gates: pkg/features/kube_features.go of 1.30.14, 1.31.14, 1.32.13, 1.33.13, 1.34.4, 1.35.4, 1.36.3
 * and 1.37.1.
 */

/** A minor version of Kubernetes 1: 37 for 1.37. */
export type Minor = number;

/** The oldest minor whose answers are known. */
export const oldestMinor: Minor = 30;
/** The newest minor whose answers are known, and the one that is meant unless another is named. */
export const newestMinor: Minor = 37;

/** `1.37`, as people write a minor. */
export function formatMinor(minor: Minor): string {
  return `1.${minor}`;
}

/** How most ask, and every run that names no version. */
const newestName = formatMinor(newestMinor);

/** A version text that names no known Kubernetes: the user's error, with a message for them. */
export class KubernetesVersionError extends Error {
  override readonly name = "KubernetesVersionError";
}

/** `1.36`, `v1.36`, `1.36.2`, `v1.36.2-gke.100`: the minor of it. Throws KubernetesVersionError for anything else. */
export function parseMinor(text: string): Minor {
  if (text === newestName) return newestMinor;
  const match = /^v?1\.(\d{1,4})(?:\.\d+)?\+?(?:[-+][0-9A-Za-z.+-]*)?$/.exec(text.trim());
  if (match === null) throw new KubernetesVersionError(`\`${text}\` is no Kubernetes version; write one like 1.36`);
  const minor = Number(match[1]);
  if (minor < oldestMinor || minor > newestMinor)
    throw new KubernetesVersionError(
      `Kubernetes ${formatMinor(minor)} is not known here; known are ${formatMinor(oldestMinor)} to ${formatMinor(newestMinor)}`,
    );
  return minor;
}

/** Feature gates that somebody set, by name. */
export type FeatureGates = Readonly<Record<string, boolean>>;

/** For each gate the minors where its default changes: on from the first, off from the second, and so on. */
const gateChanges: Readonly<Record<string, readonly Minor[]>> = {
  AppArmorFields: [30],
  ClusterTrustBundleProjection: [37],
  ContainerRestartRules: [35],
  ContainerStopSignals: [],
  CrossNamespaceVolumeDataSource: [],
  DynamicResourceAllocation: [34],
  EnvFiles: [35],
  GitRepoVolumeDriver: [],
  HostnameOverride: [35],
  HPAConfigurableTolerance: [35],
  HPAScaleToZero: [37],
  ImageVolume: [35],
  InPlacePodVerticalScaling: [33],
  InPlacePodVerticalScalingInitContainers: [36],
  InPlacePodLevelResourcesVerticalScaling: [36],
  MatchLabelKeysInPodAffinity: [31],
  MatchLabelKeysInPodTopologySpread: [27],
  MatchLabelKeysInPodTopologySpreadSelectorMerge: [34],
  MaxUnavailableStatefulSet: [37],
  NodeInclusionPolicyInPodTopologySpread: [26],
  PodCertificateRequest: [37],
  PodLevelResources: [34],
  PodLifecycleSleepAction: [30],
  PodLifecycleSleepActionAllowZero: [33],
  PreferSameTrafficDistribution: [34],
  ProcMountType: [33],
  RecoverVolumeExpansionFailure: [32],
  RecursiveReadOnlyMounts: [31],
  RelaxedDNSSearchValidation: [33],
  RelaxedEnvironmentVariableValidation: [32],
  RelaxedServiceNameValidation: [36],
  RestartAllContainersOnContainerExits: [36],
  SELinuxChangePolicy: [33],
  SELinuxMount: [37],
  ServiceTrafficDistribution: [31],
  SidecarContainers: [29],
  StatefulSetRecreateStrategy: [],
  StrictIPCIDRValidation: [36],
  SupplementalGroupsPolicy: [33],
  TaintTolerationComparisonOperators: [],
  UserNamespacesHostNetworkSupport: [],
  UserNamespacesSupport: [33],
  AtomicWriteVolumeUserFields: [],
  EmptyDirVolumeMode: [],
  EvictionRequestAPI: [],
  GenericWorkload: [],
  GRPCContainerProbeTLS: [],
  H2CContainerProbe: [],
  VolumeBindMountOptions: [],
  VolumeAttributesClass: [34],
};

/** Defaults that some patch releases had otherwise than the newest of their minor: from, to, gate, default. */
const patchedGates: readonly (readonly [minor: Minor, from: number, to: number, gate: string, isOn: boolean])[] = [
  // Turned on in 1.35.0 and off again in 1.35.4, after rollouts got stuck.
  [35, 0, 3, "MaxUnavailableStatefulSet", true],
];

/** The text that was read last: a run asks for the same one at each manifest. */
let last: { readonly text: string; readonly minor: Minor; readonly patch: string | undefined } | undefined;

/**
 * What `1.35.2` means: its minor, and the gates as set with the defaults of that patch release where they differ from
 * those of the minor's newest one, which is meant by a version without a patch. The newest minor unless set.
 * Throws KubernetesVersionError for an unknown version.
 */
export function versionOf(text: string | undefined, featureGates: FeatureGates = {}): AskedVersion {
  if (text === undefined) return { name: newestName, minor: newestMinor, featureGates };
  if (text === newestName) return { name: newestName, minor: newestMinor, featureGates };
  if (last?.text !== text)
    last = { text, minor: parseMinor(text), patch: /^v?1\.\d+\.(\d{1,4})/.exec(text.trim())?.[1] };
  const { minor, patch } = last;
  if (patch === undefined) return { name: formatMinor(minor), minor, featureGates };
  const defaults = patchedGates
    .filter(([of, from, to]) => of === minor && from <= Number(patch) && Number(patch) <= to)
    .map(([, , , gate, isOn]): [string, boolean] => [gate, isOn]);
  if (defaults.length === 0) return { name: formatMinor(minor), minor, featureGates };
  return {
    name: `${formatMinor(minor)}.${Number(patch)}`,
    minor,
    featureGates: { ...Object.fromEntries(defaults), ...featureGates },
  };
}

/** A version that was asked for: its minor, and the gates as {@link versionOf} gives them. */
export interface AskedVersion {
  /** `1.35`, or `1.35.2` where that patch release has other gates than the newest of its minor. */
  readonly name: string;
  readonly minor: Minor;
  readonly featureGates: FeatureGates;
}

/** Whether a text asks for a list or a range of versions. */
export function severalVersions(text: string): boolean {
  return /,|\.\./.test(text);
}

/**
 * One version, a list `1.33,1.36` or a range `1.31..1.37`, also mixed; sorted, each once. A patch release counts where
 * its gates differ from those of its minor's newest, at the ends of a range, too. The newest known unless set.
 * Throws KubernetesVersionError for an empty list, a range that runs backwards, or an unknown version.
 */
export function versionsOf(text: string | undefined, featureGates: FeatureGates = {}): AskedVersion[] {
  if (text === undefined) return [versionOf(undefined, featureGates)];
  const versions = new Map<string, AskedVersion>();
  for (const item of text.split(",")) {
    const [from, to, ...rest] = item.split("..");
    if (from === undefined || rest.length > 0)
      throw new KubernetesVersionError(`\`${item}\` is no range of versions; write one like 1.31..1.37`);
    const first = versionOf(from, featureGates);
    const last = to === undefined ? first : versionOf(to, featureGates);
    if (last.minor < first.minor || (last.minor === first.minor && patchOf(to) < patchOf(from)))
      throw new KubernetesVersionError(`the range \`${item.trim()}\` runs backwards; write the older version first`);
    for (let minor = first.minor; minor <= last.minor; minor++) {
      const between = { name: formatMinor(minor), minor, featureGates };
      const ends = [first, last].filter((end) => end.minor === minor);
      for (const version of ends.length === 0 ? [between] : ends)
        versions.set(`${minor} ${JSON.stringify(version.featureGates)}`, version);
    }
  }
  return [...versions.values()].sort((one, other) => one.minor - other.minor);
}

/** The number of a patch release; the newest of its minor, of whatever number, where a version says none. */
function patchOf(text: string | undefined): number {
  const [, patch] = /^v?1\.\d+\.(\d{1,4})/.exec(text?.trim() ?? "") ?? [];
  return patch === undefined ? Number.POSITIVE_INFINITY : Number(patch);
}

/** The minors of {@link versionsOf}, each once. */
export function parseMinors(text: string): Minor[] {
  return [...new Set(versionsOf(text).map(({ minor }) => minor))];
}

/** `1.33`, or `1.30 to 1.33` for several in a row, or a list. */
export function versionRange(versions: readonly string[]): string {
  const [first = "", ...others] = versions;
  const last = others.at(-1);
  if (last === undefined) return first;
  const number = (version: string) => Number(version.slice(version.indexOf(".") + 1));
  const isRow = number(last) - number(first) === versions.length - 1;
  return isRow ? `${first} to ${last}` : versions.join(", ");
}

/** True where a gate is on: as it was set, else by the version's default; a gate nobody knows is off. */
export function isGateOn(gate: string, minor: Minor, set: FeatureGates = {}): boolean {
  if (Object.hasOwn(set, gate)) return set[gate] === true;
  if (!Object.hasOwn(gateChanges, gate)) return false;
  return (gateChanges[gate] ?? []).filter((change) => change <= minor).length % 2 === 1;
}
