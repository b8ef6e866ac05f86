/** One of Thaw's rows, set up and warm. */
export interface Job {
  /** Answers the milliseconds that count where they are not all that pass. */
  run: (runs: number) => Promise<unknown>
  /** Goes into the row's note. */
  note?: string
  /** Mean of the array that the row computes, so that both sides can be seen to compute the same. */
  mean?: number
}

/** Sets a row up on the benchmark's data. */
export type SetUp = (folder: string) => Promise<Job>
