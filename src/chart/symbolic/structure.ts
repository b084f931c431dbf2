import { commentStart, inlineValue, isOpenFlow, quoteEnd, skipSpace } from "./flow.ts";
import { childFrame, type Frame, newSlot, type Slot, slotValue } from "./frame.ts";
import { holeMark, type Line } from "./line.ts";
import { nothing } from "./value.ts";

/** Where the next line goes on: the innermost frame, and the slot that the last line left open. */
export interface Head {
  readonly id: number;
  readonly frame: Frame | undefined;
  readonly slot: Slot;
  /** The slot takes every line that is indented deeper than its key. */
  readonly block: boolean;
}

/** Dashes on one line beyond this are refused. */
const mostDashes = 30;

/** Builds one YAML document out of lines that come in several cases. */
export class Structure {
  readonly root: Slot = newSlot(-1, false);
  readonly anchors = new Map<string, Slot>();
  readonly #added = new Map<Line, Map<Frame, Head | undefined>>();
  readonly #closedSlots = new Map<number, Slot>();
  readonly #heads = new Map<string, Head>();
  readonly #slotIds = new Map<Slot, number>();
  readonly #frameIds = new Map<Frame | undefined, number>();

  start(): Head {
    return this.#head(undefined, this.root, false);
  }

  /** Adds a line behind `head`; undefined where the line goes on in the next one. */
  add(line: Line, head: Head): Head | undefined {
    const flat = line.flat;
    const indent = indentOf(flat);
    if (head.block && (flat.trim() === "" || indent > head.slot.indent)) {
      head.slot.scalar?.push(line.text(0, flat.length));
      return head;
    }
    if (flat.trim() === "" || flat[indent] === "#") return head;
    if (
      line.isHole(indent) &&
      commentStart(flat, indent + 1, flat.length) >= flat.trimEnd().length &&
      flat.trimEnd().length === indent + 1
    ) {
      return this.#spread(line, indent, head);
    }
    if (isDash(flat, indent)) {
      const frame = this.#frameFor("list", indent, head);
      return this.#once(line, frame, () => this.#item(line, indent, frame, 0));
    }
    const key = keyEnd(line, indent, flat.length);
    if (key === undefined) return this.#continuation(line, indent, head);
    if (isOpenFlow(flat, key.end)) return undefined;
    const frame = this.#frameFor("map", indent, head);
    return this.#once(line, frame, () => this.#entry(line, indent, key, frame));
  }

  /**
   * What a head comes to once the next line's indentation is known: frames that the line closes are left, so that cases
   * that differ only in what lies behind them meet again.
   */
  settle(head: Head, indent: number, first: string): Head {
    const { slot } = head;
    if (indent > slot.indent) return head;
    if (indent === slot.indent && slot.ofKey && slot.inline === undefined && (first === "-" || first === holeMark))
      return head;
    let frame = head.frame;
    while (frame !== undefined && frame.indent > indent) frame = frame.parent;
    return this.#head(frame, this.#closed(indent), false);
  }

