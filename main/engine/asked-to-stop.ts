import { fail } from '../../contract/index.ts'

/**
 * How a job is asked to end other than by a cancel: `pause`: someone means to go on with it; `finish`: it should do with what it
 * has done so far and complete.
 */
export const endings = ['pause', 'finish'] as const
export type Ending = (typeof endings)[number]

/** Why a job stops that was asked to. */
export function askedToStop(how: Ending | null = null): Error {
  if (how === 'pause') return fail('paused', 'Paused.')
  return how === 'finish' ? fail('finish', 'Stopped with what was done.') : fail('cancelled', 'Cancelled.')
}

/** How a job was asked to end, by the reason of its signal. */
export function endingOf(code: string): Ending | null {
  return code === 'paused' ? 'pause' : code === 'finish' ? 'finish' : null
}
