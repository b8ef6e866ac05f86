import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, type ChosenInside, type ChosenPicture, type Inside } from '../../contract/index.ts'
import { hashBytes, hashFile } from '../files/index.ts'
import type { Context } from './context.ts'
import { picturesFolder } from './pictures.ts'
import { photographOf, runsOf } from './projects.ts'

/** Raised when what is drawn from the same choice changes. */
const version = 1

/** What a person chose to look into, as the engine takes it, and what names it. */
export interface Chosen {
  inside: Inside
  /** Changes whenever the model does. */
  stamp: unknown
  /** The first layer that learned in the run; null where it is no run. */
  unfreeze: string | null
  /** For folders of a person's own: the run's, or null. */
  run: string | null
}

/**
 * A run's model, a base with its ImageNet weights, or a model file.
 *
 * @throws `run-missing`, `model-missing`, `weights-missing` rather than fetch half a gigabyte because someone looked at a screen
 */
export async function insideOf(context: Context, project: string, chosen: ChosenInside): Promise<Chosen> {
  if ('base' in chosen) {
    const { findBase, findWeights } = await import('../zoo/index.ts')
    const weights = await findWeights(findBase(chosen.base))
    if (weights === null) {
      throw fail('weights-missing', `The ImageNet weights of ${chosen.base} are not on this computer yet.`, {
        remedy: 'Fetch them in the settings, or start a run, which fetches them.',
      })
    }
    const inside = { base: chosen.base, weights, size: 150, preprocess: 'imagenet' as const }
    return { inside, stamp: inside, unfreeze: null, run: null }
  }
  if ('run' in chosen) {
    const found = (await runsOf(project, () => false)).find(({ record }) => record.name === chosen.run)
    if (!found) throw fail('run-missing', `The project has no run ${chosen.run}.`, { file: project })
    const model = join(found.folder, 'model.h5')
    const unfreeze = found.record.plan.stages.at(-1)?.unfreeze ?? 'none'
    return { inside: { model }, stamp: await stampOf(model), unfreeze, run: chosen.run }
  }
  const model = await context.places.check(chosen.file)
  const { preprocess, classes } = chosen
  return {
    inside: { model, preprocess, classes },
    stamp: [await stampOf(model), preprocess, classes],
    unfreeze: null,
    run: null,
  }
}

/** A photograph of the project, or any file. */
export interface Picture {
  path: string
  sha256: string
  name: string
  split: string | null
  class: string | null
  /** As in dataset.json; null for another file. */
  photograph: string | null
}

/** @throws `photograph-missing`, `outside-root` */
export async function pictureOf(
  context: Context,
  project: string,
  chosen: ChosenPicture | undefined,
): Promise<Picture> {
  if (chosen && 'file' in chosen) {
    const path = await context.places.check(chosen.file)
    return { path, sha256: await hashFile(path), name: basename(path), split: null, class: null, photograph: null }
  }
  const listed = await context.dataset(project)
  const { photographs } = listed.dataset
  const file = chosen?.photograph ?? (photographs.find(({ split }) => split === 'test') ?? photographs[0])?.file
  const found = file === undefined ? null : await photographOf(project, listed, file)
  if (file === undefined || !found) {
    throw fail('photograph-missing', 'The project has no such photograph.', {
      found: file,
      remedy: 'Read the folder again.',
    })
  }
  const { path, sha256 } = found
  const { split = null, class: name = null } =
    listed.dataset.photographs.find((photograph) => photograph.file === file) ?? {}
  return { path, sha256, name: basename(file), split, class: name, photograph: file }
}

/** Names what is made from these; also the folder that keeps it. */
export const keyOf = (...parts: unknown[]): string => hashBytes(Buffer.from(JSON.stringify([version, ...parts])))
export const insideFolder = (key: string): string => join(picturesFolder(), 'inside', key)

async function stampOf(model: string): Promise<unknown> {
  const found = await stat(model).catch(() => {
    throw fail('model-missing', 'There is no model yet.', { file: model, remedy: 'Let the run finish first.' })
  })
  return [model, found.size, found.mtimeMs]
}
