import { type Stats, statSync } from "node:fs";

/** Character devices that give bytes for ever. */
const names = ["zero", "full", "random", "urandom", "mem", "kmsg", "port", "kmem"];

/** Why a device is refused. */
export const endless = "it is a device, which has no end";

/**
 * Whether reading would never end: a disk, or a device such as /dev/zero, under whatever name. A terminal ends when
 * its user says so, and /dev/null at once.
 */
export function isEndless(stat: Stats): boolean {
  if (stat.isBlockDevice()) return true;
  if (!stat.isCharacterDevice()) return false;
  return names.some((name) => {
    const known = statSync(`/dev/${name}`, { throwIfNoEntry: false });
    return known?.isCharacterDevice() === true && known.rdev === stat.rdev;
  });
}
