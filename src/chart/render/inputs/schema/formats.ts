import { hostname, parseUrl } from "../../functions/go-url.ts";
import { FunctionError } from "../../value.ts";
import type { Patterns } from "./pattern.ts";

/** Formats that drafts up to 7 check; another name is no format. */
export function fitsFormat(format: string, text: string, patterns: Patterns): boolean {
  switch (format) {
    case "regex":
      return patterns.compile(text) !== undefined;
    case "ipv4":
      return isIpv4(text);
    case "ipv6":
      return isIpv6(text);
    case "hostname":
      return isHostname(text);
    case "email":
      return isEmail(text);
    case "date":
      return isDate(text);
    case "time":
      return isTime(text);
    case "date-time":
      return /^.{10}[tT]/s.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
    case "uuid":
      return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
    case "uri":
    case "iri":
      return isUriReference(text) && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text);
    case "uri-reference":
    case "iri-reference":
      return isUriReference(text);
    case "json-pointer":
      return isPointer(text);
    case "relative-json-pointer": {
      const match = /^(?:0|[1-9][0-9]*)(.*)$/s.exec(text);
      return match?.[1] !== undefined && (match[1] === "#" || isPointer(match[1]));
    }
    case "duration":
      return isDuration(text);
    case "semver":
      return /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(
        text,
      );
    default:
      return true;
  }
}

function isIpv4(text: string): boolean {
  const groups = text.split(".");
  return groups.length === 4 && groups.every((group) => /^(0|[1-9][0-9]{0,2})$/.test(group) && Number(group) < 256);
}

function isIpv6(text: string): boolean {
  const dotted = /(^|:)([0-9.]+)$/.exec(text);
  const hasDots = dotted?.[2]?.includes(".") === true;
  if (hasDots && !isIpv4(dotted?.[2] ?? "")) return false;
  const plain = hasDots ? `${text.slice(0, -(dotted?.[2]?.length ?? 0))}0:0` : text;
  const halves = plain.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const count = groups.reduce((sum, half) => sum + half.length, 0);
  if (!groups.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}

function isHostname(text: string): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (name.length > 253) return false;
  return name.split(".").every((label) => label.length < 64 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (text.length > 254 || at < 0) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (local.length > 64) return false;
  if (local.length > 1 && local.startsWith('"')) {
    if (/[\\"]/.test(local.slice(1, -1))) return false;
  } else if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i.test(local)) return false;
  if (!domain.startsWith("[") || !domain.endsWith("]")) return isHostname(domain);
  const address = domain.slice(1, -1);
  return address.startsWith("IPv6:") ? isIpv6(address.slice(5)) : isIpv4(address);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** `10:20:30Z`, with a fraction and an offset; a leap second stands at the end of a day in UTC. */
function isTime(text: string): boolean {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[zZ]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (match === null) return false;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [offsetHour, offsetMinute] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (offsetHour * 60 + offsetMinute) * (match[4] === "-" ? 1 : -1);
  return (hour * 60 + minute + offset + 2 * 1440) % 1440 === 1439;
}

function isPointer(text: string): boolean {
  return text === "" || (text.startsWith("/") && !/~(?![01])/.test(text));
}

/** Go's url.Parse refuses few texts: control characters, a bad escape, a colon ahead of the first slash. */
function isUriReference(text: string): boolean {
  if (text.includes("\\")) return false;
  try {
    const { host } = parseUrl(text);
    const name = hostname(host);
    return !name.includes(":") || (host.startsWith("[") && isIpv6(name));
  } catch (error) {
    if (error instanceof FunctionError) return false;
    throw error;
  }
}

function isDuration(text: string): boolean {
  if (/^P[0-9]+W$/.test(text)) return true;
  const date = "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)";
  const time = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
  return new RegExp(`^P(?:${date}(?:${time})?|${time})$`).test(text);
}
