import { spendItems } from "../budget.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, type GoObject, nil, type Value } from "../value.ts";
import { parseInt64 } from "./cast.ts";
import { formatInstant, parseInstant } from "./date-layout.ts";
import { durationError, durationText, parseDuration, roundedDuration } from "./durations.ts";
import { civilOf, daysOf, type Instant, inZone } from "./instants.ts";
import { bool, fn, integer, textOf } from "./make.ts";
import { marshalAs } from "./marshalled.ts";
import { computed, originOf } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";

const TIME = { goType: "time.Time" };
const instants = new WeakMap<GoObject, Instant>();
const ZERO: Instant = { seconds: BigInt(daysOf(1, 1, 1)) * 86_400n, nanoseconds: 0, offset: 0, zone: "UTC" };

function instantOf(value: Value | undefined): Instant | undefined {
  return value?.kind === "object" ? instants.get(value) : undefined;
}

/** A `time.Time`. */
export function timeObject(instant: Instant, origin: Origin | undefined): GoObject {
  const civil = civilOf(instant);
  const numbers: Readonly<Record<string, number>> = {
    Year: civil.year,
    Day: civil.day,
    Hour: civil.hour,
    Minute: civil.minute,
    Second: civil.second,
    YearDay: civil.yearDay,
    Nanosecond: instant.nanoseconds,
  };
  const text = (value: string): Text => Text.from(value, origin);
  const shift = instant.zone === "" ? "-0700 -0700" : "-0700 MST";
  const object: GoObject = {
    kind: "object",
    goType: "time.Time",
    field(name) {
      if (Object.hasOwn(numbers, name)) return integer(BigInt(numbers[name] ?? 0), "int", origin);
      if (name === "Unix") return integer(instant.seconds, "int64", origin);
      if (name === "UnixNano")
        return integer(instant.seconds * 1_000_000_000n + BigInt(instant.nanoseconds), "int64", origin);
      if (name === "Month") return text(formatInstant(instant, "January"));
      if (name === "Weekday") return text(formatInstant(instant, "Monday"));
      if (name === "IsZero") return bool(instant.seconds === ZERO.seconds && instant.nanoseconds === 0);
      if (name === "UTC" || name === "Local") return timeObject({ ...instant, offset: 0, zone: "UTC" }, origin);
      if (name === "String") return object.string?.();
      return undefined;
    },
    methods: {
      Format: fn(["string"], ([layout]) =>
        computed(formatInstant(instant, textOf(layout).value), ...(origin === undefined ? [] : [object])),
      ),
      AddDate: fn(["int", "int", "int"], ([years, months, days]) => addDate(instant, years, months, days, origin)),
    },
    string: () => text(formatInstant(instant, `2006-01-02 15:04:05.999999999 ${shift}`)),
    ...(origin === undefined ? {} : { origin }),
  };
  instants.set(object, instant);
  marshalAs(object, text(formatInstant(instant, "2006-01-02T15:04:05.999999999Z07:00")));
  return object;
}

function addDate(
  instant: Instant,
  years: Value | undefined,
  months: Value | undefined,
  days: Value | undefined,
  origin: Origin | undefined,
): GoObject {
  const count = (value: Value | undefined): number => (value?.kind === "int" ? Number(value.value) : 0);
  const civil = civilOf(instant);
  const month = civil.month - 1 + count(months);
  const year = civil.year + count(years) + Math.floor(month / 12);
  const shifted = daysOf(year, (((month % 12) + 12) % 12) + 1, 1) + civil.day - 1 + count(days);
  const moved = shifted - daysOf(civil.year, civil.month, civil.day);
  return timeObject({ ...instant, seconds: instant.seconds + BigInt(moved) * 86_400n }, origin);
}

function now(call: Call): Instant {
  const milliseconds = call.now.getTime();
  return {
    seconds: BigInt(Math.floor(milliseconds / 1000)),
    nanoseconds: (milliseconds % 1000) * 1_000_000,
    offset: 0,
    zone: "UTC",
  };
}

function randomOrigin(...values: Value[]): Origin {
  return { ...originOf(...values), isRandom: true };
}

