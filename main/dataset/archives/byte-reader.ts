/** Bytes that come in pieces, read in pieces of another size. */
export interface ByteReader {
  /** The next `count` bytes; fewer only where there are no more. */
  read(count: number): Promise<Buffer>
  /** The same as a stream of pieces, for what is too large for memory. */
  take(count: number): AsyncGenerator<Buffer, void>
  /** Whether less was there than `take` was asked for. */
  isShort(): boolean
  /** What broke the source, after which it counts as ended. */
  failure(): unknown
}

export function readBytes(source: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let ended = false
  let short = false
  let failure: unknown

  async function more(): Promise<boolean> {
    if (ended) return false
    try {
      const next = await pieces.next()
      if (!next.done) {
        const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
        rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
        return true
      }
    } catch (error) {
      failure = error
    }
    ended = true
    return false
  }

  return {
    async read(count) {
      while (rest.length < count && (await more()));
      const taken = rest.subarray(0, count)
      rest = rest.subarray(taken.length)
      return taken
    },
    async *take(count) {
      for (let left = count; left > 0;) {
        if (rest.length === 0 && !(await more())) {
          short = true
          return
        }
        const taken = rest.subarray(0, left)
        rest = rest.subarray(taken.length)
        left -= taken.length
        if (taken.length > 0) yield taken
      }
    },
    isShort: () => short,
    failure: () => failure,
  }
}
