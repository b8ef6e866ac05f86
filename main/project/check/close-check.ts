import { join } from 'node:path'
import { splits, type Dataset, type Split, type Work } from '../../../contract/index.ts'
import { nearPairs, type Checked, type Looks } from '../../dataset/index.ts'
import type { Item } from '../../features/index.ts'
import { factsOf, planFrom } from '../../training/index.ts'
import { withTemporaryFolder } from '../../files/index.ts'
import { findBase, findWeights } from '../../zoo/index.ts'
import { itemsOf } from '../run-features.ts'
import { suspectsOf } from './confident.ts'
import { crossValidated } from './ridge.ts'
import { cosine, pooledFeatures } from './pooled.ts'

/** The base whose features are looked at: the one that a first run would use. */
const baseName = 'vgg16'
/** The cosine of two photographs' features from which on they are near-duplicates: measured in test/RESULTS.md. */
export const nearCosine = 0.85
const folds = 5
/** With fewer photographs of a class, confidence in it means little. */
const fewestOfClass = 10

export interface CloseCheck {
  dataset: Dataset
  /** The folder that holds, or would hold, dataset.json. */
  dir: string
  looks: Looks
  /** Whether the features are kept in `dir`, a project, where a run finds them; else they are gone afterwards. */
  keep: boolean
  /** What is found without features. */
  quick: Checked
}

/**
 * What only features tell: which photographs that look alike are the same, and which labels are probably wrong. Computes
 * the features that a first run would use. Without the base's weights on this computer it answers what it was given:
 * half a gigabyte is not fetched for a check.
 */
export async function closeCheck(options: CloseCheck, work: Work): Promise<Checked> {
  const { dataset, dir, looks, keep, quick } = options
  const base = findBase(baseName)
  if ((await findWeights(base)) === null) return quick
  const plan = planFrom({}, factsOf(baseName))
  const items = Object.fromEntries(splits.map((split) => [split, itemsOf(dataset, dir, split)]))
  const pool = (folder: string) => pooledFeatures(folder, items as Record<Split, Item[]>, plan, work)
  const pooled = await (keep ? pool(join(dir, 'features')) : withTemporaryFolder(pool))
  return {
    ...quick,
    confirmedBy: `${baseName.toUpperCase()}, cosine ≥ ${nearCosine}`,
    near: await confirmedPairs(pooled, looks, work),
    labels: await labelsOf(dataset, pooled, work),
  }
}

async function confirmedPairs(
  pooled: ReadonlyMap<string, Float32Array>,
  looks: Looks,
  work: Work,
): Promise<Checked['near']> {
  const contents = [...pooled.keys()].filter((sha256) => looks.has(sha256)).sort()
  const likeness = (first: number, second: number) =>
    cosine(pooled.get(contents[first]!)!, pooled.get(contents[second]!)!)
  const pairs = await nearPairs(
    contents.map((sha256) => looks.get(sha256)!.look),
    work,
    { accept: (first, second) => likeness(first, second) >= nearCosine },
  )
  return pairs.map(({ first, second, distance: bits }) => ({
    contents: [contents[first]!, contents[second]!],
    bits,
    cosine: likeness(first, second),
  }))
}

async function labelsOf(
  { classes, photographs }: Dataset,
  pooled: ReadonlyMap<string, Float32Array>,
  work: Work,
): Promise<Checked['labels']> {
  const known = photographs.filter(({ sha256 }) => pooled.has(sha256))
  const counts = Map.groupBy(known, (photograph) => photograph.class)
  const usable = classes.filter((name) => (counts.get(name)?.length ?? 0) >= fewestOfClass)
  const rows = known.filter((photograph) => usable.includes(photograph.class))
  const width = rows[0] ? pooled.get(rows[0].sha256)!.length : 0
  if (usable.length < 2) return null
  const values = new Float32Array(rows.length * width)
  rows.forEach(({ sha256 }, row) => values.set(pooled.get(sha256)!, row * width))
  const labels = Int32Array.from(rows, (photograph) => usable.indexOf(photograph.class))
  const probabilities = await crossValidated(
    { values, width, labels, classes: usable.length },
    {
      folds,
      seed: 0,
      onFold: (done) => {
        work.signal.throwIfAborted()
        work.progress('labels', done, folds, 'batches')
      },
    },
  )
  return {
    method: `confident learning, ${folds}-fold ridge regression on ${baseName.toUpperCase()} features`,
    suspects: suspectsOf(probabilities, labels, usable.length).map(({ row, label, suggested, confidence }) => ({
      file: rows[row]!.file,
      sha256: rows[row]!.sha256,
      label: usable[label]!,
      suggested: usable[suggested]!,
      confidence,
    })),
  }
}
