/*
 * The name of an image, as the API server takes it apart to choose a pull policy.
 * Sources: pkg/util/parsers (ParseImageName), github.com/distribution/reference (normalize.go, regexp.go).
 */

const pathPart = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const domainPart = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
const mostCharacters = 255;

/**
 * The tag of an image: `latest` where it names neither a tag nor a digest; "" where it has only a digest, and for what
 * is no image's name.
 */
export function imageTagOf(image: unknown): string {
  if (typeof image !== "string" || /^[0-9a-f]{64}$/.test(image)) return "";
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const hasDomain = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  const domain = hasDomain ? first : "docker.io";
  let rest = hasDomain ? image.slice(slash + 1) : image;
  if (!rest.includes("/") && (domain === "docker.io" || domain === "index.docker.io")) rest = `library/${rest}`;
  const at = rest.indexOf("@");
  const digest = at < 0 ? undefined : rest.slice(at + 1);
  const tagged = at < 0 ? rest : rest.slice(0, at);
  const colon = tagged.indexOf(":");
  const tag = colon < 0 ? undefined : tagged.slice(colon + 1);
  const path = colon < 0 ? tagged : tagged.slice(0, colon);
  if (!isDomain(domain) || domain.length + path.length + 1 > mostCharacters) return "";
  if (!path.split("/").every((part) => pathPart.test(part))) return "";
  if ((tag !== undefined && !tagForm.test(tag)) || (digest !== undefined && !digestForm.test(digest))) return "";
  return tag ?? (digest === undefined ? "latest" : "");
}

function isDomain(domain: string): boolean {
  const [, host = "", port] = /^(\[[0-9a-fA-F:]+\]|[^:]*)(?::(\d+))?$/.exec(domain) ?? [];
  if (port === undefined && domain.endsWith(":")) return false;
  return host.startsWith("[") || host.split(".").every((part) => domainPart.test(part));
}
