import { byteLength } from "./bytes.ts";

/** github.com/Masterminds/semver 3.5.0. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

const MAX_BYTES = 256;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;
const SUFFIX = String.raw`(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?`;
const LOOSE = new RegExp(String.raw`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?${SUFFIX}$`);

/** A version, also one that lacks its minor or patch; or what is wrong with it. */
export function parseVersion(text: string): Version | string {
  if (byteLength(text) > MAX_BYTES) return `version string is too long (max ${MAX_BYTES} bytes)`;
  const match = LOOSE.exec(text);
  if (match === null) return "invalid semantic version";
  const numbers: bigint[] = [];
  for (const digits of [match[1], match[2], match[3]]) {
    const value = BigInt(digits ?? "0");
    if (value > MAX_UINT64)
      return `error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`;
    numbers.push(value);
  }
  const prerelease = match[4] ?? "";
  if (prerelease !== "" && prerelease.split(".").some((part) => /^0[0-9]+$/.test(part)))
    return "version segment starts with 0";
  const [major = 0n, minor = 0n, patch = 0n] = numbers;
  return { major, minor, patch, prerelease, metadata: match[5] ?? "", original: text };
}

export function versionText(version: Version): string {
  const { major, minor, patch, prerelease, metadata } = version;
  return `${major}.${minor}.${patch}${prerelease === "" ? "" : `-${prerelease}`}${metadata === "" ? "" : `+${metadata}`}`;
}

export function compareVersions(a: Version, b: Version): number {
  for (const part of ["major", "minor", "patch"] as const) if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === "") return 1;
  if (b.prerelease === "") return -1;
  return comparePrereleases(a.prerelease, b.prerelease);
}

export function comparePrereleases(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < left.length || i < right.length; i++) {
    const order = comparePart(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const [left, right] = [number(a), number(b)];
  if (left === undefined && right === undefined) return a > b ? 1 : -1;
  if (right === undefined) return -1;
  if (left === undefined) return 1;
  return left > right ? 1 : -1;
}

function number(text: string): bigint | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > MAX_UINT64 ? undefined : value;
}
