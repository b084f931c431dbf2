/** A label's value has at most this many characters; so has the name of a StatefulSet. */
export const longestLabel = 63;
/** A revision is named after the set, with a dash and a hash of up to this many digits. */
const longestHash = 10;
/** With more the label `controller-revision-hash` of its pods may get too long (kubernetes/kubernetes#64023). */
export const longestSafeName = longestLabel - 1 - longestHash;
