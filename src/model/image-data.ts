import type { ConfigurationText } from "./configuration.ts";
import { onceOf, textsOfContainer, textsOfFiles } from "./configuration-index.ts";
import { withoutFileComments } from "./file-comments.ts";
import { type ImageVolumes, imageVolumes } from "./image-volumes.ts";
import type { Container } from "./pod.ts";
import { isComment } from "./written-value.ts";

/** An image's declared volumes, and where its data lies in this container. */
export interface ImageData {
  readonly known: ImageVolumes;
  /** The major version, where the tag begins with one. */
  readonly major?: number;
  readonly directory: string;
  /** The setting that moved the data there; absent for the image's own directory. */
  readonly moved?: string;
}

/** Registries whose images are the official ones, mirrors of them included. */
const registries =
  /^(?:(?:docker\.io|registry-1\.docker\.io|index\.docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?/;

let knownVolumes: readonly ImageVolumes[] | undefined;

/**
 * What is known of a container's image; undefined where it declares no volume that is known, where its version is
 * not known and counts, or where its data directory is set from somewhere that cannot be read.
 */
export function imageData(
  container: Container,
  texts: readonly ConfigurationText[],
  image = container.image,
): ImageData | undefined {
  const { repository, tag } = partsOf(image);
  knownVolumes ??= imageVolumes();
  const ofRepository = knownVolumes.filter(
    ({ repositories, pattern }) =>
      pattern?.test(repository) === true ||
      repositories.some((one) => one === repository || (one.includes("/") && repository.endsWith(`/${one}`))),
  );
  if (ofRepository.length === 0) return undefined;
  const major = majorOf(tag);
  const known = ofRepository.find(
    ({ since, until }) =>
      (since === undefined || (major !== undefined && major >= since)) &&
      (until === undefined || (major !== undefined && major <= until)),
  );
  if (known === undefined) return undefined;
  const own = normal(known.data.replace("MAJOR", String(major ?? "")));
  const variable = container.environment.find(({ name }) => known.variables.includes(name));
  const withMajor = major === undefined ? {} : { major };
  if (variable !== undefined) {
    if (variable.value === undefined || !variable.value.startsWith("/") || variable.value.includes("$"))
      return undefined;
    return { known, ...withMajor, directory: normal(variable.value), moved: variable.name };
  }
  const moved = movedBy(textsOfContainer(texts, container), known, container) ?? movedByFiles(texts, known);
  if (moved === "unknown") return undefined;
  return moved === undefined ? { known, ...withMajor, directory: own } : { known, ...withMajor, ...moved };
}

/** The directory that a setting names, and the setting; `unknown` where one moves it that cannot be read. */
type Moved = Pick<ImageData, "directory" | "moved"> | "unknown";

function movedBy(texts: readonly ConfigurationText[], known: ImageVolumes, container?: Container): Moved | undefined {
  for (const { text: whole, origin } of texts) {
    const text = withoutFileComments(whole, "xml");
    for (const argument of known.arguments) {
      const from =
        (origin === "command" || origin === "args") && text === argument ? "" : directoryAfter(text, argument);
      if (from === undefined) continue;
      const words = container === undefined ? [] : [...container.command, ...container.args];
      const directory = from === "" ? words[words.indexOf(argument) + 1] : from;
      if (directory === undefined || !directory.startsWith("/")) return "unknown";
      return { directory: normal(directory), moved: argument };
    }
    // A variable that a ConfigMap or a script sets moves the data as well.
    if (known.variables.some((name) => text.includes(name))) return "unknown";
  }
  return undefined;
}

/** The same for each container: it is asked once of all ConfigMaps and Secrets. */
function movedByFiles(texts: readonly ConfigurationText[], known: ImageVolumes): Moved | undefined {
  const answers = onceOf(texts, answersByImage);
  if (!answers.has(known)) {
    const files = textsOfFiles(texts);
    const isSet = files.some(({ path }) => known.variables.includes(String(path[path.length - 1])));
    answers.set(known, movedBy(files, known) ?? (isSet ? "unknown" : undefined));
  }
  return answers.get(known);
}

const answersByImage = () => new Map<ImageVolumes, Moved | undefined>();

/** `docker.io/library/postgres:16.2@sha256:…` → `postgres` and `16.2`. */
function partsOf(image: string): { readonly repository: string; readonly tag: string } {
  const named = image.split("@", 1)[0] ?? "";
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const tag = colon === -1 ? "" : named.slice(colon + 1);
  const repository = (colon === -1 ? named : named.slice(0, colon)).replace(registries, "");
  return { repository: withoutMirror(repository), tag };
}

/**
 * A mirror keeps the official images' folder: `registry.example.com/docker-hub/library/postgres`. Where nothing before it names one, the
 * image may be anybody's: `library` is also the project that Harbor begins with.
 */
function withoutMirror(repository: string): string {
  const at = repository.lastIndexOf("/library/");
  if (at === -1) return repository;
  const before = repository.slice(0, at);
  const isMirror = /docker(?:-?hub|[.-]?io)|mirror|proxy|cache/.test(before) || before.split("/").includes("hub", 1);
  return isMirror ? repository.slice(at + "/library/".length) : repository;
}

/** `16.2` → 16. */
function majorOf(tag: string): number | undefined {
  // PostgreSQL's versions to come have tags such as `19beta1` and `19rc1`.
  const major = /^(?:v|pg|latest-pg)?(\d{1,3})(?=$|[.\-_]|(?:alpha|beta|rc)\d)/.exec(tag)?.[1];
  // TimescaleDB and pgvector name PostgreSQL's version after their own: `2.14.2-pg16`.
  const inner = tag.includes("pg") ? /(?:^|-)pg(\d{1,3})(?:\b|(?=(?:alpha|beta|rc)\d))/.exec(tag)?.[1] : undefined;
  const number = inner ?? major;
  return number === undefined ? undefined : Number(number);
}

/** The absolute path after a setting's name in a text: `--dbpath=/a`, `dbPath: /a`, `datadir = /a`, `<path>/a`. */
function directoryAfter(text: string, name: string): string | undefined {
  for (let at = text.indexOf(name), seen = 0; at !== -1 && seen < 20; at = text.indexOf(name, at + 1), seen++) {
    if (at > 0 && /[\w-]/.test(text.charAt(at - 1))) continue;
    if (isComment(text, at)) continue;
    const match = /^[ \t]*[:=]?[ \t\n-]*["']?(\/[^\s"',;<]{1,300})/.exec(
      text.slice(at + name.length, at + name.length + 400),
    );
    if (match?.[1] !== undefined) return match[1];
  }
  return undefined;
}

/** A path without slashes at its end and doubled ones. */
export function normal(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
}

/** Whether a path is a directory or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === "/" || path.startsWith(`${directory}/`);
}
