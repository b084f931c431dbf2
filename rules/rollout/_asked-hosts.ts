import type { Container } from "../../src/model/pod.ts";
import type { WaitLoop } from "../../src/model/wait-loops.ts";
import type { Path } from "../../src/read/path.ts";

const asks =
  /\b(?:nslookup|dig|drill|getent|host|ping|nc|ncat|netcat|curl|wget|telnet|pg_isready|mysqladmin|mysql|redis-cli|mongo|mongosh|psql|nmap)\b|\/dev\/tcp\//;

const mostWords = 60;

/** What a loop waits for, once for each value of the `for` around it. */
export function conditionsOf({ condition, over }: WaitLoop): readonly string[] {
  if (over === undefined) return [condition];
  const variable = new RegExp(`\\$\\{${over.variable}\\}|\\$${over.variable}\\b`, "g");
  return over.values.map((value) => condition.replace(variable, () => value));
}

/** The words of a condition that may be hosts which it asks or looks up, without scheme, port and path. */
export function hostsAskedBy(condition: string): readonly string[] {
  if (!asks.test(condition)) return [];
  const words = condition.split(/[\s"'`;|&()<>=,]+/).slice(0, mostWords);
  return words.map(hostIn).filter((host) => host !== "");
}

/** What may be a host in one word: `http://db:80/health`, `/dev/tcp/db/5432`, `db.`. */
export function hostIn(word: string): string {
  return word
    .replace(/^[a-z]{1,10}:\/\//, "")
    .replace(/^\/dev\/tcp\//, "")
    .replace(/[:/].*$/s, "")
    .replace(/\.$/, "");
}

/** Where a container's script stands. */
export function scriptPath({ path, value }: Container): Path {
  const key = Array.isArray(value.args) && value.args.length > 0 && !Array.isArray(value.command) ? "args" : "command";
  return [...path, key];
}
