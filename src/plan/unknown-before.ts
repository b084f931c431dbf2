/** What a plan says where a set that it knows nothing of may run all the same. */
export const unknownBefore =
  "not all of what runs now could be read: a set that counts as a first install here may be running, so mend that before you go by this plan";
