const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** `time.ParseDuration`: nanoseconds, or undefined where it fails. */
export function parseDuration(text: string): bigint | undefined {
  const sign = text.startsWith("-") ? -1n : 1n;
  const body = text.replace(/^[+-]/, "");
  if (body === "0") return 0n;
  if (body === "" || body.length > 500) return undefined;
  let total = 0n;
  let at = 0;
  const part = /([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/y;
  while (at < body.length) {
    part.lastIndex = at;
    const match = part.exec(body);
    const unit = match === null || !Object.hasOwn(UNITS, match[3] ?? "") ? undefined : UNITS[match[3] ?? ""];
    if (match === null || unit === undefined) return undefined;
    const fraction = (match[2] ?? "").slice(0, 18);
    if ((match[1] ?? "") === "" && fraction === "") return undefined;
    total += BigInt(match[1] || "0") * unit;
    if (fraction !== "") total += (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
    at = part.lastIndex;
  }
  return total > 0x7fff_ffff_ffff_ffffn ? undefined : sign * total;
}

/** What is wrong with a duration, in Go's words. */
export function durationError(text: string): string {
  const shown = JSON.stringify(text);
  const body = text.replace(/^[+-]/, "");
  const unit = /^[0-9]+(?:\.[0-9]*)?([^0-9.]*)/.exec(body);
  if (unit !== null && unit[1] === "") return `time: missing unit in duration ${shown}`;
  const unknown = [...body.matchAll(/(?<![0-9.])[0-9.]+([^0-9.]+)/g)].find(
    (match) => !Object.hasOwn(UNITS, match[1] ?? ""),
  );
  if (unknown !== undefined && /^[0-9.]/.test(body))
    return `time: unknown unit ${JSON.stringify(unknown[1])} in duration ${shown}`;
  return `time: invalid duration ${shown}`;
}

/** `time.Duration.String()`. */
export function durationText(nanoseconds: bigint): string {
  const total = BigInt.asIntN(64, nanoseconds);
  if (total === 0n) return "0s";
  const sign = total < 0n ? "-" : "";
  const size = total < 0n ? -total : total;
  if (size < 1_000_000_000n) {
    const [unit, name] = size < 1000n ? [1n, "ns"] : size < 1_000_000n ? [1000n, "µs"] : [1_000_000n, "ms"];
    return `${sign}${decimal(size, unit as bigint)}${name}`;
  }
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(digits, "0")
    .replace(/(?<!0)0+$/, "");
  return digits === 0 || fraction === "" ? String(value / unit) : `${value / unit}.${fraction}`;
}

/** sprig's durationRound: the largest unit that it exceeds. */
export function roundedDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const hour = 3_600_000_000_000n;
  const units: readonly (readonly [bigint, string])[] = [
    [hour * 24n * 365n, "y"],
    [hour * 24n * 30n, "mo"],
    [hour * 24n, "d"],
    [hour, "h"],
    [hour / 60n, "m"],
    [hour / 3600n, "s"],
  ];
  const found = units.find(([unit]) => size > unit);
  return found === undefined ? "0s" : `${size / found[0]}${found[1]}`;
}