  /** A line is added to a frame once, however many cases lead there; all of them go on behind it. */
  #once(line: Line, frame: Frame, add: () => Head | undefined): Head | undefined {
    let added = this.#added.get(line);
    if (added === undefined) {
      added = new Map();
      this.#added.set(line, added);
    }
    if (!added.has(frame)) added.set(frame, add());
    return added.get(frame);
  }

  #head(frame: Frame | undefined, slot: Slot, block: boolean): Head {
    const key = `${idIn(this.#frameIds, frame)}/${idIn(this.#slotIds, slot)}/${block}`;
    let head = this.#heads.get(key);
    if (head === undefined) {
      head = { id: this.#heads.size, frame, slot, block };
      this.#heads.set(key, head);
    }
    return head;
  }

  /** The frame of this kind and indentation that the line belongs to. */
  #frameFor(kind: Frame["kind"], indent: number, head: Head): Frame {
    const { slot } = head;
    const opens =
      slot.inline === undefined && (indent > slot.indent || (kind === "list" && slot.ofKey && indent === slot.indent));
    if (opens) return childFrame(slot, kind, indent, head.frame);
    let frame = head.frame;
    while (frame !== undefined && (frame.indent > indent || (frame.indent === indent && frame.kind !== kind)))
      frame = frame.parent;
    if (frame !== undefined && frame.indent === indent) return frame;
    // A line that fits nowhere: it belongs to the frame around it, as a careful reader would take it.
    return frame !== undefined && frame.kind === kind ? frame : childFrame(this.root, kind, indent, frame);
  }

  #spread(line: Line, indent: number, head: Head): Head {
    const value = line.value(indent, indent + 1);
    const part = { value, guards: line.guards, origin: line.origin(indent) };
    const { slot } = head;
    if (slot.inline === undefined && indent > slot.indent) {
      const frame = childFrame(slot, value.kind === "list" ? "list" : "map", indent, head.frame);
      this.#once(line, frame, () => {
        frame.spreads.push(part);
        return head;
      });
      return this.#head(frame, this.#closed(indent), false);
    }
    let frame = head.frame;
    while (frame !== undefined && frame.indent > indent) frame = frame.parent;
    for (let at = frame; at !== undefined && at.indent === indent; at = at.parent) {
      const { spreads } = at;
      this.#once(line, at, () => {
        spreads.push(part);
        return head;
      });
    }
    return this.#head(frame, this.#closed(indent), false);
  }

  /** A slot that nothing can be put into any more. */
  #closed(indent: number): Slot {
    let slot = this.#closedSlots.get(indent);
    if (slot === undefined) {
      slot = newSlot(indent, false, nothing);
      this.#closedSlots.set(indent, slot);
    }
    return slot;
  }

  #item(line: Line, indent: number, frame: Frame, depth: number): Head | undefined {
    const flat = line.flat;
    const slot = newSlot(indent, false);
    const content = skipSpace(flat, indent + 1, flat.length);
    const part = { slot, guards: line.guards, origin: line.origin(indent) };
    if (content >= flat.length || flat[content] === "#") {
      frame.items.push(part);
      return this.#head(frame, slot, false);
    }
    const below = this.#head(frame, slot, false);
    if (isDash(flat, content) && depth < mostDashes) {
      frame.items.push(part);
      return this.#item(line, content, this.#frameFor("list", content, below), depth + 1);
    }
    const key = keyEnd(line, content, flat.length);
    if (key !== undefined) {
      if (isOpenFlow(flat, key.end)) return undefined;
      frame.items.push(part);
      return this.#entry(line, content, key, this.#frameFor("map", content, below));
    }
    const next = this.#fill(line, content, slot, frame);
    if (next !== undefined) frame.items.push(part);
    return next;
  }

  #entry(line: Line, indent: number, key: { from: number; to: number; end: number }, frame: Frame): Head | undefined {
    const slot = newSlot(indent, true);
    const name = line.value(key.from, key.to);
    const origin = line.origin(key.from);
    if (name.kind === "constant" && name.value === "<<") {
      this.#fill(line, key.end, slot, frame);
      frame.spreads.push({ value: slot.inline ?? nothing, guards: line.guards, origin });
      return this.#head(frame, slot, false);
    }
    frame.entries.push({ key: name, slot, guards: line.guards, origin });
    return this.#fill(line, key.end, slot, frame);
  }

  /** Gives a slot what stands inline; leaves it open where nothing does. */
  #fill(line: Line, from: number, slot: Slot, frame: Frame): Head | undefined {
    const flat = line.flat;
    let at = skipSpace(flat, from, flat.length);
    while (flat[at] === "&" || flat[at] === "!") {
      let end = at;
      while (end < flat.length && flat[end] !== " ") end++;
      if (flat[at] === "&") this.anchors.set(flat.slice(at + 1, end), slot);
      at = skipSpace(flat, end, flat.length);
    }
    if (isOpenFlow(flat, at)) return undefined;
    if (at >= flat.length || flat[at] === "#") return this.#head(frame, slot, false);
    if (flat[at] === "|" || flat[at] === ">") {
      slot.scalar = [];
      return this.#head(frame, slot, true);
    }
    if (flat[at] === "*") {
      const anchored = this.anchors.get(flat.slice(at + 1).trim());
      slot.inline = anchored === undefined ? nothing : slotValue(anchored);
    } else slot.inline = inlineValue(line, at, flat.length);
    return this.#head(frame, slot, false);
  }

  /** A line that is neither an entry nor an item: the scalar before it goes on, or a value stands below its key. */
  #continuation(line: Line, indent: number, head: Head): Head | undefined {
    const { slot } = head;
    if (slot.children.length > 0 || indent <= slot.indent) return head;
    if (slot.inline === undefined)
      return this.#fill(line, indent, slot, head.frame ?? childFrame(this.root, "map", 0, undefined));
    slot.scalar ??= [];
    slot.scalar.push(line.text(indent, line.flat.length));
    return head;
  }
}

function idIn<Key>(ids: Map<Key, number>, key: Key): number {
  let id = ids.get(key);
  if (id === undefined) {
    id = ids.size;
    ids.set(key, id);
  }
  return id;
}

function indentOf(flat: string): number {
  let at = 0;
  while (flat[at] === " ") at++;
  return at;
}

function isDash(flat: string, at: number): boolean {
  return flat[at] === "-" && (flat[at + 1] === " " || flat[at + 1] === undefined || flat[at + 1] === "\t");
}

/** The key that begins at `from`: its characters without quotes, and where its value may begin. */
function keyEnd(line: Line, from: number, to: number): { from: number; to: number; end: number } | undefined {
  const flat = line.flat;
  const first = flat[from];
  if (first === "[" || first === "{") return undefined;
  if (first === '"' || first === "'") {
    const end = quoteEnd(flat, from, to);
    const colon = skipSpace(flat, end, to);
    return flat[colon] === ":" && end - from >= 2 ? { from: from + 1, to: end - 1, end: colon + 1 } : undefined;
  }
  const stop = commentStart(flat, from, to);
  for (let at = flat.indexOf(":", from); at >= 0 && at < stop; at = flat.indexOf(":", at + 1)) {
    const next = flat[at + 1];
    if (next === undefined || next === " " || next === "\t")
      return { from, to: flat.slice(from, at).trimEnd().length + from, end: at + 1 };
  }
  return undefined;
}
