import { existsSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import type { HandlerInput, Inside, RequestName } from '../../contract/index.ts'

/** The paths in the input of each engine request: those that must be there already, and where it may write. */
interface Paths {
  read: (string | undefined)[]
  /** A project, or a folder inside one. */
  write: string[]
}

const none: Paths = { read: [], write: [] }

/** What a window may ask the engine directly is confined by these; a new request says here which paths it takes. */
export const pathsOf: { readonly [N in RequestName]: (input: HandlerInput<N>) => Paths } = {
  doctor: () => none,
  summarize: ({ model }) => ({ read: [model], write: [] }),
  'import-dataset': ({ source, more, out }) => ({ read: [source, ...more], write: [out] }),
  'preview-import': ({ source, more, out }) => ({ read: [source, ...more], write: [out] }),
  'check-dataset': ({ folder, keep }) => ({ read: [folder], write: keep ? [folder] : [] }),
  'write-splits': ({ dataset, out }) => ({ read: [dataset], write: [out] }),
  'relink-dataset': ({ project, folder }) => ({ read: [folder], write: [project] }),
  'edit-dataset': ({ project }) => ({ read: [], write: [project] }),
  'fetch-weights': () => none,
  'fetch-samples': () => none,
  'start-run': ({ dataset, project, choices }) => ({ read: [dataset, weightsFile(choices.weights)], write: [project] }),
  'measure-line': () => none,
  evaluate: ({ model, dataset }) => ({ read: [model, dataset], write: [] }),
  compare: ({ runs }) => ({ read: runs, write: [] }),
  'write-report': ({ run, out }) => ({ read: [run], write: [out] }),
  predict: ({ model, images }) => ({ read: [model, ...images], write: [] }),
  'draw-figures': ({ run, out }) => ({ read: [run], write: [out] }),
  'look-inside': ({ inside, photograph, out }) => ({ read: [...insideFiles(inside), photograph], write: [out] }),
  'save-activations': ({ inside, photograph, out }) => ({ read: [...insideFiles(inside), photograph], write: [out] }),
  'survey-channels': ({ inside, dataset, out }) => ({ read: [...insideFiles(inside), dataset], write: [out] }),
  'draw-filters': ({ inside, out }) => ({ read: insideFiles(inside), write: [out] }),
  'draw-grad-cam': ({ inside, photograph, out }) => ({ read: [...insideFiles(inside), photograph], write: [out] }),
  'draw-activations': ({ photograph, weights, out }) => ({ read: [photograph, weightsFile(weights)], write: [out] }),
}

function insideFiles(inside: Inside): (string | undefined)[] {
  return 'model' in inside ? [inside.model] : [weightsFile(inside.weights)]
}

/** The nearest folder above a path, or the path itself, that is there: links in it decide where something new would lie. */
export function whatIsThere(path: string): string {
  const absolute = resolve(path)
  return existsSync(absolute) || dirname(absolute) === absolute ? absolute : whatIsThere(dirname(absolute))
}

/** Weights are named, or a file. */
export function weightsFile(weights: string | undefined): string | undefined {
  return weights !== undefined && isAbsolute(weights) ? weights : undefined
}
