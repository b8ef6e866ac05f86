import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  lookSchema,
  resources,
  surveySchema,
  type ChosenInside,
  type Look,
  type Survey,
} from '../../../contract/index.ts'
import { stampOf as stampOfSplit } from '../inside-split.ts'
import { insideFolder, insideOf, keyOf, pictureOf } from '../inside.ts'
import { keepFew } from '../keep-few.ts'
import type { AppHandler, Context } from '../context.ts'
import { projectIn } from './project-state.ts'

/** Photographs whose raw values are kept: VGG16 at 150 pixels takes 26 MB for each. */
const keptLooks = 12
/** Pixels a side of a filter on the screen. */
const filterSize = 128

export const openInside: AppHandler<'open-inside'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, stamp, unfreeze } = await insideOf(context, project, input.inside)
  const { path: photograph, sha256, ...picture } = await pictureOf(context, project, input.picture)
  const key = keyOf('look', stamp, sha256)
  const out = insideFolder(`looks/${key}`)
  const look =
    (await keptLook(out)) ?? (await context.engine.request('look-inside', { inside, photograph, sha256, out }, asked))
  await keepFew(dirname(out), basename(out), keptLooks)
  return { key, look, picture, unfreeze }
}

async function keptLook(folder: string): Promise<Look | null> {
  return read(join(folder, 'look.json'))
    .then((json) => lookSchema.parse(json))
    .catch(() => null)
}

export const surveyInside: AppHandler<'survey-inside'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, file } = await surveyFile(context, project, input.inside)
  const before = await keptSurvey(file)
  if (!before && input.onlyIfKept) return null
  if (!before) {
    await context.engine.request('survey-channels', { inside, dataset: project, split: 'validation', out: file }, asked)
  }
  const survey = before ?? (await keptSurvey(file))
  if (!survey) return null
  return {
    photographs: survey.files.length,
    dead: Object.fromEntries(survey.layers.map(({ name, dead }) => [name, dead])),
  }
}

export const insideChannel: AppHandler<'inside-channel'> = async (context, input) => {
  const project = await projectIn(context, input.project)
  const { file } = await surveyFile(context, project, input.inside)
  const survey = await keptSurvey(file)
  const layer = survey?.layers.find(({ name }) => name === input.layer)
  if (!survey || !layer) return { top: [] }
  const { height, width } = layer
  const strongest = (layer.top[input.channel] ?? []).filter(([, value]) => value > 0)
  return {
    top: strongest.map(([photograph, value, place]) => ({
      file: survey.files[photograph]!,
      value,
      place: {
        x: (place % width) / width,
        y: Math.floor(place / width) / height,
        width: 1 / width,
        height: 1 / height,
      },
    })),
  }
}

export const insideMap: AppHandler<'inside-map'> = async (context, input) => {
  const project = await projectIn(context, input.project)
  const { file } = await surveyFile(context, project, input.inside)
  const survey = await keptSurvey(file)
  const layer = survey?.layers.find(({ name }) => name === input.layer)
  if (!survey || !layer) return null
  // Labels as they are now: a photograph may have been given another since.
  const { photographs } = (await context.dataset(project)).dataset
  const classes = new Map(photographs.map(({ file, class: name }) => [file, name]))
  const files = survey.mapped.map((index) => survey.files[index]!)
  const labels = files.map((file) => classes.get(file) ?? '')
  const shareOf = (nearest: readonly number[]): number | null =>
    files.length < 2 ? null : nearest.filter((other, one) => labels[other] === labels[one]).length / files.length
  return {
    photographs: files.map((file, i) => {
      const [x, y] = layer.places[i]!
      return { file, class: labels[i]!, x, y, nearest: layer.nearest[i]! }
    }),
    alike: survey.layers.map(({ name, nearest }) => ({ layer: name, share: shareOf(nearest) })),
    chance: chanceOf(labels),
  }
}

