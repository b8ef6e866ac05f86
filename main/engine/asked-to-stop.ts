import { fail } from '../../contract/index.ts'

/** Why a job stops that was asked to. A run that was paused is told apart from one that was given up. */
export function askedToStop(pause = false): Error {
  return pause ? fail('paused', 'Paused.') : fail('cancelled', 'Cancelled.')
}
