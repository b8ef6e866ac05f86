/** Samples in memory: a network's inputs and their labels. */
export interface Rows {
  readonly count: number
  /** Of one sample, without the batch axis. */
  readonly shape: readonly number[]
  /** float32 (count, …shape) */
  readonly values: Float32Array
  /** int32 (count): the class's index. */
  readonly labels: Int32Array
}

/** The chosen samples one after the other: float32 (n, …shape) and int32 (n), both new. */
export function gather(
  { values, labels, count }: Rows,
  indices: Uint32Array,
): { values: Float32Array; labels: Int32Array } {
  const length = values.length / count
  const chosen = new Float32Array(indices.length * length)
  indices.forEach((index, i) => chosen.set(values.subarray(index * length, (index + 1) * length), i * length))
  return { values: chosen, labels: Int32Array.from(indices, (index) => labels[index]!) }
}
