import { fail, splits, type Dataset, type Plan, type Split, type Work } from '../../contract/index.ts'
import { photographPath, selectSplit } from '../dataset/index.ts'
import {
  extractFeatures,
  featureFiles,
  featureKeyOf,
  openBase,
  type Item,
  type PreparedBase,
  type Way,
} from '../features/index.ts'
import { readNpy } from '../formats/index.ts'
import type { Rows } from '../training/index.ts'

/** The photographs of a split as features are asked for. */
export function itemsOf(dataset: Dataset, dir: string, split: Split): Item[] {
  return selectSplit(dataset, split).map((photograph) => ({
    path: photographPath(dataset, dir, photograph),
    file: photograph.file,
    sha256: photograph.sha256,
    class: photograph.class,
    label: dataset.classes.indexOf(photograph.class),
  }))
}

export interface RunFeatures {
  train: Rows
  validation: Rows
  /** In float32 whatever the run's precision, as the saved model computes; null without a test split. */
  test: Rows | null
  /** Absolute paths of the .npy files. */
  files: string[]
  /** Photographs that went through the base, and how many a second; null when all came from the cache. */
  imagesPerSecond: number | null
}

async function readRows(files: ReturnType<typeof featureFiles>): Promise<Rows> {
  const [features, labels] = await Promise.all([readNpy(files.features), readNpy(files.labels)])
  const { values, shape } = features
  if (!(values instanceof Float32Array) || !(labels.values instanceof Int32Array)) {
    throw fail('damaged-npy', `${files.features} does not hold features.`, { file: files.features })
  }
  return { count: shape[0]!, shape: shape.slice(1), values, labels: labels.values }
}

/** The features of every split of a run's photographs: from the project's cache, and what that lacks from the base. */
export async function featuresOfRun(
  project: { dir: string; features: string },
  dataset: Dataset,
  plan: Plan,
  prepared: PreparedBase,
  way: Way,
  work: Work,
): Promise<RunFeatures> {
  const items = Object.fromEntries(splits.map((split) => [split, itemsOf(dataset, project.dir, split)]))
  for (const split of ['train', 'validation'] as const) {
    if (items[split]!.length) continue
    throw fail('split-empty', `The data set has no ${split} photographs.`, {
      expected: 'photographs to train on and others to validate with',
      remedy: 'Give the split its share, or put photographs into its folder.',
    })
  }
  const extract = (chosen: readonly Split[], how: Way) =>
    extractFeatures({
      folder: project.features,
      key: featureKeyOf(prepared, plan, how),
      items: Object.fromEntries(chosen.flatMap((split) => (items[split]!.length ? [[split, items[split]]] : []))),
      openBase: () => openBase({ ...prepared, ...how }),
      work,
    })
  const exact: Way = { ...way, precision: 'float32' }
  const isExact = way.precision === 'float32'
  const learned = await extract(isExact ? splits : ['train', 'validation'], way)
  const tested = isExact ? learned : await extract(['test'], exact)
  const files = {
    train: featureFiles(learned, 'train'),
    validation: featureFiles(learned, 'validation'),
    test: items.test!.length ? featureFiles(tested, 'test') : null,
  }
  return {
    train: await readRows(files.train),
    validation: await readRows(files.validation),
    test: files.test && (await readRows(files.test)),
    files: Object.values(files).flatMap((file) => (file ? [file.features] : [])),
    imagesPerSecond: learned.imagesPerSecond,
  }
}
