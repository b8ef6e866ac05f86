import { expect } from 'vitest'
import { liveSessions, liveTensors } from '../../main/tensorflow/index.ts'

/** Runs `work` and sees that no tensor and no session more is alive in the binding than before. */
export async function expectNothingLeaks<T>(work: () => T | Promise<T>): Promise<T> {
  const before = { tensors: liveTensors(), sessions: liveSessions() }
  const result = await work()
  expect({ tensors: liveTensors(), sessions: liveSessions() }).toEqual(before)
  return result
}
