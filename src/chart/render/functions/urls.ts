import { Text } from "../text.ts";
import { FunctionError, type GoMap, type Value } from "../value.ts";
import { byteLength, fromBytes, toBytes } from "./bytes.ts";
import { entry, fn, map, mapOf, textOf } from "./make.ts";
import { computed } from "./origins.ts";
import { kindName, quoted } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";

type Mode = "path" | "host" | "userinfo" | "fragment";

/** Go's net/url, as far as sprig shows it. */
interface Url {
  scheme: string;
  opaque: string;
  user: { name: string; password?: string } | undefined;
  host: string;
  path: string;
  rawPath: string;
  query: string;
  forceQuery: boolean;
  fragment: string;
  rawFragment: string;
}

function isPlain(character: string, mode: Mode): boolean {
  if (/^[A-Za-z0-9\-_.~]$/.test(character)) return true;
  if (mode === "host") return "!$&'()*+,;=:[]<>\"".includes(character);
  if (!"$&+,/:;=?@".includes(character)) return mode === "fragment" && "!()*".includes(character);
  if (mode === "path") return character !== "?";
  if (mode === "userinfo") return !"@/?:".includes(character);
  return true;
}

function percentEncode(text: string, mode: Mode): string {
  let out = "";
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    out += byte < 0x80 && isPlain(character, mode) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

function percentDecode(text: string, mode: Mode): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(text);
  if (bad !== null) throw new FunctionError(`invalid URL escape ${quoted(bad[0])}`);
  if (mode === "host") {
    const invalid = [...text].find((c) => c.charCodeAt(0) < 0x80 && c !== "%" && !isPlain(c, "host"));
    if (invalid !== undefined) throw new FunctionError(`invalid character ${quoted(invalid)} in host name`);
    const encoded = /%(?!25)[0-7][0-9a-fA-F]/.exec(text);
    if (encoded !== null) throw new FunctionError(`invalid URL escape ${quoted(encoded[0])}`);
  }
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  const source = toBytes(text);
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== 0x25) bytes.push(source[i] ?? 0);
    else {
      bytes.push(Number.parseInt(String.fromCharCode(source[i + 1] ?? 0, source[i + 2] ?? 0), 16));
      i += 2;
    }
  }
  return fromBytes(Uint8Array.from(bytes));
}

function empty(): Url {
  return {
    scheme: "",
    opaque: "",
    user: undefined,
    host: "",
    path: "",
    rawPath: "",
    query: "",
    forceQuery: false,
    fragment: "",
    rawFragment: "",
  };
}

function parse(raw: string): Url {
  const hash = raw.indexOf("#");
  const shown = hash < 0 ? raw : raw.slice(0, hash);
  try {
    const url = parseWithoutFragment(shown);
    if (hash >= 0) {
      url.fragment = percentDecode(raw.slice(hash + 1), "fragment");
      url.rawFragment = raw.slice(hash + 1);
    }
    return url;
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(`parse ${quoted(shown)}: ${error.message}`);
  }
}

function parseWithoutFragment(raw: string): Url {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\0-\x1f\x7f]/.test(raw)) throw new FunctionError("net/url: invalid control character in URL");
  const url = empty();
  if (raw === "*") return { ...url, path: "*" };
  let rest = raw;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(raw);
  if (scheme !== null) {
    url.scheme = (scheme[1] ?? "").toLowerCase();
    rest = raw.slice(scheme[0].length);
  } else if (raw.startsWith(":")) throw new FunctionError("missing protocol scheme");
  const question = rest.indexOf("?");
  if (question >= 0) {
    url.forceQuery = question === rest.length - 1;
    url.query = rest.slice(question + 1);
    rest = rest.slice(0, question);
  }
  if (!rest.startsWith("/")) {
    if (url.scheme !== "") return { ...url, opaque: rest };
    if ((rest.split("/")[0] ?? "").includes(":"))
      throw new FunctionError("first path segment in URL cannot contain colon");
  }
  if ((url.scheme !== "" || !rest.startsWith("///")) && rest.startsWith("//")) {
    const slash = rest.indexOf("/", 2);
    const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
    rest = slash < 0 ? "" : rest.slice(slash);
    parseAuthority(url, authority);
  }
  url.path = percentDecode(rest, "path");
  url.rawPath = rest;
  return url;
}

