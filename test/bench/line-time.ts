// The seconds an epoch that the Model screen shows at five places of the line, and those of the epochs that follow:
// node test/bench/line-time.ts [SIZE]. The measurement is remembered: delete ~/.cache/thaw/measured/line-* to take it again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestSchemas, unwatched, type Work } from '../../contract/index.ts'
import { prepareBase } from '../../main/features/index.ts'
import { lineCosts, measureLine, startRun } from '../../main/project/index.ts'
import { factsOf, planFrom } from '../../main/training/index.ts'
import { prepareData, scale } from './data.ts'
import { linePlaces } from './training-rows.ts'

const size = Number(process.argv[2] ?? scale.size)
/** The first of them waits for TensorFlow to prepare its graph, and does not count. */
const epochs = 5

const folder = await prepareData((text) => console.error(text))
const home = mkdtempSync(join(tmpdir(), 'thaw-line-time-'))
const [train, validation] = [scale.train, scale.validation].map((count) => count * scale.classes.length) as [
  number,
  number,
]
const base = { base: 'vgg16', size, head: 256, batch: scale.batch } as const
const plan = planFrom({ ...base, weights: join(folder, 'vgg16.h5') }, factsOf('vgg16'))

/** Seconds an epoch but for the first: their mean, since one is told when it is written, and the next may be over by then. */
async function trained(unfreeze: string): Promise<number> {
  const ends: number[] = []
  const emit: Work['emit'] = (event) => void (event === 'epoch-ended' && ends.push(performance.now()))
  const stages = [{ ...plan.stages[0]!, name: 'line', unfreeze, epochs }]
  const choices = { ...base, recipe: 'finetune', weights: join(folder, 'vgg16.h5'), insist: true, stages } as const
  const input = { project: join(home, 'project'), dataset: join(folder, 'photographs'), choices }
  await startRun(requestSchemas['start-run'].parse(input), { ...unwatched(), emit })
  return (ends.at(-1)! - ends[0]!) / 1000 / (ends.length - 1)
}

try {
  const started = performance.now()
  const measured = await measureLine({ ...base, classes: 2, cut: undefined }, unwatched())
  console.log(`Measured, or remembered, in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`)
  const prepared = await prepareBase(plan, unwatched())
  const costs = lineCosts({ prepared, plan, classes: 2, photographs: { train, validation }, measured })
  console.log(
    `VGG16 at ${size}×${size}, ${train} photographs to train on, ${validation} to validate, batch ${scale.batch}\n`,
  )
  console.log('| line under | shown, s | epoch, s | shown / epoch |\n| --- | --- | --- | --- |')
  for (const unfreeze of linePlaces) {
    const shown = costs.find((cost) => cost.unfreeze === unfreeze)!.epochSeconds!
    const real = await trained(unfreeze)
    console.log(`| ${unfreeze} | ${shown.toFixed(2)} | ${real.toFixed(2)} | ${(shown / real).toFixed(2)} |`)
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.exit()
