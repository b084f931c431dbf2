import type { Input } from "../../read/document.ts";
import type { Told } from "./thread.ts";

/** The inputs that a thread is told of; `next` waits for what comes. Each is read to its end before the next. */
export function* toldInputs(next: () => Told): Generator<Input> {
  let message = next();
  while (!("ends" in message)) {
    if ("opens" in message) {
      yield {
        ...message.opens,
        text: (function* () {
          for (;;) {
            message = next();
            if (!("piece" in message)) return;
            yield message.piece;
          }
        })(),
      };
      // A reader that has seen enough leaves the rest.
      if ("opens" in message || "ends" in message) continue;
    }
    message = next();
  }
}
