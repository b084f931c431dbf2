/** Which part of the input, from 1, of how many. */
export interface ShardRequest {
  readonly index: number;
  readonly of: number;
}
