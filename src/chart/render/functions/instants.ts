/** A moment, and the zone that it is shown in. */
export interface Instant {
  /** Since 1970, UTC. */
  readonly seconds: bigint;
  readonly nanoseconds: number;
  /** Seconds east of UTC, and the zone's short name. */
  readonly offset: number;
  readonly zone: string;
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  readonly yearDay: number;
}

const DAY = 86_400n;

export function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970 of a day of the Gregorian calendar. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

export function civilOf({ seconds, offset }: Instant): Civil {
  const local = seconds + BigInt(offset);
  const rest = ((local % DAY) + DAY) % DAY;
  const days = Number((local - rest) / DAY);
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const second = Number(rest);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf(year, 1, 1) + 1,
  };
}

/** The same moment in a zone by its IANA name; UTC for a name that is none. */
export function inZone(instant: Instant, name: string): Instant {
  const utc = { ...instant, offset: 0, zone: "UTC" };
  if (name === "" || name === "UTC" || name === "Local" || /^[+-]/.test(name)) return utc;
  const milliseconds = Number(instant.seconds) * 1000;
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      timeZoneName: "longOffset",
      hourCycle: "h23",
      year: "numeric",
    });
    const shown = format.formatToParts(milliseconds).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const match = /^GMT(?:([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$/.exec(shown);
    if (match === null) return utc;
    const size = Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
    const offset = match[1] === "-" ? -size : size;
    return { ...instant, offset, zone: abbreviation(name, milliseconds, offset) };
  } catch {
    return utc;
  }
}

/** Names that Intl does not give in English, by the zone's winter offset and whether it is summer time. */
const EUROPE: Readonly<Record<number, readonly [string, string]>> = {
  0: ["WET", "WEST"],
  3600: ["CET", "CEST"],
  7200: ["EET", "EEST"],
};
const NAMED: Readonly<Record<string, string>> = {
  "Asia/Tokyo": "JST",
  "Asia/Kolkata": "IST",
  "Asia/Shanghai": "CST",
  "Asia/Seoul": "KST",
  "Asia/Hong_Kong": "HKT",
  "Europe/Moscow": "MSK",
  "Africa/Johannesburg": "SAST",
  "Asia/Calcutta": "IST",
};

function abbreviation(name: string, milliseconds: number, offset: number): string {
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? "";
  const shown =
    new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "short" })
      .formatToParts(milliseconds)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  if (!/^GMT|^UTC/.test(shown)) return shown;
  if (name === "Europe/London" || name === "GB") return offset === 0 ? "GMT" : "BST";
  if (/^Australia\/(?:Sydney|Melbourne|Hobart|Canberra)$/.test(name)) return offset === 39600 ? "AEDT" : "AEST";
  if (name.startsWith("Europe/")) {
    const winter = inZoneOffset(name, Date.UTC(new Date(milliseconds).getUTCFullYear(), 0, 15));
    const pair = EUROPE[winter];
    if (pair !== undefined) return pair[offset === winter ? 0 : 1];
  }
  const hours = Math.floor(Math.abs(offset) / 3600);
  const minutes = Math.floor(Math.abs(offset) / 60) % 60;
  return `${offset < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}${minutes === 0 ? "" : String(minutes).padStart(2, "0")}`;
}

function inZoneOffset(name: string, milliseconds: number): number {
  const shown =
    new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" })
      .formatToParts(milliseconds)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const match = /([+-])([0-9]{2}):([0-9]{2})/.exec(shown);
  return match === null ? 0 : (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