function parseAuthority(url: Url, authority: string): void {
  const at = authority.lastIndexOf("@");
  url.host = parseHost(authority.slice(at + 1));
  if (at < 0) return;
  const info = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(info)) throw new FunctionError("net/url: invalid userinfo");
  const colon = info.indexOf(":");
  const name = percentDecode(colon < 0 ? info : info.slice(0, colon), "userinfo");
  url.user = colon < 0 ? { name } : { name, password: percentDecode(info.slice(colon + 1), "userinfo") };
}

function parseHost(host: string): string {
  const bracket = host.startsWith("[") ? host.lastIndexOf("]") : -1;
  if (host.startsWith("[") && bracket < 0) throw new FunctionError("missing ']' in host");
  const colon = bracket >= 0 ? bracket + 1 : host.lastIndexOf(":");
  const port = colon >= 0 ? host.slice(colon) : "";
  if (port !== "" && !/^:[0-9]*$/.test(port)) throw new FunctionError(`invalid port ${quoted(port)} after host`);
  return percentDecode(host, "host");
}

function hostname(host: string): string {
  const match = /^\[([^\]]*)\]/.exec(host);
  return match === null ? host.replace(/:[0-9]*$/, "") : (match[1] ?? "");
}

function userText({ user }: Url): string {
  if (user === undefined) return "";
  return (
    percentEncode(user.name, "userinfo") +
    (user.password === undefined ? "" : `:${percentEncode(user.password, "userinfo")}`)
  );
}

function escapedPath(url: Url): string {
  if (url.rawPath !== "" && /^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/%]*$/.test(url.rawPath)) return url.rawPath;
  return url.path === "*" ? "*" : percentEncode(url.path, "path");
}

function urlText(url: Url): string {
  let out = url.scheme === "" ? "" : `${url.scheme}:`;
  if (url.opaque !== "") out += url.opaque;
  else {
    const hasHost = url.host !== "";
    if (url.scheme !== "" || hasHost || url.user !== undefined) {
      if (hasHost || url.path !== "" || url.user !== undefined) out += "//";
      if (url.user !== undefined) out += `${userText(url)}@`;
      if (hasHost) out += percentEncode(url.host, "host");
    }
    const path = escapedPath(url);
    if (path !== "" && !path.startsWith("/") && hasHost) out += "/";
    if (out === "" && (path.split("/")[0] ?? "").includes(":")) out += "./";
    out += path;
  }
  if (url.query !== "") out += `?${url.query}`;
  if (url.fragment !== "") out += `#${percentEncode(url.fragment, "fragment")}`;
  return out;
}

function urlParse(text: Text): Value {
  let url: Url;
  try {
    url = parse(text.value);
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError(`unable to parse url: ${error.message}`) : error;
  }
  const part = (value: string): Text => {
    const at = value === "" ? -1 : text.value.indexOf(value);
    return at < 0 ? computed(value, text) : text.slice(at, at + value.length);
  };
  const parts = {
    scheme: url.scheme,
    host: url.host,
    hostname: hostname(url.host),
    path: url.path,
    query: url.query,
    opaque: url.opaque,
    fragment: url.fragment,
    userinfo: userText(url),
  };
  return map(Object.entries(parts).map(([name, value]) => entry(name, part(value))));
}

function partOf(parts: GoMap, key: string): string {
  const value = parts.entries.get(key)?.value;
  if (value === undefined) return "";
  if (value.kind === "nil") throw new FunctionError("runtime error: invalid memory address or nil pointer dereference");
  if (value.kind !== "string")
    throw new FunctionError(`unable to parse ${key} key, must be of type string, but ${kindName(value)} found`);
  return value.value;
}

function urlJoin(parts: GoMap): Text {
  const url = empty();
  url.scheme = partOf(parts, "scheme");
  url.host = partOf(parts, "host");
  url.path = partOf(parts, "path");
  url.query = partOf(parts, "query");
  url.opaque = partOf(parts, "opaque");
  url.fragment = partOf(parts, "fragment");
  const info = partOf(parts, "userinfo");
  if (info !== "") {
    try {
      url.user = parse(`proto://${info}@host`).user;
    } catch (error) {
      throw error instanceof FunctionError
        ? new FunctionError(`unable to parse userinfo in dict: ${error.message}`)
        : error;
    }
  }
  return computed(urlText(url), parts);
}

export const urlFunctions: FunctionTable = {
  urlParse: fn(["string"], ([text], call) => {
    call.spend(byteLength(textOf(text).value));
    return urlParse(textOf(text));
  }),
  urlJoin: fn(["map"], ([parts]) => urlJoin(mapOf(parts))),
  // There is no name service here.
  getHostByName: fn(["string"], () => new Text("")),
};
