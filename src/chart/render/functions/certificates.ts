import { Text } from "../text.ts";
import {
  type Call,
  FunctionError,
  type FunctionSpec,
  type GoObject,
  type List,
  type ParamType,
  type Value,
} from "../value.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { decodeBase64 } from "./encoding.ts";
import { encodeBase64 } from "./json-writer.ts";
import { fn, textOf } from "./make.ts";
import { computed, randomText } from "./origins.ts";
import { printed } from "./printing.ts";
import { randomBytes } from "./random.ts";
import type { FunctionTable } from "./registry.ts";

/**
 * Keys and certificates are dummies of the right form and length: their body begins with a sentence that says so, and
 * the rest is noise of the render. Nothing can be signed, encrypted or trusted with them.
 */
const SENTENCE = "sts-lint dummy, not a key, no certificate. ";

function pem(type: string, length: number, call: Call): string {
  const start = toBytes(SENTENCE);
  const bytes = new Uint8Array(length);
  bytes.set(randomBytes(length, call));
  bytes.set(start.subarray(0, Math.min(start.length, length)));
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${type}-----\n${lines.join("\n")}\n-----END ${type}-----\n`;
}

/** PEM types and sizes in bytes, as Go writes such keys. */
const KEYS: Readonly<Record<string, readonly [string, number]>> = {
  "": ["RSA PRIVATE KEY", 2349],
  rsa: ["RSA PRIVATE KEY", 2349],
  dsa: ["DSA PRIVATE KEY", 849],
  ecdsa: ["EC PRIVATE KEY", 121],
  ed25519: ["PRIVATE KEY", 48],
};

const CERTIFICATE = "sprig.certificate";

function certificate(cert: Text, key: Text): GoObject {
  const fields = [
    { name: "Cert", value: cert },
    { name: "Key", value: key },
  ];
  return {
    kind: "object",
    goType: CERTIFICATE,
    fields,
    field: (name) => fields.find((field) => field.name === name)?.value,
  };
}

function generated(call: Call, key: Text | undefined, ...sources: Value[]): GoObject {
  const cert = randomText(pem("CERTIFICATE", 800, call), ...sources);
  return certificate(cert, key ?? randomText(pem("RSA PRIVATE KEY", 1191, call)));
}

/** More blocks that never end are no file that holds a key. */
const mostBlocks = 100;

/** The type of the first whole block in PEM. */
function typeOfBlock(text: string): string | undefined {
  let blocks = 0;
  for (const { 0: begin, 1: type = "", index } of text.matchAll(/-----BEGIN ([^-\n]+)-----\n/g)) {
    if (++blocks > mostBlocks) break;
    if (text.includes(`-----END ${type}-----`, index + begin.length)) return type;
  }
  return undefined;
}

/** A key in PEM; its content is not looked at. */
function checkKey(text: string): void {
  const type = typeOfBlock(text);
  if (type === undefined) throw new FunctionError("no PEM data in input");
  if (type === "PRIVATE KEY") return;
  if (!type.endsWith(" PRIVATE KEY")) throw new FunctionError(`no private key data in PEM block of type ${type}`);
  const kind = type.slice(0, -" PRIVATE KEY".length);
  if (!["RSA", "EC", "DSA"].includes(kind)) throw new FunctionError(`invalid private key type ${kind}`);
}

function prefixed<T>(prefix: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError(prefix + error.message) : error;
  }
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;

function isIp(text: string): boolean {
  if (!text.includes(":")) return IPV4.test(text);
  if (text.length > 50 || text.split("::").length > 2) return false;
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const isMixed = last.includes(".");
  if (isMixed && !IPV4.test(last)) return false;
  const counted = (isMixed ? groups.slice(0, -1) : groups).filter((group) => group !== "");
  if (!counted.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const size = counted.length + (isMixed ? 2 : 0);
  return text.includes("::")
    ? size < 8 && !/^:[^:]|[^:]:$/.test(text)
    : size === 8 && groups.every((group) => group !== "");
}

function checkNames(ips: Value | undefined, names: Value | undefined): void {
  for (const ip of itemsOf(ips)) {
    if (ip.kind !== "string") throw new FunctionError(`error parsing ip: ${printed(ip).value} is not a string`);
    if (!isIp(ip.value)) throw new FunctionError(`error parsing ip: ${ip.value}`);
  }
  for (const name of itemsOf(names))
    if (name.kind !== "string")
      throw new FunctionError(`error processing alternate dns name: ${printed(name).value} is not a string`);
}

function itemsOf(value: Value | undefined): List["items"] {
  return value?.kind === "list" ? value.items : [];
}

function checkAuthority(value: Value | undefined): void {
  const field = (name: string): string => (value?.kind === "object" ? textOf(value.field(name)).value : "");
  const cert = field("Cert");
  const begin = /-----BEGIN [^-\n]+-----\n/.exec(cert);
  if (begin === null || !cert.includes("-----END", begin.index + begin[0].length))
    throw new FunctionError("unable to decode certificate");
  prefixed("error parsing private key: ", () => checkKey(field("Key")));
}

interface Form {
  readonly hasNames: boolean;
  readonly isSigned: boolean;
  readonly hasKey: boolean;
}

function generating({ hasNames, isSigned, hasKey }: Form): FunctionSpec {
  const params: ParamType[] = ["string", ...(hasNames ? (["list", "list"] as const) : []), "int"];
  if (isSigned) params.push({ goType: CERTIFICATE });
  if (hasKey) params.push("string");
  return fn(params, (args, call) => {
    const key = hasKey ? textOf(args.at(-1)) : undefined;
    if (key !== undefined) prefixed("parsing private key: ", () => checkKey(key.value));
    if (isSigned) checkAuthority(args[4]);
    if (hasNames) checkNames(args[1], args[2]);
    call.spend(1000);
    return generated(
      call,
      key,
      textOf(args[0]),
      ...(hasNames ? [args[1] ?? textOf(undefined), args[2] ?? textOf(undefined)] : []),
    );
  });
}

function decodePem(text: Text, what: string): Text {
  const bytes = decodeBase64(text.value);
  if (typeof bytes === "number") throw new FunctionError(`unable to decode base64 ${what}`);
  return computed(fromBytes(bytes), text);
}

export const certificateFunctions: FunctionTable = {
  genPrivateKey: fn(["string"], ([kind], call) => {
    const name = textOf(kind).value;
    const form = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    if (form === undefined) return Text.join([new Text("Unknown type "), textOf(kind)]);
    return randomText(pem(form[0], form[1], call));
  }),
  genCA: generating({ hasNames: false, isSigned: false, hasKey: false }),
  genCAWithKey: generating({ hasNames: false, isSigned: false, hasKey: true }),
  genSelfSignedCert: generating({ hasNames: true, isSigned: false, hasKey: false }),
  genSelfSignedCertWithKey: generating({ hasNames: true, isSigned: false, hasKey: true }),
  genSignedCert: generating({ hasNames: true, isSigned: true, hasKey: false }),
  genSignedCertWithKey: generating({ hasNames: true, isSigned: true, hasKey: true }),
  buildCustomCert: fn(["string", "string"], ([cert, key]) => {
    const decodedCert = decodePem(textOf(cert), "certificate");
    const decodedKey = decodePem(textOf(key), "private key");
    if (!/-----BEGIN [^-\n]+-----/.test(decodedCert.value)) throw new FunctionError("unable to decode certificate");
    prefixed("error parsing private key: ", () => checkKey(decodedKey.value));
    return certificate(decodedCert, decodedKey);
  }),
};
