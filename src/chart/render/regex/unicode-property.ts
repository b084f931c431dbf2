/** Long names of categories, as JavaScript spells them, by Go's way of asking for one. */
const longNames: ReadonlyMap<string, string> = new Map(
  [
    "Cased_Letter",
    "Close_Punctuation",
    "Combining_Mark",
    "Connector_Punctuation",
    "Control",
    "Currency_Symbol",
    "Dash_Punctuation",
    "Decimal_Number",
    "Enclosing_Mark",
    "Final_Punctuation",
    "Format",
    "Initial_Punctuation",
    "Letter",
    "Letter_Number",
    "Line_Separator",
    "Lowercase_Letter",
    "Mark",
    "Math_Symbol",
    "Modifier_Letter",
    "Modifier_Symbol",
    "Nonspacing_Mark",
    "Number",
    "Open_Punctuation",
    "Other",
    "Other_Letter",
    "Other_Number",
    "Other_Punctuation",
    "Other_Symbol",
    "Paragraph_Separator",
    "Private_Use",
    "Punctuation",
    "Separator",
    "Space_Separator",
    "Spacing_Mark",
    "Surrogate",
    "Symbol",
    "Titlecase_Letter",
    "Unassigned",
    "Uppercase_Letter",
    "cntrl",
    "digit",
    "punct",
  ].map((name) => [canonical(name), name]),
);

/** Scripts with names of four letters; other names so long are short forms, which Go does not know. */
const shortScripts = new Set(["Ahom", "Cham", "Kawi", "Lisu", "Miao", "Modi", "Newa", "Thai", "Toto"]);

/** Scripts that came after Go's version of Unicode, 15.0. */
const laterScripts = new Set(["Garay", "Sidetic", "Sunuwar", "Todhri"]);

/**
 * What Go calls a property, as JavaScript calls it; undefined for one that Go (1.25 and later) does not know. Go drops
 * underscores from what is asked and not from the names of scripts: `\p{Old_Italic}` is none.
 */
export function unicodeProperty(name: string): string | undefined {
  const wanted = canonical(name);
  if (wanted === "Any" || wanted === "Assigned") return wanted;
  if (wanted === "Ascii") return "ASCII";
  if (wanted === "Lc") return "LC";
  const category = wanted.length <= 2 ? wanted : longNames.get(wanted);
  if (category !== undefined) return isProperty(category) ? category : undefined;
  if (!/^[A-Z][a-z]+$/.test(wanted) || laterScripts.has(wanted)) return undefined;
  if (wanted.length === 4 && !shortScripts.has(wanted)) return undefined;
  const script = `Script=${wanted}`;
  return isProperty(script) ? script : undefined;
}

function canonical(name: string): string {
  const letters = name.replace(/[_ -]/g, "");
  const rest = letters.slice(1).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return letters.slice(0, 1).replace(/[a-z]/, (letter) => letter.toUpperCase()) + rest;
}

function isProperty(property: string): boolean {
  if (!/^[A-Za-z_=]+$/.test(property)) return false;
  try {
    new RegExp(`\\p{${property}}`, "u");
    return true;
  } catch {
    return false;
  }
}
