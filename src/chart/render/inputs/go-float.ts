/** A float64 as Go's `strconv.FormatFloat(value, 'g', -1, 64)` writes it: with an exponent below 1e-4 and from 1e6 on. */
export function formatFloat(value: number): string {
  const [mantissa = "", exponentText = ""] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return Object.is(value, -0) ? "-0" : String(value);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${digits}`;
}
