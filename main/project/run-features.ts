import { access } from 'node:fs/promises'
import { join } from 'node:path'
import {
  bankOf,
  fail,
  splits,
  type Dataset,
  type Plan,
  type Split,
  type Stage,
  type Work,
} from '../../contract/index.ts'
import { photographPath, selectSplit, type Draw } from '../dataset/index.ts'
import {
  drawOfPhotograph,
  extractFeatures,
  evictFeatures,
  featureFiles,
  folderOfKey,
  featureKeyOf,
  openBaseAt,
  openOneAtATime,
  pixelRuleOf,
  type Base,
  type Extracted,
  type FeatureKey,
  type Item,
  type PreparedBase,
  type Way,
} from '../features/index.ts'
import { boundaryOf, shapesOf } from '../network/index.ts'
import { openPhotographSource, openRowSource, type OpenSource } from '../training/index.ts'
import type { Place } from './places.ts'

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

/** What a stage learns from. Close both when done. */
export interface StageSources {
  train: OpenSource
  validation: OpenSource
}

/** A run's samples at every boundary that its stages have. */
export interface RunFeatures {
  openStage(stage: number): Promise<StageSources>
  /**
   * The photographs that the run is judged by, at its last boundary: in float32 whatever the run's precision, as the saved
   * model computes. Of the test split, else of the validation split.
   */
  openJudged(): Promise<OpenSource>
  judged: { split: Split; items: readonly Item[] }
  /** Absolute paths of the .npy files. */
  files: string[]
  /** Photographs that went through the base a second; null when all came from the cache. */
  imagesPerSecond: number | null
  /** Rows that had to be computed; null: no stage takes features. */
  computed: number | null
}

export interface RunFeaturesOptions {
  project: { dir: string; features: string }
  dataset: Dataset
  plan: Plan
  prepared: PreparedBase
  way: Way
  /** Where each stage trains. */
  places: readonly Place[]
  /** The first stage that is not done. */
  from: number
  /** Bytes that the project's features may take; null: any. */
  limit: number | null
  work: Work
}

/** The boundaries below one, the nearest first, whose features spare the way up to there. */
function lowerBoundaries({ network, preprocessing }: PreparedBase, boundary: string): string[] {
  const at = network.layers.findIndex(({ name }) => name === boundary)
  return network.layers
    .slice(0, at)
    .filter(({ name }, i) => !preprocessing.has(name) && boundaryOf(network, network.layers[i + 1]!.name) === name)
    .map(({ name }) => name)
    .toReversed()
}

type DrawOf = (sha256: string, pass: number) => Draw | null

/** What has to be in the cache. */
interface Wanted {
  boundary: string
  way: Way
  split: Split
  draw?: FeatureKey['draw']
}

/** Those of one name have one key: they go through the base together. */
const keyNameOf = ({ boundary, way, draw }: Wanted) => `${boundary} ${way.precision} ${draw?.index ?? ''}`
const nameOf = (want: Wanted) => `${keyNameOf(want)} ${want.split}`

