import type { Message, Violation } from "../contract/rule.ts";

/** Longer names and values than this are cut in messages; the place shows the whole. Help may hold commands. */
const longest = { text: 160, help: 1_200 } as const;

/** Fills a message's `{word}`s from the violation's data. A word without data is a fault of the rule. */
export function fill(message: Message, part: "text" | "help", data: Violation["data"], rule: string): string {
  const limit = longest[part];
  return message[part].replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = data?.[word];
    if (value === undefined) throw new Error(`rule ${rule}: its message needs \`${word}\`, which the violation lacks`);
    const text = String(value);
    return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  });
}

export function messageOf(messages: Readonly<Record<string, Message>>, id: string, rule: string): Message {
  const message = Object.hasOwn(messages, id) ? messages[id] : undefined;
  if (message === undefined) throw new Error(`rule ${rule} has no message \`${id}\``);
  return message;
}
