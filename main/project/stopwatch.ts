/** Seconds by name, added up over several turns. */
export interface Stopwatch {
  readonly seconds: Record<string, number>
  /** Times `work` under a name, also when it throws. */
  readonly time: <T>(name: string, work: () => Promise<T>) => Promise<T>
}

export function newStopwatch(): Stopwatch {
  const seconds: Record<string, number> = {}
  return {
    seconds,
    async time(name, work) {
      const start = performance.now()
      try {
        return await work()
      } finally {
        seconds[name] = (seconds[name] ?? 0) + (performance.now() - start) / 1000
      }
    },
  }
}