/** A time, or seconds since 1970; anything else stands for now. */
function toInstant(value: Value | undefined, call: Call): { instant: Instant; isNow: boolean } {
  const instant = instantOf(value);
  if (instant !== undefined) return { instant, isNow: false };
  if (value?.kind === "int" && ["int", "int64", "int32"].includes(value.goType))
    return { instant: { seconds: value.value, nanoseconds: 0, offset: 0, zone: "UTC" }, isNow: false };
  return { instant: now(call), isNow: true };
}

function show(layout: Text, date: Value, zone: string, call: Call): Text {
  const { instant, isNow } = toInstant(date, call);
  spendItems(call, layout.value.length / 4);
  const shown = formatInstant(inZone(instant, zone), layout.value);
  call.spend(shown.length);
  return Text.from(shown, isNow ? randomOrigin(date) : originOf(date, layout));
}

function modify(must: boolean): FunctionSpec {
  return fn(["string", TIME], ([text, date = nil]) => {
    const instant = instantOf(date) ?? ZERO;
    const duration = parseDuration(textOf(text).value);
    if (duration === undefined) {
      if (must) throw new FunctionError(durationError(textOf(text).value));
      return date;
    }
    const total = instant.seconds * 1_000_000_000n + BigInt(instant.nanoseconds) + duration;
    const nanoseconds = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    return timeObject(
      { ...instant, seconds: (total - nanoseconds) / 1_000_000_000n, nanoseconds: Number(nanoseconds) },
      originOf(date, textOf(text)),
    );
  });
}

function parse(must: boolean): FunctionSpec {
  return fn(["string", "string"], ([layout, text], call) => {
    spendItems(call, textOf(layout).value.length);
    const instant = parseInstant(textOf(layout).value, textOf(text).value);
    if (typeof instant !== "string") return timeObject(instant, originOf(textOf(text)));
    if (must) throw new FunctionError(instant);
    return timeObject(ZERO, originOf(textOf(text)));
  });
}

const dateInZone = fn(["string", "any", "string"], ([layout, date = nil, zone], call) =>
  show(textOf(layout), date, textOf(zone).value, call),
);
const HTML = new Text("2006-01-02");

export const dateFunctions: FunctionTable = {
  now: fn([], (_args, call) => timeObject(now(call), { isRandom: true })),
  date: fn(["string", "any"], ([layout, date = nil], call) => show(textOf(layout), date, "Local", call)),
  dateInZone,
  date_in_zone: dateInZone,
  htmlDate: fn(["any"], ([date = nil], call) => show(HTML, date, "Local", call)),
  htmlDateInZone: fn(["any", "string"], ([date = nil, zone], call) => show(HTML, date, textOf(zone).value, call)),
  dateModify: modify(false),
  date_modify: modify(false),
  mustDateModify: modify(true),
  must_date_modify: modify(true),
  toDate: parse(false),
  mustToDate: parse(true),
  unixEpoch: fn([TIME], ([date = nil]) => computed(String((instantOf(date) ?? ZERO).seconds), date)),
  ago: fn(["any"], ([date = nil], call) => {
    const { instant, isNow } = toInstant(date, call);
    return Text.from(
      isNow ? "0s" : durationText((now(call).seconds - instant.seconds) * 1_000_000_000n),
      randomOrigin(date),
    );
  }),
  duration: fn(["any"], ([value = nil]) => {
    const seconds =
      value.kind === "string"
        ? (parseInt64(value.value, 10) ?? 0n)
        : value.kind === "int" && value.goType === "int64"
          ? value.value
          : 0n;
    return computed(durationText(BigInt.asIntN(64, seconds * 1_000_000_000n)), value);
  }),
  durationRound: fn(["any"], ([value = nil], call) => {
    const instant = instantOf(value);
    if (instant !== undefined)
      return Text.from(roundedDuration((now(call).seconds - instant.seconds) * 1_000_000_000n), randomOrigin(value));
    if (value.kind === "string") return computed(roundedDuration(parseDuration(value.value) ?? 0n), value);
    return computed(roundedDuration(value.kind === "int" && value.goType === "int64" ? value.value : 0n), value);
  }),
};
