import { asText } from "../model/fields.ts";
/*
 * stringData of a Secret becomes data (Convert_v1_Secret_To_core_Secret, pkg/apis/core/v1/conversion.go).
 */
import { childOf, type Mapping } from "../model/pod-defaults.ts";

/** Moves the texts of a decoded Secret into its data, where they win. Changes the given object. */
export function mergeSecretTexts(secret: Mapping): void {
  const texts = childOf(secret, "stringData");
  if (texts === undefined) return;
  delete secret.stringData;
  const entries = Object.entries(texts).map(([key, text]): [string, string] => [key, base64Of(asText(text))]);
  secret.data = Object.fromEntries([...Object.entries(childOf(secret, "data") ?? {}), ...entries]);
}

function base64Of(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
