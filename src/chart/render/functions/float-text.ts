/** Floats as Go's strconv writes them. */

/** From this exponent on `g` writes one, where it writes the fewest digits. */
const EXPONENT_FROM = 6;

/** `strconv.FormatFloat(value, 'g', -1, bits)`, which is also `%v`. */
export function formatG(value: number, bits: 32 | 64 = 64): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", exponentText = ""] = shortest(value, bits).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= EXPONENT_FROM)
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return plain(mantissa, exponent);
}

/** The fewest digits that give the same float again, as `d.ddde±d`. */
function shortest(value: number, bits: 32 | 64): string {
  if (bits === 64) return value.toExponential();
  for (let digits = 0; digits < 17; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential();
}

function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const rest = digits.slice(exponent + 1);
  return rest === "" ? sign + whole : `${sign}${whole}.${rest}`;
}
