import { toBytes } from "../bytes.ts";
import { type Civil, civilOf, daysInMonth, daysOf, type Instant } from "./instants.ts";

/** Go's layouts: a date is shown as the moment Mon Jan 2 15:04:05 MST 2006 is written in them. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const TOKEN =
  /January|Jan(?![a-z])|Jan|Monday|Mon|MST|2006|__2|_2(?!006)|002|0[1-6]|15|PM|pm|Z070000|Z07:00:00|Z0700|Z07:00|Z07|-070000|-07:00:00|-0700|-07:00|-07|[.,]0+(?![0-9])|[.,]9+(?![0-9])|1|2|3|4|5/g;

interface Piece {
  readonly token: string;
  readonly isLiteral: boolean;
}

function pieces(layout: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of layout.matchAll(TOKEN)) {
    const token = match[0];
    if (token === "Jan" && /^[a-z]/.test(layout.slice(match.index + 3))) continue;
    if (token === "Mon" && /^[a-z]/.test(layout.slice(match.index + 3))) continue;
    if (match.index > from) found.push({ token: layout.slice(from, match.index), isLiteral: true });
    found.push({ token, isLiteral: false });
    from = match.index + token.length;
  }
  if (from < layout.length) found.push({ token: layout.slice(from), isLiteral: true });
  return found;
}

const two = (value: number): string => String(value).padStart(2, "0");

export function formatInstant(instant: Instant, layout: string): string {
  const civil = civilOf(instant);
  return pieces(layout)
    .map(({ token, isLiteral }) => (isLiteral ? token : shown(token, instant, civil)))
    .join("");
}

function shown(token: string, instant: Instant, civil: Civil): string {
  const hour12 = civil.hour % 12 === 0 ? 12 : civil.hour % 12;
  switch (token) {
    case "2006":
      return civil.year < 0 ? `-${String(-civil.year).padStart(4, "0")}` : String(civil.year).padStart(4, "0");
    case "06":
      return two(((civil.year % 100) + 100) % 100);
    case "January":
      return MONTHS[civil.month - 1] ?? "";
    case "Jan":
      return (MONTHS[civil.month - 1] ?? "").slice(0, 3);
    case "01":
      return two(civil.month);
    case "1":
      return String(civil.month);
    case "Monday":
      return DAYS[civil.weekday] ?? "";
    case "Mon":
      return (DAYS[civil.weekday] ?? "").slice(0, 3);
    case "02":
      return two(civil.day);
    case "_2":
      return String(civil.day).padStart(2);
    case "2":
      return String(civil.day);
    case "002":
      return String(civil.yearDay).padStart(3, "0");
    case "__2":
      return String(civil.yearDay).padStart(3);
    case "15":
      return two(civil.hour);
    case "03":
      return two(hour12);
    case "3":
      return String(hour12);
    case "04":
      return two(civil.minute);
    case "4":
      return String(civil.minute);
    case "05":
      return two(civil.second);
    case "5":
      return String(civil.second);
    case "PM":
      return civil.hour >= 12 ? "PM" : "AM";
    case "pm":
      return civil.hour >= 12 ? "pm" : "am";
    case "MST":
      return instant.zone;
    default:
      return /^[.,]/.test(token) ? fraction(token, instant.nanoseconds) : offsetText(token, instant.offset);
  }
}

function fraction(token: string, nanoseconds: number): string {
  const digits = String(nanoseconds)
    .padStart(9, "0")
    .slice(0, token.length - 1);
  if (token[1] === "0") return token.charAt(0) + digits;
  const kept = digits.replace(/(?<!0)0+$/, "");
  return kept === "" ? "" : token.charAt(0) + kept;
}

function offsetText(token: string, offset: number): string {
  if (token.startsWith("Z") && offset === 0) return "Z";
  const size = Math.abs(offset);
  const separator = token.includes(":") ? ":" : "";
  let text = (offset < 0 ? "-" : "+") + two(Math.floor(size / 3600));
  const form = token.slice(1).replaceAll(":", "");
  if (form.length >= 4) text += separator + two(Math.floor(size / 60) % 60);
  if (form.length >= 6) text += separator + two(size % 60);
  return text;
}

const PATTERNS: Readonly<Record<string, string>> = {
  "2006": "([0-9]{4})",
  "06": "([0-9]{2})",
  "01": "([0-9]{2})",
  "1": "([0-9]{1,2})",
  "02": "([0-9]{2})",
  _2: " ?([0-9]{1,2})",
  "2": "([0-9]{1,2})",
  "002": "([0-9]{3})",
  __2: " {0,2}([0-9]{1,3})",
  "15": "([0-9]{2})",
  "03": "([0-9]{2})",
  "3": "([0-9]{1,2})",
  "04": "([0-9]{2})",
  "4": "([0-9]{1,2})",
  "05": "([0-9]{2})",
  "5": "([0-9]{1,2})",
  PM: "(AM|PM)",
  pm: "(am|pm)",
  MST: "([A-Z]{3,5}|[+-][0-9]{2})",
  January: `(${MONTHS.join("|")})`,
  Jan: `(${MONTHS.map((name) => name.slice(0, 3)).join("|")})`,
  Monday: `(${DAYS.join("|")})`,
  Mon: `(${DAYS.map((name) => name.slice(0, 3)).join("|")})`,
};

/** What is behind the literal part of a layout, or behind as much of it as is there (time.skip). */
function skip(text: string, literal: string): { rest: string; isAll: boolean } {
  let at = 0;
  for (let from = 0; from < literal.length; ) {
    if (literal[from] === " ") {
      // A run of spaces stands for any number of them; in front of anything else for none.
      if (at < text.length && text[at] !== " ") return { rest: text.slice(at), isAll: false };
      while (literal[from] === " ") from++;
      while (text[at] === " ") at++;
    } else if (text[at] === literal[from]) {
      at++;
      from++;
    } else return { rest: text.slice(at), isAll: false };
  }
  return { rest: text.slice(at), isAll: true };
}

