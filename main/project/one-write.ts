/** Writes that go on beside other work, one after the other: at most one is under way. */
export interface OneWrite {
  /** Waits for the write before this one, and throws what it threw; then begins, and does not wait. */
  begin(write: () => Promise<void>): Promise<void>
  /** Waits until nothing is under way. Throws what the last write threw. */
  end(): Promise<void>
}

export function openOneWrite(): OneWrite {
  let underWay = Promise.resolve()
  return {
    async begin(write) {
      await underWay
      underWay = write()
      underWay.catch(() => {}) // it is thrown by whoever waits for it
    },
    end: () => underWay,
  }
}
