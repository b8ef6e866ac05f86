import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { activationRowSchema, fail, resources, type ActivationRow } from '../../../contract/index.ts'
import { hashBytes } from '../../files/index.ts'
import type { AppHandler } from '../context.ts'
import { picturesFolder } from '../pictures.ts'
import { photographOf } from '../projects.ts'
import { projectIn } from './project-state.ts'

const rowsSchema = z.object({ version: z.literal(1), rows: z.array(activationRowSchema) })

export const previewActivations: AppHandler<'preview-activations'> = async (context, input, asked) => {
  const { base, size, fit, preprocess } = input
  const project = await projectIn(context, input.project)
  const listed = await context.dataset(project)
  const { photographs } = listed.dataset
  const file = input.file ?? (photographs.find(({ split }) => split === 'test') ?? photographs[0])?.file
  const found = file === undefined ? null : await photographOf(project, listed, file)
  if (file === undefined || !found) {
    throw fail('photograph-missing', 'The project has no such photograph.', {
      found: file,
      remedy: 'Rescan the project.',
    })
  }
  const { path: photograph, sha256 } = found
  const key = hashBytes(Buffer.from(JSON.stringify([1, base, 'imagenet', size, fit, preprocess, sha256])))
  const out = join(picturesFolder(), 'activations', key)
  const rows = (await drawn(out)) ?? (await draw())
  return {
    file,
    rows: rows.map(({ layer, channel, picture }) => ({ layer, channel, picture: resources.activation(key, picture) })),
  }

  async function draw(): Promise<ActivationRow[]> {
    const { findBase, findWeights } = await import('../../zoo/index.ts')
    const weights = await findWeights(findBase(base))
    if (weights === null) {
      throw fail('weights-missing', `The ImageNet weights of ${base} are not on this computer yet.`, {
        remedy: 'Fetch them in the settings, or start a run, which fetches them.',
      })
    }
    const asking = { photograph, sha256, base, weights, size, fit, preprocess, out }
    return (await context.engine.request('draw-activations', asking, asked)).rows
  }
}

async function drawn(folder: string): Promise<ActivationRow[] | null> {
  try {
    return rowsSchema.parse(JSON.parse(await readFile(join(folder, 'rows.json'), 'utf8'))).rows
  } catch {
    return null
  }
}