/** A text as Go's time package quotes it in its errors: each byte that is no plain character as `\\x`. */
function quoted(text: string): string {
  let shown = "";
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte >= 0x80) shown += `\\x${byte.toString(16).padStart(2, "0")}`;
    else shown += character === '"' || character === "\\" ? `\\${character}` : character;
  }
  return `"${shown}"`;
}

/** `time.ParseInLocation` in UTC; or what is wrong with the text. */
export function parseInstant(layout: string, text: string): Instant | string {
  const parts = pieces(layout);
  const fields = new Map<string, string>();
  let rest = text;
  const refuse = (element: string): string =>
    `parsing time ${quoted(text)} as ${quoted(layout)}: cannot parse ${quoted(rest)} as ${quoted(element)}`;
  for (const [i, { token, isLiteral }] of parts.entries()) {
    if (isLiteral) {
      const skipped = skip(rest, token);
      rest = skipped.rest;
      if (!skipped.isAll) return refuse(token);
      continue;
    }
    const source = PATTERNS[token] ?? offsetPattern(token);
    const match = new RegExp(`^${source}`, /^(?:Jan|Mon)/.test(token) ? "i" : "").exec(rest);
    if (match === null) return refuse(token);
    fields.set(token.replace(/^[.,].*/, "."), match[1] ?? "");
    rest = rest.slice(match[0].length);
    if ((token === "05" || token === "5") && parts[i + 1]?.token[0] !== ".") {
      const after = /^[.,]([0-9]+)/.exec(rest);
      if (after !== null) {
        fields.set(".", after[1] ?? "");
        rest = rest.slice(after[0].length);
      }
    }
  }
  if (rest !== "") return `parsing time ${quoted(text)}: extra text: ${quoted(rest)}`;
  return assemble(fields, text);
}

function offsetPattern(token: string): string {
  if (token[1] === "0" && /^[.,]/.test(token)) return `[.,]([0-9]{${token.length - 1}})`;
  if (/^[.,]/.test(token)) return "(?:[.,]([0-9]+))?";
  const colon = token.includes(":") ? ":" : "";
  const count = token.slice(1).replaceAll(":", "").length / 2;
  const signed = `[+-][0-9]{2}${`${colon}[0-9]{2}`.repeat(count - 1)}`;
  return token.startsWith("Z") ? `(Z|${signed})` : `(${signed})`;
}

function assemble(fields: ReadonlyMap<string, string>, text: string): Instant | string {
  const number = (...names: string[]): number | undefined => {
    for (const name of names) {
      const value = fields.get(name);
      if (value !== undefined) return Number(value);
    }
    return undefined;
  };
  const outOf = (what: string): string => `parsing time ${JSON.stringify(text)}: ${what} out of range`;
  const short = number("06");
  const year = number("2006") ?? (short === undefined ? 0 : short + (short >= 69 ? 1900 : 2000));
  const name = (fields.get("January") ?? fields.get("Jan"))?.slice(0, 3).toLowerCase();
  const named =
    name === undefined ? undefined : MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === name) + 1;
  const month = number("01", "1") ?? named ?? 1;
  if (month < 1 || month > 12) return outOf("month");
  const day = number("02", "_2", "2") ?? 1;
  if (day < 1 || day > daysInMonth(year, month)) return outOf("day");
  let hour = number("15", "03", "3") ?? 0;
  if (hour > (fields.has("15") ? 23 : 12)) return outOf("hour");
  const half = (fields.get("PM") ?? fields.get("pm"))?.toUpperCase();
  if (half === "PM" && hour < 12) hour += 12;
  if (half === "AM" && hour === 12) hour = 0;
  const [minute, second] = [number("04", "4") ?? 0, number("05", "5") ?? 0];
  if (minute > 59) return outOf("minute");
  if (second > 59) return outOf("second");
  const zoneText = [...fields].find(([token]) => /^[Z-]0/.test(token))?.[1];
  const digits = zoneText === undefined || zoneText === "Z" ? "" : zoneText.replaceAll(":", "");
  const offset =
    digits === ""
      ? 0
      : (digits[0] === "-" ? -1 : 1) *
        (Number(digits.slice(1, 3)) * 3600 + Number(digits.slice(3, 5)) * 60 + Number(digits.slice(5, 7)));
  const yearDay = number("002", "__2");
  const days = yearDay === undefined ? daysOf(year, month, day) : daysOf(year, 1, 1) + yearDay - 1;
  return {
    seconds: BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second - offset),
    nanoseconds: Number((fields.get(".") ?? "").padEnd(9, "0").slice(0, 9)),
    offset,
    zone: offset === 0 ? (fields.get("MST") ?? "UTC") : (fields.get("MST") ?? ""),
  };
}
