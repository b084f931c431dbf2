const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt]|\x20+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+]\d\d:\d\d)?)?$/;

/**
 * Whether go-yaml v2 takes a text for a timestamp (resolve.go: parseTimestamp, four layouts of Go's time package).
 * Only an explicit `!!timestamp` makes a difference: the value is the text all the same.
 */
export function isTimestamp(text: string): boolean {
  if (text.length > 100) return false;
  const match = DATE.exec(text);
  if (match === null) return false;
  const [, year, month, day, separator, hour, minute, second, zone] = match;
  // With `T` a zone must follow, after a space none may.
  if (separator !== undefined && (separator.trim() === "") === (zone !== undefined)) return false;
  if (zone !== undefined && zone !== "Z" && (Number(zone.slice(1, 3)) > 24 || Number(zone.slice(4)) > 60)) return false;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return false;
  const days = daysInMonth(Number(year), Number(month));
  return Number(day) >= 1 && Number(day) <= days;
}

function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