/** The share of pairs of photographs that are of one class. */
function chanceOf(labels: readonly string[]): number {
  const pairs = (count: number): number => count * (count - 1)
  const alike = [...Map.groupBy(labels, (label) => label).values()].reduce((sum, { length }) => sum + pairs(length), 0)
  return labels.length < 2 ? 0 : alike / pairs(labels.length)
}

async function surveyFile(context: Context, project: string, chosen: ChosenInside) {
  const { inside, stamp } = await insideOf(context, project, chosen)
  const key = keyOf('survey', stamp, stampOfSplit((await context.dataset(project)).dataset, 'validation'))
  return { inside, file: join(insideFolder('surveys'), `${key}.json`) }
}

async function keptSurvey(file: string): Promise<Survey | null> {
  return read(file)
    .then((json) => surveySchema.parse(json))
    .catch(() => null)
}

export const insideFilters: AppHandler<'inside-filters'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, stamp } = await insideOf(context, project, input.inside)
  const { layer } = input
  const channels = [...new Set(input.channels)]
  const key = keyOf('filter', stamp, layer, filterSize)
  const out = join(insideFolder('filters'), key)
  const drawn = new Map<number, KeptFilter>()
  for (const channel of channels) {
    const kept = await keptFilter(out, channel)
    if (kept) drawn.set(channel, kept)
  }
  const missing = channels.filter((channel) => !drawn.has(channel))
  if (missing.length > 0) {
    const asking = { inside, layer, channels: missing, size: filterSize, out }
    const { files, flat } = await context.engine.request('draw-filters', asking, asked)
    const { writeAtomically } = await import('../../files/index.ts')
    for (const [i, channel] of missing.entries()) {
      const note = { file: basename(files[i]!), flat: flat.includes(channel) }
      await writeAtomically(join(out, `${channel}.json`), JSON.stringify(note))
      drawn.set(channel, note)
    }
  }
  return {
    pictures: [...drawn].map(([channel, { file, flat }]) => ({
      channel,
      picture: resources.insideFile(`filters/${key}`, file),
      flat,
    })),
  }
}

/** What stands beside a filter that is kept. */
interface KeptFilter {
  file: string
  flat: boolean
}

const keptFilter = (folder: string, channel: number): Promise<KeptFilter | null> =>
  read(join(folder, `${channel}.json`)).then(
    (json) => json as KeptFilter,
    () => null,
  )

export const insideReasons: AppHandler<'inside-reasons'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, stamp } = await insideOf(context, project, input.inside)
  const { path: photograph, sha256 } = await pictureOf(context, project, input.picture)
  const { layer, classes } = input
  const key = keyOf('reasons', stamp, sha256, layer, classes)
  const out = join(insideFolder('reasons'), key)
  const asking = { inside, photograph, sha256, layer, classes, out }
  const answer = await context.engine.request('draw-grad-cam', asking, asked)
  await keepFew(dirname(out), basename(out), 200)
  return {
    layer: answer.layer,
    maps: answer.maps.map((map) => ({
      class: map.class,
      probability: map.probability,
      picture: resources.insideFile(`reasons/${key}`, map.picture),
      npy: resources.insideFile(`reasons/${key}`, map.npy),
    })),
  }
}

export const saveInside: AppHandler<'save-inside'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, run } = await insideOf(context, project, input.inside)
  const { path: photograph, name } = await pictureOf(context, project, input.picture)
  const home = run === null ? join(project, 'figures') : join(project, 'runs', run, 'figures')
  const folder = join(home, `inside-${name.replace(/[^\w.-]+/g, '_')}`)
  const asking = { inside, photograph, out: folder, npy: true, palette: input.palette }
  const { layers } = await context.engine.request('save-activations', asking, asked)
  const files = layers.flatMap(({ grid, figure, npy }) => [grid, figure, ...(npy === undefined ? [] : [npy])])
  return { folder, files: files.map((file) => basename(file)) }
}

const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')) as unknown
