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

export const insideFilter: AppHandler<'inside-filter'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { inside, stamp } = await insideOf(context, project, input.inside)
  const { layer, channel } = input
  const key = keyOf('filter', stamp, layer, filterSize)
  const out = join(insideFolder('filters'), key)
  const note = join(out, `${channel}.json`)
  const before = (await read(note).catch(() => null)) as { file: string; flat: boolean } | null
  if (before) return { picture: resources.insideFile(`filters/${key}`, before.file), flat: before.flat }
  const drawn = { inside, layer, channels: [channel], size: filterSize, out }
  const { files, flat } = await context.engine.request('draw-filters', drawn, asked)
  const found = { file: basename(files[0]!), flat: flat.length > 0 }
  const { writeAtomically } = await import('../../files/index.ts')
  await writeAtomically(note, JSON.stringify(found))
  return { picture: resources.insideFile(`filters/${key}`, found.file), flat: found.flat }
}

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
