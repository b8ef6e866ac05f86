/**
 * Calls `one` for every item, at most `lanes` at a time, and gives the results in the items' order. After an error no
 * further item is started; the error is thrown once those under way have ended.
 */
export async function mapSeveral<T, R>(
  items: readonly T[],
  lanes: number,
  one: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  const rest = items.entries()
  let stopped = false
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) {
      if (stopped) return
      try {
        results[index] = await one(item, index)
      } catch (error) {
        stopped = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  return results
}
