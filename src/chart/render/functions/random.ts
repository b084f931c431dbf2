import { cbc } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { spendText } from "../budget.ts";
import { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";
import { type Call, FunctionError, type FunctionSpec } from "../value.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { decodeBase64 } from "./encoding.ts";
import { encodeBase64 } from "./json-writer.ts";
import { fn, integer, intOf, textOf } from "./make.ts";
import { computed, originOf, randomText } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");

function characters(count: number, alphabet: string, call: Call): string {
  spendText(call, Math.max(count, 0));
  const next = call.random();
  const out = new TextBuilder();
  for (let i = 0; i < count; i++) out.add(alphabet.charAt(next() % alphabet.length));
  return out.build().value;
}

export function randomBytes(count: number, call: Call): Uint8Array {
  spendText(call, count);
  const next = call.random();
  return Uint8Array.from({ length: count }, () => next() & 0xff);
}

function ofAlphabet(alphabet: string): FunctionSpec {
  return fn(["int"], ([count], call) => randomText(characters(intOf(count), alphabet, call)));
}

function uuid(call: Call): string {
  const bytes = randomBytes(16, call);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function shuffle(text: Text, call: Call): Text {
  call.spend(text.value.length * 4);
  const runes = [...text.value];
  const next = call.random();
  for (let i = runes.length - 1; i > 0; i--) {
    const other = next() % (i + 1);
    [runes[i], runes[other]] = [runes[other] ?? "", runes[i] ?? ""];
  }
  return randomText(runes.join(""), text);
}

/** Only of bcrypt's form: what it hides is random anyway. */
function bcrypt(password: Text, call: Call): string {
  if (toBytes(password.value).length > 72)
    return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
  return `$2a$10$${characters(53, `./${LETTERS}${DIGITS}`, call)}`;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  maximum: ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
  long: (
    "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv " +
    "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv " +
    "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno"
  ).split(" "),
  medium: ["CvcnoCvc", "CvcCvcno"],
  short: ["Cvcn"],
  basic: ["aaanaaan", "aannaaan", "aaannaaa"],
  pin: ["nnnn"],
};
const CLASSES: Readonly<Record<string, string>> = {
  V: "AEIOU",
  C: "BCDFGHJKLMNPQRSTVWXYZ",
  v: "aeiou",
  c: "bcdfghjklmnpqrstvwxyz",
  A: "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
  a: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
  n: DIGITS,
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
};
const SEED = "com.lyndir.masterpassword";

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function word(value: number): Uint8Array {
  return Uint8Array.from([value >>> 24, value >>> 16, value >>> 8, value]);
}

/** The Master Password algorithm: the same answer for the same arguments. */
function derivePassword(
  counter: number,
  kind: string,
  password: string,
  user: string,
  site: string,
  call: Call,
): string {
  const templates = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (templates === undefined) return `cannot find password template ${kind}`;
  // scrypt takes 64 MiB and some tenths of a second.
  call.spend(3_000_000);
  const [userBytes, siteBytes] = [toBytes(user), toBytes(site)];
  const salt = concat(toBytes(SEED), word(userBytes.length), userBytes);
  const key = scrypt(toBytes(password), salt, { N: 32768, r: 8, p: 2, dkLen: 64 });
  const message = concat(toBytes(SEED), word(siteBytes.length), siteBytes, word(counter));
  const seed = hmac(sha256, key, message);
  const template = templates[(seed[0] ?? 0) % templates.length] ?? "";
  return [...template].map((name, i) => CLASSES[name]?.[(seed[i + 1] ?? 0) % CLASSES[name].length] ?? "").join("");
}

function aesKey(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

function encryptAes(password: Text, text: Text, call: Call): Text {
  if (text.value === "") return new Text("");
  const vector = randomBytes(16, call);
  call.spend(text.value.length);
  const encrypted = cbc(aesKey(password.value), vector).encrypt(toBytes(text.value));
  return randomText(encodeBase64(concat(vector, encrypted)), text, password);
}

function decryptAes(password: Text, text: Text, call: Call): Text {
  if (text.value === "") return new Text("");
  call.spend(text.value.length);
  const bytes = decodeBase64(text.value);
  if (typeof bytes === "number") throw new FunctionError(`illegal base64 data at input byte ${bytes}`);
  if (bytes.length < 16)
    throw new FunctionError(`runtime error: slice bounds out of range [:16] with capacity ${bytes.length}`);
  if (bytes.length % 16 !== 0) throw new FunctionError("crypto/cipher: input not full blocks");
  const plain = cbc(aesKey(password.value), bytes.subarray(0, 16), { disablePadding: true }).decrypt(
    bytes.subarray(16),
  );
  const length = plain.length - (plain.at(-1) ?? 1);
  if (length < 0 || plain.length === 0)
    throw new FunctionError(`runtime error: slice bounds out of range [:${length}]`);
  return computed(fromBytes(plain.subarray(0, length)), text, password);
}

export const randomFunctions: FunctionTable = {
  randAlphaNum: ofAlphabet(LETTERS + DIGITS),
  randAlpha: ofAlphabet(LETTERS),
  randNumeric: ofAlphabet(DIGITS),
  randAscii: ofAlphabet(ASCII),
  randBytes: fn(["int"], ([count], call) => {
    if (intOf(count) < 0) throw new FunctionError("runtime error: makeslice: len out of range");
    return randomText(encodeBase64(randomBytes(intOf(count), call)));
  }),
  randInt: fn(["int", "int"], ([min, max], call) => {
    const [least, range] = [intOf(min), intOf(max) - intOf(min)];
    if (range <= 0) throw new FunctionError("invalid argument to Intn");
    return integer(BigInt(least + (call.random()() % range)), "int", { ...originOf(), isRandom: true });
  }),
  shuffle: fn(["string"], ([text], call) => shuffle(textOf(text), call)),
  uuidv4: fn([], (_args, call) => randomText(uuid(call))),
  bcrypt: fn(["string"], ([password], call) => randomText(bcrypt(textOf(password), call), textOf(password))),
  htpasswd: fn(["string", "string"], ([user, password], call) => {
    const name = textOf(user);
    if (name.value.includes(":")) return Text.join([new Text("invalid username: "), name]);
    return Text.join([name, new Text(":"), randomText(bcrypt(textOf(password), call), textOf(password))]);
  }),
  derivePassword: fn([{ goType: "uint32" }, "string", "string", "string", "string"], ([counter, ...texts], call) => {
    const [kind = "", password = "", user = "", site = ""] = texts.map((text) => textOf(text).value);
    return computed(derivePassword(intOf(counter), kind, password, user, site, call), ...texts.slice(1));
  }),
  encryptAES: fn(["string", "string"], ([password, text], call) => encryptAes(textOf(password), textOf(text), call)),
  decryptAES: fn(["string", "string"], ([password, text], call) => decryptAes(textOf(password), textOf(text), call)),
};
