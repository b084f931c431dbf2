import { expect, test } from "vitest";
import { base64Complaint } from "../../src/admission/base64.ts";
import { stored } from "../../src/admission/stored.ts";

/** Texts, and the byte that Go's encoding/json names for each in a field of type []byte; undefined where it takes the text. */
const answers: readonly (readonly [text: string, byte: number | undefined])[] = [
  ["", undefined],
  ["\n", undefined],
  ["Zm9v", undefined],
  ["Zm9vYg==", undefined],
  ["Zm9v\nYg==\n", undefined],
  ["AAA\n=", undefined],
  ["AA=\n=", undefined],
  ["AA==\n\r", undefined],
  ["foo", 0],
  ["foo!", 3],
  ["Zm9vYg=", 7],
  ["Zm9vYg", 4],
  ["Zm9v Yg==", 4],
  ["Zm9vYg==Zm9v", 8],
  ["====", 0],
  ["A===", 1],
  ["AA=A", 2],
  ["AA=", 3],
  ["AA=\n", 4],
  ["AAA=x", 4],
  ["é", 0],
  ["Zmé=", 2],
  ["Zm9v\r\nYm", 6],
  ["a\nb\nc", 2],
  ["Zm9v-_==", 4],
  ["A\n", 1],
];

test.each(answers)("base64 of %j is judged as Go does", (text, byte) => {
  const complaint = byte === undefined ? undefined : `illegal base64 data at input byte ${byte}`;
  expect(base64Complaint(text)).toBe(complaint);
});

test("what is no base64 cannot be stored", () => {
  const secret = (data: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data });
  expect(() => stored(secret({ a: "foo" }))).toThrow("illegal base64 data at input byte 0");
  expect(() => stored(secret({ a: 5 }))).toThrow(
    "json: cannot unmarshal number into Go struct field Secret.data of type []uint8",
  );
});
