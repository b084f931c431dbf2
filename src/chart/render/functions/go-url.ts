import { FunctionError } from "../value.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { quoted } from "./printing.ts";

type Mode = "path" | "host" | "userinfo" | "fragment";

/** Go's net/url, as far as sprig shows it. */
export interface Url {
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

export function percentEncode(text: string, mode: Mode): string {
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

/** A URL without any part. */
export function emptyUrl(): Url {
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

/** Reads a URL as Go's net/url does. @throws {FunctionError} with what Go says */
export function parseUrl(raw: string): Url {
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
  const url = emptyUrl();
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

/** A host without its port and without the brackets of an address. */
export function hostname(host: string): string {
  const match = /^\[([^\]]*)\]/.exec(host);
  return match === null ? host.replace(/:[0-9]*$/, "") : (match[1] ?? "");
}
