/** What libyaml's emitter finds out about a scalar before it chooses how to write it (emitterc.go analyze_scalar). */
export interface Analysis {
  readonly multiline: boolean;
  readonly plainAllowed: boolean;
  readonly singleAllowed: boolean;
  readonly blockAllowed: boolean;
}

export function isBreak(code: number): boolean {
  return code === 0x0d || code === 0x0a || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Characters beyond the basic plane are not: go-yaml looks at the first byte only up to 0xEF. */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code === 0x0a || code >= 0x20;
  return (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff);
}

/** Version 3 does not count tabs as special. */
export function analyze(text: string, version: 2 | 3): Analysis {
  let blockIndicators = /^(?:---|\.\.\.)/.test(text);
  let lineBreaks = false;
  let special = false;
  let tabs = false;
  let spaceBreak = false;
  let breakSpace = false;
  let afterSpace = false;
  let afterBreak = false;
  let afterBlank = true;
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    const next = text.charCodeAt(i + width);
    const beforeBlank = i + width >= text.length || next === 0x20 || next === 0x09;
    const character = text.charAt(i);
    if (i === 0) {
      if ("#,[]{}&*!|>'\"%@`".includes(character)) blockIndicators = true;
      else if ("?:-".includes(character) && beforeBlank) blockIndicators = true;
    } else if ((character === ":" && beforeBlank) || (character === "#" && afterBlank)) blockIndicators = true;
    if (version === 3 && code === 0x09) tabs = true;
    else if (!isPrintable(code)) special = true;
    if (code === 0x20) {
      if (afterBreak) breakSpace = true;
      afterSpace = true;
      afterBreak = false;
    } else if (isBreak(code)) {
      lineBreaks = true;
      if (afterSpace) spaceBreak = true;
      afterSpace = false;
      afterBreak = true;
    } else {
      afterSpace = false;
      afterBreak = false;
    }
    afterBlank = code === 0x20 || code === 0x09 || code === 0 || isBreak(code);
    i += width;
  }
  const trailingSpace = text.endsWith(" ");
  const edges = text !== "" && (trailingSpace || text.startsWith(" ") || lineBreaks);
  const broken = spaceBreak || special;
  return {
    multiline: lineBreaks,
    plainAllowed: !(edges || breakSpace || broken || tabs || blockIndicators),
    singleAllowed: !(breakSpace || broken || (tabs && version === 3)),
    blockAllowed: !(trailingSpace || broken),
  };
}
