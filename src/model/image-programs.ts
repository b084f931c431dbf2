import { imageTagOf } from "./image-reference.ts";
import type { Container } from "./pod.ts";

/** An official image, by the names under which it is pulled. */
const official = /^(?:(?:docker\.io|index\.docker\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?(mongo|mariadb):/;

/** By the image: the major version from which on it lacks programs, and what took their place. */
const lacking: Readonly<
  Record<string, { readonly since: number; readonly programs: Readonly<Record<string, string>> }>
> = {
  // https://www.mongodb.com/docs/manual/release-notes/6.0-compatibility/: the legacy mongo shell is removed
  mongo: { since: 6, programs: { mongo: "mongosh" } },
  // MariaDB/mariadb-docker#512: in 11 the programs have the names of MariaDB alone
  mariadb: {
    since: 11,
    programs: { mysqladmin: "mariadb-admin", mysql: "mariadb" },
  },
};

/** What may put a program there after all. */
const installs = /(?:^|[\s;&|"'[])(?:ln|cp|install|apt|apt-get)[\s"']/;

/** What took the place of a program that a container's image surely lacks, while earlier versions of it have it. */
export function takenBy(
  { image, command, args, mounts, environment, value }: Container,
  program: string,
): string | undefined {
  const [, name = ""] = /^(?:\/usr\/bin\/)?([a-z]{5,10})$/.exec(program) ?? [];
  const { since = 0, programs = {} } = lacking[official.exec(image)?.[1] ?? ""] ?? {};
  const instead = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (instead === undefined) return undefined;
  // Images on other bases are made in other ways.
  const version = /^(\d{1,2})(?:\.\d{1,3}){0,2}(?:-(?:rc|focal|jammy|noble))?$/.exec(imageTagOf(image))?.[1];
  if (Number(version ?? 0) < since || environment.some((one) => one.name === "PATH")) return undefined;
  if (mounts.some(({ mountPath = "" }) => /^\/$|\/s?bin(?:\/|$)/.test(mountPath))) return undefined;
  return installs.test([...command, ...args, JSON.stringify(value.lifecycle ?? "")].join(" ").slice(0, 20_000))
    ? undefined
    : instead;
}

/** Whether a container's image surely lacks a program that earlier versions of it have. */
export function lacksProgram(container: Container, program: string): boolean {
  return takenBy(container, program) !== undefined;
}
