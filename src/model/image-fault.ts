/*
 * Whether an image's name is a reference, as the kubelet reads it before it pulls (pkg/util/parsers applies
 * ParseNormalizedNamed of github.com/distribution/reference). Each pattern has one way to match a text, so all are linear.
 */

const domain =
  /^(?:(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** Hexadecimal digits of each digest (opencontainers/go-digest algorithm.go); any other algorithm is refused. */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
/** Of the repository's name, registry included (reference.go RepositoryNameTotalLengthMaximum). */
const longestName = 255;
/** No reference is as long: name, tag and the longest digest together. */
const longest = 600;

/** Why a text is no image reference, in a few words; undefined where it is one. An empty text is the API server's to refuse. */
export function faultOfImage(image: string): string | undefined {
  const written = obvious(image);
  if (written !== undefined) return written;
  const at = image.indexOf("@");
  const named = at === -1 ? image : image.slice(0, at);
  const fault = at === -1 ? undefined : faultOfDigest(image.slice(at + 1));
  if (fault !== undefined) return fault;
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  return faultOfName(name) ?? (colon === -1 ? undefined : faultOfTag(named.slice(colon + 1)));
}

/** Faults that are better named than by the part of the grammar that they break. */
function obvious(image: string): string | undefined {
  if (image.length > longest) return "it is longer than any reference";
  if (image.includes("{{") || image.includes("}}")) return "a template expression is left in it";
  if (/<no value>|<nil>|%!/.test(image)) return "a value of the template is missing";
  if (image.includes("://") && /^[a-z][a-z0-9+.-]*:\/\//i.test(image))
    return "it begins with a scheme, and a reference is no URL";
  if (/\s/.test(image)) return "it holds white space";
  return undefined;
}

function faultOfDigest(digest: string): string | undefined {
  if (digest === "") return "the digest after `@` is empty";
  if (!digestPattern.test(digest)) return "what follows `@` is no digest";
  const colon = digest.indexOf(":");
  const algorithm = digest.slice(0, colon);
  const length = Object.hasOwn(digestLengths, algorithm) ? digestLengths[algorithm] : undefined;
  if (length === undefined) return `the digest's algorithm \`${algorithm}\` is unknown`;
  const hex = digest.slice(colon + 1);
  if (hex.length !== length) return `a ${algorithm} digest has ${length} hexadecimal digits, this one ${hex.length}`;
  return /^[0-9a-f]+$/.test(hex) ? undefined : "a digest is written in lower-case letters";
}

function faultOfTag(tag: string): string | undefined {
  if (tag === "") return "the tag after `:` is empty";
  if (tag.includes(":")) return "it has two tags";
  return tagPattern.test(tag) ? undefined : `\`${tag.slice(0, 40)}\` is no tag`;
}

/** The repository's name: a registry where its first part looks like one, then a path. */
function faultOfName(name: string): string | undefined {
  if (name === "") return "it names no repository";
  if (/^[a-f0-9]{64}$/.test(name)) return "64 hexadecimal digits are an image's id, not a name";
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (isRegistry && !domain.test(first)) return `\`${first.slice(0, 60)}\` is no registry`;
  const path = isRegistry ? name.slice(slash + 1) : name;
  const library = isRegistry ? "" : slash === -1 ? "docker.io/library/" : "docker.io/";
  if (path !== path.toLowerCase()) return "a repository's name is written in lower-case letters";
  const bad = path.split("/").find((part) => !component.test(part));
  if (bad === "") return "a part of the repository's name is empty";
  if (bad !== undefined) return `\`${bad.slice(0, 60)}\` is no part of a repository's name`;
  return name.length + library.length > longestName ? "the repository's name is longer than 255 characters" : undefined;
}
