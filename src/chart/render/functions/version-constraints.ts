import { byteLength } from "./bytes.ts";
import { quoted } from "./printing.ts";
import { comparePrereleases, compareVersions, parseVersion, type Version } from "./versions.ts";

/** Which versions a constraint allows: `>= 1.2, < 2 || ^3`, with wildcards and ranges (Masterminds semver 3.5.0). */

const OPERATOR = String.raw`(?:=>|=<|>=|<=|!=|~>|=|>|<|~|\^|)`;
const VERSION = String.raw`v?([0-9|xX*]+)(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const PLAIN = VERSION.replace(/\((?!\?)/g, "(?:");
const ONE = new RegExp(String.raw`^[\t\n\f\r ]*(${OPERATOR})[\t\n\f\r ]*(${VERSION})[\t\n\f\r ]*$`);
const RANGE = new RegExp(String.raw`[\t\n\f\r ]*(${PLAIN})[\t\n\f\r ]+-[\t\n\f\r ]+(${PLAIN})[\t\n\f\r ]*`, "g");
const EACH = new RegExp(String.raw`(?:${OPERATOR})[\t\n\f\r ]*(?:${PLAIN})`, "g");
const ALL = new RegExp(
  String.raw`^[\t\n\f\r ]*${OPERATOR}[\t\n\f\r ]*${PLAIN}[\t\n\f\r ]*(?:(?:[\t\n\f\r ]+|,[\t\n\f\r ]*)${OPERATOR}[\t\n\f\r ]*${PLAIN}[\t\n\f\r ]*)*$`,
);
const MAX_BYTES = 512;
const MAX_GROUPS = 32;

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** A part is a wildcard or missing: which one. */
  readonly isDirty: boolean;
  readonly isMinorDirty: boolean;
  readonly isPatchDirty: boolean;
}

export type Constraints = readonly { readonly all: readonly Constraint[]; readonly hasPrerelease: boolean }[];

/** The constraint that a text states, or what is wrong with it. */
export function parseConstraints(text: string): Constraints | string {
  if (byteLength(text) > MAX_BYTES) return `constraint string is too long (max ${MAX_BYTES} bytes)`;
  const groups = rewriteRanges(text).split("||");
  if (groups.length > MAX_GROUPS) return `too many constraint groups (max ${MAX_GROUPS})`;
  const parsed: { all: Constraint[]; hasPrerelease: boolean }[] = [];
  for (const group of groups) {
    if (!ALL.test(group)) return `improper constraint: ${quoted(group)}`;
    const all: Constraint[] = [];
    for (const one of group.match(EACH) ?? [group]) {
      const constraint = parseOne(one);
      if (typeof constraint === "string") return constraint;
      all.push(constraint);
    }
    parsed.push({ all, hasPrerelease: all.some(({ version }) => version.prerelease !== "") });
  }
  return parsed;
}

function rewriteRanges(text: string): string {
  return text.replace(RANGE, (_whole, from: string, to: string) => `>= ${from}, <= ${to} `);
}

function isWild(part: string | undefined): boolean {
  return part === undefined || /^\.?[xX*]$/.test(part);
}

function parseOne(text: string): Constraint | string {
  const match = ONE.exec(text);
  if (match === null) return `improper constraint: ${quoted(text)}`;
  const [, operator = "", , major, minor, patch, prerelease = ""] = match;
  let source = match[2] ?? "";
  const isMajorDirty = isWild(major);
  const isMinorDirty = !isMajorDirty && isWild(minor);
  const isPatchDirty = !isMajorDirty && !isMinorDirty && isWild(patch);
  if (isMajorDirty) source = `0.0.0${prerelease}`;
  else if (isMinorDirty) source = `${major}.0.0${prerelease}`;
  else if (isPatchDirty) source = `${major}${minor}.0${prerelease}`;
  const version = parseVersion(source);
  if (typeof version === "string") return "constraint parser error";
  return { operator, version, isDirty: isMajorDirty || isMinorDirty || isPatchDirty, isMinorDirty, isPatchDirty };
}

export function allows(constraints: Constraints, version: Version): boolean {
  return constraints.some(({ all, hasPrerelease }) =>
    all.every((constraint) => (version.prerelease === "" || hasPrerelease) && check(constraint, version)),
  );
}

function check(constraint: Constraint, version: Version): boolean {
  const { operator, isDirty } = constraint;
  const order = compareVersions(version, constraint.version);
  switch (operator) {
    case "!=":
      return notEqual(constraint, version);
    case ">":
      return greater(constraint, version, order);
    case "<":
      return order < 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<=":
    case "=<":
      return lessOrEqual(constraint, version, order);
    case "~":
    case "~>":
      return tilde(constraint, version, order);
    case "^":
      return caret(constraint, version, order);
    default:
      return isDirty ? tilde(constraint, version, order) : order === 0;
  }
}

function notEqual({ version: own, isDirty, isMinorDirty, isPatchDirty }: Constraint, version: Version): boolean {
  if (isDirty) {
    if (own.major !== version.major) return true;
    if (own.minor !== version.minor && !isMinorDirty) return true;
    if (isMinorDirty) return false;
    if (own.patch !== version.patch && !isPatchDirty) return true;
    if (isPatchDirty) return comparePrereleases(version.prerelease, own.prerelease) !== 0;
  }
  return compareVersions(version, own) !== 0;
}

function greater(constraint: Constraint, version: Version, order: number): boolean {
  const { version: own, isDirty, isMinorDirty, isPatchDirty } = constraint;
  if (!isDirty) return order > 0;
  if (version.major !== own.major) return version.major > own.major;
  if (isMinorDirty) return false;
  return isPatchDirty ? version.minor > own.minor : order > 0;
}

function lessOrEqual({ version: own, isDirty, isMinorDirty }: Constraint, version: Version, order: number): boolean {
  if (!isDirty) return order <= 0;
  if (version.major > own.major) return false;
  return !(version.major === own.major && version.minor > own.minor && !isMinorDirty);
}

function tilde(constraint: Constraint, version: Version, order: number): boolean {
  const { version: own, isMinorDirty, isPatchDirty } = constraint;
  if (order < 0) return false;
  if (own.major === 0n && own.minor === 0n && own.patch === 0n && !isMinorDirty && !isPatchDirty) return true;
  return version.major === own.major && (version.minor === own.minor || isMinorDirty);
}

function caret(constraint: Constraint, version: Version, order: number): boolean {
  const { version: own, isMinorDirty, isPatchDirty } = constraint;
  if (order < 0) return false;
  if (own.major > 0n || isMinorDirty) return version.major === own.major;
  if (version.major > 0n) return false;
  if (own.minor > 0n || isPatchDirty) return version.minor === own.minor;
  return version.minor === 0n && own.patch === version.patch;
}
