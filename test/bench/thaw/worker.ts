// Thaw's side of the benchmark, in a process of its own: node worker.ts ROW FOLDER. The protocol is in peers/serve.py.
import { createInterface } from 'node:readline'
import { tensorflow } from '../../../main/tensorflow/index.ts'
import { decodeAugment } from './decode-augment.ts'
import { decode } from './decode.ts'
import { duplicates } from './duplicates.ts'
import { evaluate } from './evaluate.ts'
import { extract } from './extract.ts'
import { headEpoch } from './head-epoch.ts'
import { activationsPng, openVgg16 } from './inside.ts'
import type { SetUp } from './job.ts'
import { scan } from './scan.ts'
import { linePlaces, timedPlaces } from '../training-rows.ts'
import { epochsUnder, shownUnder } from './line-time.ts'
import { recipeExtract } from './recipe-extract.ts'
import { recipeThrough, stepAt } from './train-through.ts'

const jobs: Record<string, SetUp> = {
  'extract-float32': extract('float32'),
  'extract-auto': extract('auto'),
  'head-epoch': headEpoch,
  'open-vgg16': openVgg16,
  'activations-png': activationsPng,
  'evaluate-1k': evaluate,
  decode,
  'decode-augment': decodeAugment,
  'duplicates-25k': duplicates,
  'scan-25k': scan('first'),
  'rescan-25k': scan('again'),
  'recipe-extract-cold': recipeExtract('cold'),
  'recipe-extract-warm': recipeExtract('warm'),
  'recipe-augment-bank4': recipeThrough({ recipe: 'augment', augmentation: 'bank:4' }),
  'recipe-augment-fresh': recipeThrough({ recipe: 'augment', augmentation: 'fresh' }),
  'recipe-finetune-bank4': recipeThrough({ recipe: 'finetune', augmentation: 'bank:4' }),
  ...Object.fromEntries(linePlaces.map((layer) => [`step-at-${layer}`, stepAt(layer)])),
  ...Object.fromEntries(timedPlaces.map((layer) => [`line-time-at-${layer}`, epochsUnder(layer)])),
  ...Object.fromEntries(timedPlaces.map((layer) => [`line-shown-at-${layer}`, shownUnder(layer)])),
}

const [row = '', folder = ''] = process.argv.slice(2)
const setUp = jobs[row]
if (!setUp) throw new Error(`There is no row ${row}.`)
const { run, note = '', mean = null } = await setUp(folder)
const versions = { 'Thaw’s TensorFlow': tensorflow().TF_Version }
console.log(`@ready ${JSON.stringify({ versions, note, mean })}`)
for await (const line of createInterface({ input: process.stdin })) {
  const runs = Number(line.split(' ')[1])
  const start = performance.now()
  const counted = await run(runs)
  console.log(`@ms ${typeof counted === 'number' ? counted : performance.now() - start}`)
}
process.exit()
