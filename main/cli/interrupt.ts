/** Signals with which a person or the system asks the command to stop. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupt {
  /** How often it was asked so far. */
  times(): number
  /** Hears no more: the next interrupt ends the process as usual. */
  stop(): void
}

/** Calls `handle` at every interrupt, with its number from 1 on. */
export function onInterrupt(handle: (times: number) => void): Interrupt {
  let times = 0
  const heard = (): void => handle(++times)
  for (const signal of signals) process.on(signal, heard)
  return {
    times: () => times,
    stop: () => {
      for (const signal of signals) process.off(signal, heard)
    },
  }
}