/** Takes features that no stage of this run needs out of the cache, where it would grow beyond its limit. */
async function makeRoom(
  { project, plan, prepared, limit }: RunFeaturesOptions,
  wanted: readonly Wanted[],
  countOf: (split: Split) => number,
): Promise<void> {
  if (limit === null) return
  const keys = wanted.map(({ way, boundary, draw, split }) => ({
    key: featureKeyOf(prepared, plan, way, boundary, draw),
    split,
  }))
  const sizes = await Promise.all(
    keys.map(async ({ key, split }) => {
      const { features } = featureFiles({ folder: join(project.features, folderOfKey(key)) }, split)
      const isThere = await access(features).then(
        () => true,
        () => false,
      )
      return isThere ? 0 : 4 * countOf(split) * key.shape.reduce((a, b) => a * b, 1)
    }),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  await evictFeatures(project.features, { limit, bytes, keep: new Set(keys.map(({ key }) => folderOfKey(key))) })
}

/**
 * Makes the features that a run's stages need: at each boundary, as the photographs are, or as many draws of each as the
 * stage's bank has; from the lowest boundary up, so that each spares the next. What the cache has is not made again.
 */
export async function featuresOfRun(options: RunFeaturesOptions): Promise<RunFeatures> {
  const { project, dataset, plan, prepared, way, places, from, work } = options
  const items = Object.fromEntries(splits.map((split) => [split, itemsOf(dataset, project.dir, split)])) as Record<
    Split,
    Item[]
  >
  for (const split of ['train', 'validation'] as const) {
    if (items[split].length) continue
    throw fail('split-empty', `The data set has no ${split} photographs.`, {
      expected: 'photographs to train on and others to validate with',
      remedy: 'Give the split its share, or put photographs into its folder.',
    })
  }
  const judged = items.test.length ? 'test' : 'validation'
  const exact: Way = { ...way, precision: 'float32' }
  const last = places.at(-1)!

  const trainWanted = (place: Place, stage: Stage): Wanted[] => {
    const plain = { boundary: place.boundary, way, split: 'train' as const }
    if (place.isPixels || stage.augmentation === 'fresh') return []
    const draws = bankOf(stage.augmentation)
    if (draws === null) return [plain]
    const { augmentation: settings, seed } = plan
    return Array.from({ length: draws }, (_, index) => ({ ...plain, draw: { settings, seed, index } }))
  }
  const validationWanted = ({ boundary }: Place): Wanted => ({ boundary, way, split: 'validation' })
  const judgedWanted: Wanted = { boundary: last.boundary, way: exact, split: judged }

  const depth = new Map(prepared.network.layers.map(({ name }, at) => [name, at]))
  const wanted = places
    .flatMap((place, at) =>
      place.isPixels || at < from ? [] : [...trainWanted(place, plan.stages[at]!), validationWanted(place)],
    )
    .concat(last.isPixels ? [] : [judgedWanted])
    .sort((a, b) => depth.get(a.boundary)! - depth.get(b.boundary)!)
  const distinct = [...new Map(wanted.map((want) => [nameOf(want), want])).values()]
  const keyed = [...Map.groupBy(distinct, keyNameOf).values()]

  await makeRoom(options, distinct, (split) => items[split].length)

  const made = new Map<string, Extracted & { features: string }>()
  const total = distinct.reduce((sum, { split }) => sum + items[split].length, 0)
  let done = 0
  let computed = 0
  const open = openOneAtATime()
  try {
    for (const wants of keyed) {
      const { way, boundary, draw } = wants[0]!
      const count = wants.reduce((sum, { split }) => sum + items[split].length, 0)
      const before = done
      const counted: Work = {
        ...work,
        progress: (step, at, of, unit) =>
          step === 'extract'
            ? work.progress(step, before + count - of + at, total, unit)
            : work.progress(step, at, of, unit),
      }
      const baseFrom = (from?: string) => () =>
        open.base(`${way.precision} ${boundary} ${from}`, () => openBaseAt(prepared, way, boundary, from))
      const extracted = await extractFeatures({
        folder: project.features,
        key: featureKeyOf(prepared, plan, way, boundary, draw),
        items: Object.fromEntries(wants.map(({ split }) => [split, items[split]])),
        openBase: baseFrom(),
        lower: lowerBoundaries(prepared, boundary).map((from) => ({
          key: featureKeyOf(prepared, plan, way, from, draw),
          openBase: baseFrom(from),
        })),
        work: counted,
      })
      for (const want of wants) {
        made.set(nameOf(want), { ...extracted, features: featureFiles(extracted, want.split).features })
      }
      done += count
      computed += extracted.computed
    }
  } finally {
    open.close()
  }

  const labelsOf = (split: Split) => Int32Array.from(items[split], ({ label }) => label)
  const fileOf = (want: Wanted) => made.get(nameOf(want))!.features
  const rows = (wants: readonly Wanted[]) => openRowSource(wants.map(fileOf), labelsOf(wants[0]!.split))
  const shape = (boundary: string) => shapesOf(prepared.network).get(boundary)!.map(Number)
  const rule = pixelRuleOf(plan)
  const pixels = [plan.size, plan.size, 3]

  const photographs = (split: Split, of: readonly number[], base: Base | null, drawOf: DrawOf) =>
    openPhotographSource({
      photographs: items[split],
      rule,
      shape: of,
      settings: plan.augmentation,
      drawOf,
      base,
      work,
    })
  const plainPixels = (split: Split) => photographs(split, pixels, null, () => null)
  const trainPhotographs = (place: Place, stage: Stage, at: number): OpenSource => {
    const draws = bankOf(stage.augmentation)
    const { augmentation: settings, seed } = plan
    // A bank's draws are the first K; fresh ones go on, and are others in every stage.
    const passOf = (pass: number) => (draws === null ? at * 1_000_000 + pass : pass % draws)
    const drawOf: DrawOf = (sha256, pass) =>
      stage.augmentation === 'none' ? null : drawOfPhotograph(settings, seed, sha256, passOf(pass))
    const base = place.isPixels ? null : openBaseAt(prepared, way, place.boundary)
    return photographs('train', place.isPixels ? pixels : shape(place.boundary), base, drawOf)
  }

  return {
    async openStage(at) {
      const [place, stage] = [places[at]!, plan.stages[at]!]
      const validation = place.isPixels ? plainPixels('validation') : await rows([validationWanted(place)])
      const kept = trainWanted(place, stage)
      try {
        return { train: kept.length ? await rows(kept) : trainPhotographs(place, stage, at), validation }
      } catch (error) {
        await validation.close()
        throw error
      }
    },
    openJudged: () => (last.isPixels ? Promise.resolve(plainPixels(judged)) : rows([judgedWanted])),
    judged: { split: judged, items: items[judged] },
    files: [...made.values()].map(({ features }) => features),
    imagesPerSecond:
      [...made.values()].find(({ imagesPerSecond }) => imagesPerSecond !== null)?.imagesPerSecond ?? null,
    computed: keyed.length ? computed : null,
  }
}
