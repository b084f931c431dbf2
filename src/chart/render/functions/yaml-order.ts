/** The order of keys in go-yaml's maps: digits inside keys compare as numbers (sorter.go). */
export function compareKeys(left: string, right: string, version: 2 | 3): number {
  const a = [...left];
  const b = [...right];
  let hasDigits = false;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x = "", y = ""] = [a[i], b[i]];
    if (x === y) {
      hasDigits = isDigit(x);
      continue;
    }
    const [isLeftLetter, isRightLetter] = [isLetter(x), isLetter(y)];
    if (isLeftLetter && isRightLetter) return codeOf(x) - codeOf(y);
    if (isLeftLetter || isRightLetter) {
      const isLess = version === 3 && hasDigits ? isLeftLetter : isRightLetter;
      return isLess ? -1 : 1;
    }
    let leftNumber = 0n;
    let rightNumber = 0n;
    if (x === "0" || y === "0") {
      for (let j = i - 1; j >= 0 && isDigit(a[j] ?? ""); j--) {
        if (a[j] !== "0") {
          leftNumber = 1n;
          rightNumber = 1n;
          break;
        }
      }
    }
    let leftEnd = i;
    let rightEnd = i;
    for (; isDigit(a[leftEnd] ?? ""); leftEnd++) leftNumber = next(leftNumber, a[leftEnd] ?? "");
    for (; isDigit(b[rightEnd] ?? ""); rightEnd++) rightNumber = next(rightNumber, b[rightEnd] ?? "");
    if (leftNumber !== rightNumber) return leftNumber < rightNumber ? -1 : 1;
    if (leftEnd !== rightEnd) return leftEnd - rightEnd;
    return codeOf(x) - codeOf(y);
  }
  return a.length - b.length;
}

function next(number: bigint, digit: string): bigint {
  return BigInt.asIntN(64, number * 10n + BigInt(codeOf(digit) - 0x30));
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
