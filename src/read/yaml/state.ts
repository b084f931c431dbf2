/** States of libyaml's parser (parserc.go). */
export const END = 0;
export const BLOCK_NODE = 1;
export const BLOCK_MAPPING_KEY = 2;
export const BLOCK_MAPPING_VALUE = 3;
export const BLOCK_SEQUENCE_ENTRY = 4;
export const INDENTLESS_SEQUENCE_ENTRY = 5;
export const FLOW_SEQUENCE_FIRST_ENTRY = 6;
export const FLOW_SEQUENCE_ENTRY = 7;
/** A single pair in a flow sequence: `[a: b]`. */
export const FLOW_PAIR_KEY = 8;
export const FLOW_PAIR_VALUE = 9;
export const FLOW_PAIR_END = 10;
export const FLOW_MAPPING_FIRST_KEY = 11;
export const FLOW_MAPPING_KEY = 12;
export const FLOW_MAPPING_VALUE = 13;
export const FLOW_MAPPING_EMPTY_VALUE = 14;
