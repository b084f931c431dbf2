/** A semantic version as Masterminds/semver 3 reads it; `1` and `1.2` are filled up with zeros. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: string;
}

const longestVersion = 256;
const longestConstraint = 512;
const mostAlternatives = 32;
const largest = 0xffff_ffff_ffff_ffffn;

const LOOSE =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/** Undefined for what is no version. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > longestVersion) return undefined;
  const match = LOOSE.exec(text);
  if (match === null) return undefined;
  const [, major = "0", minor = "0", patch = "0", pre = ""] = match;
  const numbers = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
  if (numbers.some((one) => one > largest)) return undefined;
  if (pre.split(".").some((part) => /^0[0-9]+$/.test(part))) return undefined;
  return { major: numbers[0], minor: numbers[1], patch: numbers[2], pre };
}

/** Whether a version lies in a range; false too where either cannot be read (helm's IsCompatibleRange). */
export function isInRange(constraint: string, version: string): boolean {
  const parsed = parseVersion(version);
  if (parsed === undefined || constraint.length > longestConstraint) return false;
  const groups = rewriteRanges(constraint).split("||");
  if (groups.length > mostAlternatives) return false;
  const alternatives: Constraint[][] = [];
  for (const group of groups) {
    const parts = parseGroup(group);
    if (parts === undefined) return false;
    alternatives.push(parts);
  }
  return alternatives.some((parts) => {
    const includesPre = parts.some((part) => part.version.pre !== "");
    if (parsed.pre !== "" && !includesPre) return false;
    return parts.every((part) => satisfies(parsed, part));
  });
}

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  readonly isMinorOpen: boolean;
  readonly isPatchOpen: boolean;
  readonly isOpen: boolean;
}

const NUMBER = "[0-9|xX*]+";
const TAIL = "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";
const VERSION = `v?${NUMBER}(?:\\.${NUMBER})?(?:\\.${NUMBER})?${TAIL}`;
const RANGE = new RegExp(
  `[\\t\\n\\f\\r ]*(${VERSION})[\\t\\n\\f\\r ]+-[\\t\\n\\f\\r ]+(${VERSION})[\\t\\n\\f\\r ]*`,
  "g",
);
const OPERATOR = "(?:!=|>=|=>|<=|=<|~>|=|>|<|~|\\^)?";
const PART = new RegExp(
  `(${OPERATOR})[\\t\\n\\f\\r ]*v?(${NUMBER})(?:\\.(${NUMBER}))?(?:\\.(${NUMBER}))?(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?`,
  "y",
);

/** `1.2 - 1.4` means `>= 1.2, <= 1.4`. */
function rewriteRanges(constraint: string): string {
  return constraint.replace(RANGE, (_, low: string, high: string) => `>= ${low}, <= ${high} `);
}

/** The parts of a group, which must all hold; undefined where it cannot be read. */
function parseGroup(group: string): Constraint[] | undefined {
  const parts: Constraint[] = [];
  const space = /[\t\n\f\r ]*/y;
  const skip = (at: number) => {
    space.lastIndex = at;
    space.exec(group);
    return space.lastIndex;
  };
  let at = skip(0);
  for (;;) {
    PART.lastIndex = at;
    const match = PART.exec(group);
    if (match === null) return undefined;
    const part = constraintOf(match);
    if (part === undefined) return undefined;
    parts.push(part);
    const end = PART.lastIndex;
    let next = skip(end);
    if (next === group.length) return parts;
    if (group[next] === ",") next = skip(next + 1);
    else if (next === end) return undefined;
    at = next;
  }
}

function constraintOf(match: RegExpExecArray): Constraint | undefined {
  const [, operator = "", major = "", minor = "", patch = "", pre = ""] = match;
  const isAny = (part: string) => part === "" || part === "x" || part === "X" || part === "*";
  const tail = pre === "" ? "" : `-${pre}`;
  const text = isAny(major)
    ? `0.0.0${tail}`
    : isAny(minor)
      ? `${major}.0.0${tail}`
      : isAny(patch)
        ? `${major}.${minor}.0${tail}`
        : `${major}.${minor}.${patch}${tail}`;
  const version = parseVersion(text);
  if (version === undefined) return undefined;
  const isMinorOpen = !isAny(major) && isAny(minor);
  const isPatchOpen = !isAny(major) && !isAny(minor) && isAny(patch);
  return { operator, version, isMinorOpen, isPatchOpen, isOpen: isAny(major) || isMinorOpen || isPatchOpen };
}

function satisfies(version: Version, constraint: Constraint): boolean {
  const { operator, version: bound, isMinorOpen, isPatchOpen, isOpen } = constraint;
  const order = compareVersions(version, bound);
  switch (operator) {
    case "":
    case "=":
      return isOpen ? tilde(version, constraint) : order === 0;
    case "!=":
      if (isOpen) {
        if (bound.major !== version.major) return true;
        if (isMinorOpen) return false;
        if (bound.minor !== version.minor) return true;
        if (!isPatchOpen && bound.patch !== version.patch) return true;
        if (isPatchOpen) return comparePre(version.pre, bound.pre) !== 0;
      }
      return order !== 0;
    case ">":
      if (!isOpen) return order > 0;
      if (version.major !== bound.major) return version.major > bound.major;
      if (isMinorOpen) return false;
      return isPatchOpen ? version.minor > bound.minor : order > 0;
    case "<":
      return order < 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<=":
    case "=<":
      if (!isOpen) return order <= 0;
      return (
        version.major < bound.major || (version.major === bound.major && (version.minor <= bound.minor || isMinorOpen))
      );
    case "^":
      return order >= 0 && caret(version, constraint);
    default:
      return tilde(version, constraint);
  }
}

function tilde(version: Version, { version: bound, isMinorOpen, isPatchOpen }: Constraint): boolean {
  if (compareVersions(version, bound) < 0) return false;
  if (bound.major === 0n && bound.minor === 0n && bound.patch === 0n && !isMinorOpen && !isPatchOpen) return true;
  return version.major === bound.major && (version.minor === bound.minor || isMinorOpen);
}

function caret(version: Version, { version: bound, isMinorOpen, isPatchOpen }: Constraint): boolean {
  if (bound.major > 0n || isMinorOpen) return version.major === bound.major;
  if (version.major > 0n) return false;
  if (bound.minor > 0n || isPatchOpen) return version.minor === bound.minor;
  return version.minor === 0n && version.patch === bound.patch;
}

function compareVersions(one: Version, other: Version): number {
  for (const key of ["major", "minor", "patch"] as const) {
    if (one[key] !== other[key]) return one[key] < other[key] ? -1 : 1;
  }
  return comparePre(one.pre, other.pre);
}

/** A release comes behind its prereleases; their parts compare as numbers where both are. */
function comparePre(one: string, other: string): number {
  if (one === other) return 0;
  if (one === "") return 1;
  if (other === "") return -1;
  const left = one.split(".");
  const right = other.split(".");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const a = left[i];
    const b = right[i];
    if (a === b) continue;
    if (a === undefined) return -1;
    if (b === undefined) return 1;
    const isNumber = /^[0-9]+$/;
    if (isNumber.test(a) && isNumber.test(b)) return BigInt(a) < BigInt(b) ? -1 : 1;
    if (isNumber.test(a)) return -1;
    if (isNumber.test(b)) return 1;
    return a < b ? -1 : 1;
  }
  return 0;
}
