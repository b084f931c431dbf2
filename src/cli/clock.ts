/** Milliseconds since some moment, for differences; never set back. Node loads a dozen modules for `performance`. */
export function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
