/** Runs a task when its turn comes. Leaves the queue at once, with `signal.reason`, when aborted before. */
export type InTurn = <T>(signal: AbortSignal, task: () => Promise<T>) => Promise<T>

/** A queue in which one task runs at a time, first come, first served; a task that fails does not hold up the next. */
export function createQueue(): InTurn {
  const waiting: (() => void)[] = []
  let busy = false

  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(start)
    })

  const next = (): void => {
    const start = waiting.shift()
    if (start) start()
    else busy = false
  }

  return async (signal, task) => {
    signal.throwIfAborted()
    if (busy) await turn(signal)
    busy = true
    try {
      signal.throwIfAborted()
      return await task()
    } finally {
      next()
    }
  }
}
