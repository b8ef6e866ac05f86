import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestSchemas, unwatched, type PlanChoices, type Stage } from '../../../contract/index.ts'
import { chooseStepWay, chooseWay, openBaseAt, prepareBase } from '../../../main/features/index.ts'
import { readNpy } from '../../../main/formats/index.ts'
import { initialWeights } from '../../../main/network/index.ts'
import { placeOf, startRun } from '../../../main/project/index.ts'
import { factsOf, openTrainer, planFrom } from '../../../main/training/index.ts'
import type { SetUp } from './job.ts'

/**
 * A whole run of a recipe with the book's epochs and learning rates, in a new project each time: reading, draws, features,
 * training, test, model file, its check and figures. The base's and the machine's measurements are taken before.
 */
export function recipeThrough(choices: PlanChoices): SetUp {
  return async (folder) => {
    const home = mkdtempSync(join(tmpdir(), 'thaw-bench-'))
    process.on('exit', () => rmSync(home, { recursive: true, force: true }))
    const dataset = join(folder, 'photographs')
    let projects = 0
    const once = (more: PlanChoices = {}) => {
      const project = join(home, String(projects++))
      const all = { preprocess: 'rescale', weights: join(folder, 'vgg16.h5'), ...choices, ...more } as const
      return startRun(requestSchemas['start-run'].parse({ project, dataset, choices: all }), unwatched())
    }
    const { precision } = await once({ recipe: 'extract', unfreeze: 'none', epochs: [1], augmentation: 'none' })
    return {
      run: async (runs) => {
        for (let i = 0; i < runs; i++) await once()
      },
      note: `Thaw: ${precision}`,
    }
  }
}

/** One step of a batch from the cache, with the line under a layer. */
export function stepAt(layer: string): SetUp {
  return async (folder) => {
    const work = unwatched()
    const choices = {
      weights: join(folder, 'vgg16.h5'),
      recipe: 'finetune',
      unfreeze: layer,
      preprocess: 'imagenet',
    } as const
    const plan = planFrom(choices, factsOf('vgg16'))
    const prepared = await prepareBase(plan, work)
    const stage: Stage = plan.stages.at(-1)!
    const place = placeOf(prepared, { ...plan, head: { ...plan.head, dropout: 0 } }, stage, 2)
    const { values: pixels } = await readNpy(join(folder, 'pixels.npy'))
    if (!(pixels instanceof Uint8Array)) throw new TypeError('Not pixels.')
    let values: Uint8Array | Float32Array = pixels
    if (!place.isPixels) {
      const base = openBaseAt(prepared, await chooseWay(prepared, plan, work), place.boundary)
      values = base.features(pixels, plan.batch)
      base.close()
    }
    const fresh = initialWeights(place.network, 0)
    const start = new Map([...fresh].map(([path, { values }]) => [path, prepared.weights.get(path)?.values ?? values]))
    const input = place.isPixels ? 'pixels' : 'float32'
    const convolutions = await chooseStepWay([place], plan, work)
    const trainer = openTrainer(place.network, stage.optimizer, start, { frozen: place.frozen, input, convolutions })
    const labels = Int32Array.from({ length: plan.batch }, (_, i) => i % 2)
    let step = 0
    const once = () => trainer.step({ values, labels, learningRate: stage.learningRate, step: ++step, seed: 0 })
    once()
    return {
      run: (runs) => {
        for (let i = 0; i < runs; i++) once()
        return Promise.resolve()
      },
      note: `the boundary is ${place.boundary}`,
    }
  }
}
