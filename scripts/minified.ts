import { minifySync } from "rolldown/utils";

/**
 * The text of a bundled file, made smaller once more: the minifier of the library's build finds some hundredths that esbuild
 * leaves. It stays ASCII, as bin/start.ts reads it. `expression`: all of the file is one, as in programs and rooms, which
 * would else be code without an effect.
 */
export function minified(name: string, text: string, expression = false): string {
  const { code, errors } = minifySync(name, expression ? `x=${text}` : text, {
    compress: { target: "node20.19" },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true },
  });
  const [error] = errors;
  if (error !== undefined) throw error;
  const ascii = code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return expression ? `(${ascii.replace(/^x=/, "").replace(/;\n?$/, "")})` : ascii;
}
