import { imageName } from "../known-workload.ts";

/** What a server does with data that another version of it wrote. */
export interface DataVersions {
  /** Versions that follow on one another: a step to the next is read, one further is not; absent: any newer one reads. */
  readonly series?: readonly string[];
  /** The last minor of a major, below which the next major refuses the data. */
  readonly lastMinor?: Readonly<Record<string, number>>;
  /** The first major that there is: lower numbers are an image's own. */
  readonly firstMajor?: number;
  /** `any`: no other major reads it; `skipped`: one that is not the next in the series. */
  readonly refuses: "any" | "skipped" | "older";
  /** What has to be done instead. */
  readonly instead: string;
}

/**
 * https://www.elastic.co/docs/deploy-manage/upgrade: the last minor of the major before; NodeMetadata.upgradeToCurrentVersion
 * ("cannot upgrade a node from version [7.10.0] directly to version [8.10.0], upgrade to version [7.17.0] first").
 */
const elasticsearch: DataVersions = {
  series: ["1", "2", "5", "6", "7", "8", "9"],
  lastMinor: { "7": 17, "8": 18 },
  refuses: "skipped",
  instead: "run each major in between, and reindex what is older",
};

/** By the id of the known workload; for all others only a step back is looked at. */
export const dataVersions: ReadonlyMap<string, DataVersions> = new Map<string, DataVersions>([
  [
    // https://www.postgresql.org/docs/current/upgrading.html
    "postgresql",
    {
      firstMajor: 8,
      refuses: "any",
      instead: "dump with the old version and restore with the new one, or run pg_upgrade over the data first",
    },
  ],
  [
    // https://www.mongodb.com/docs/manual/release-notes/: featureCompatibilityVersion of the release before
    "mongodb",
    {
      series: ["3.2", "3.4", "3.6", "4.0", "4.2", "4.4", "5.0", "6.0", "7.0", "8.0"],
      refuses: "skipped",
      instead: "run each version in between, and raise featureCompatibilityVersion at each",
    },
  ],
  ["elasticsearch", elasticsearch],
  ["elasticsearch-data", elasticsearch],
  [
    // https://dev.mysql.com/doc/refman/8.4/en/mysql-releases.html: to the next long-term series, none skipped
    "mysql",
    {
      series: ["5.5", "5.6", "5.7", "8.0", "8.4", "9"],
      refuses: "skipped",
      instead: "run each series in between until its upgrade is done, and take a backup before each",
    },
  ],
  [
    // https://www.rabbitmq.com/docs/feature-flags: a node refuses to start without the flags of the series before, 4.0 without those of 3.13
    "rabbitmq",
    {
      series: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "4"],
      refuses: "skipped",
      instead: "run each version in between, and enable all stable feature flags at each",
    },
  ],
  [
    "opensearch",
    { series: ["1", "2", "3"], refuses: "skipped", instead: "run each major in between, and reindex what is older" },
  ],
  [
    // https://neo4j.com/docs/upgrade-migration-guide/current/: a store of 3.5 is migrated by 4.x, one of 4.4 by 5.x
    "neo4j",
    { series: ["3", "4", "5"], refuses: "skipped", instead: "run each major in between" },
  ],
]);

/** A version as far as an image's tag tells: `15.2`. */
export interface ImageVersion {
  readonly major: number;
  readonly minor: number | undefined;
}

/**
 * The version of the software in an image: of builds that name it apart from their own (`2.10.1-pg15`, `spilo-15`,
 * `ubi8-14.6`) that one. Undefined where the tag is no version, such as a date or `latest`.
 */
export function imageVersion(image: string, tag: string, id: string): ImageVersion | undefined {
  const name = imageName(image);
  if (id === "postgresql" || id === "patroni") {
    const own =
      /(?:^|[-_.])pg-?(\d{1,2})(?:\.(\d{1,3}))?(?:[-_.]|$)/.exec(tag) ??
      /^(?:spilo|postgresql|postgres)-(\d{1,2})(?:-|$)/.exec(name);
    if (own !== null) return version(own[1], own[2]);
    if (/timescale|pgvector|stolon|spilo|patroni/.test(name)) return undefined;
  }
  const plain =
    /^(?:(?:ubi|centos|debian|ubuntu|alpine)[\d.]*-)?(?:v|version-)?(\d{1,3})(?:\.(\d{1,4}))?(?:[-_.+]|(?:alpha|beta|rc)\d|$)/.exec(
      tag,
    );
  return plain === null ? undefined : version(plain[1], plain[2]);
}

function version(major: string | undefined, minor: string | undefined): ImageVersion {
  return { major: Number(major), minor: minor === undefined ? undefined : Number(minor) };
}
