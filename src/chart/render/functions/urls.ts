import { Text } from "../text.ts";
import { FunctionError, type GoMap, type Value } from "../value.ts";
import { byteLength } from "./bytes.ts";
import { emptyUrl, hostname, parseUrl, percentEncode, type Url } from "./go-url.ts";
import { entry, fn, map, mapOf, textOf } from "./make.ts";
import { computed } from "./origins.ts";
import { kindName } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";

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
    url = parseUrl(text.value);
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
  const url = emptyUrl();
  url.scheme = partOf(parts, "scheme");
  url.host = partOf(parts, "host");
  url.path = partOf(parts, "path");
  url.query = partOf(parts, "query");
  url.opaque = partOf(parts, "opaque");
  url.fragment = partOf(parts, "fragment");
  const info = partOf(parts, "userinfo");
  if (info !== "") {
    try {
      url.user = parseUrl(`proto://${info}@host`).user;
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
