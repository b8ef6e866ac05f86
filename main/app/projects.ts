import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { fail, type Dataset, type Photograph, type RunView } from '../../contract/index.ts'
import { photographPath, photographsFolder, readDataset } from '../dataset/index.ts'
import { isInside } from './places.ts'

/** A project's data set with its photographs by file. */
export interface Listed {
  dataset: Dataset
  byFile: ReadonlyMap<string, Pick<Photograph, 'file' | 'sha256'>>
}

/** How many data sets are kept in memory: a gallery asks for the same one hundreds of times. */
const kept = 4

/** Reads projects' dataset.json, again only when it has changed. */
export function createDatasets(): (project: string) => Promise<Listed> {
  const known = new Map<string, { stamp: string; listed: Promise<Listed> }>()
  return async (project) => {
    const found = await stat(join(project, 'dataset.json')).catch(() => null)
    const stamp = found ? `${found.mtimeMs} ${found.size} ${found.ino}` : ''
    const before = known.get(project)
    known.delete(project)
    const entry = before?.stamp === stamp ? before : { stamp, listed: list(project) }
    known.set(project, entry)
    for (const oldest of [...known.keys()].slice(0, -kept)) known.delete(oldest)
    entry.listed.catch(() => known.delete(project))
    return entry.listed
  }
}

async function list(project: string): Promise<Listed> {
  const dataset = await readDataset(project)
  const all = [...dataset.photographs, ...(dataset.leftOut ?? [])]
  return { dataset, byFile: new Map(all.map((photograph) => [photograph.file, photograph])) }
}

/** The absolute path of a photograph that the project lists; null where a link leads out of the photographs' folder. */
export async function photographOf(project: string, { dataset, byFile }: Listed, file: string) {
  const photograph = byFile.get(file)
  if (!photograph) return null
  const folder = await realpath(await photographsFolder(dataset, project))
  const path = await realpath(photographPath(dataset, project, photograph)).catch(() => null)
  return path !== null && isInside(folder, path) ? { path, ...photograph } : null
}

/** One photograph of each class. */
export function coversOf({ photographs }: Dataset): Record<string, string> {
  const covers: Record<string, string> = {}
  for (const { class: name, file } of photographs) covers[name] ??= file
  return covers
}

/** @throws `not-a-project` */
export async function checkProject(folder: string): Promise<void> {
  const found = await stat(join(folder, 'project.json')).catch(() => null)
  if (found?.isFile()) return
  throw fail('not-a-project', `There is no project in ${folder}.`, {
    expected: 'a folder with project.json',
    file: folder,
    remedy: 'Open the folder of photographs again.',
  })
}

/** A project's runs, newest first. One whose run.json cannot be read is left out. */
export async function runsOf(folder: string, isRunning: (run: string) => boolean): Promise<RunView[]> {
  const { listRuns, openProject, readHistory, readRecord } = await import('../project/index.ts')
  const project = await openProject(folder)
  const views = (await listRuns(project)).map(async (name): Promise<RunView[]> => {
    const at = join(project.runs, name)
    try {
      const record = await readRecord(at)
      // A run that says so and that nobody runs was interrupted.
      const state = record.state === 'running' && !isRunning(name) ? 'stopped' : record.state
      const [history, files] = await Promise.all([readHistory(at), runFiles(at)])
      return [{ record: { ...record, name, state }, folder: at, history, files }]
    } catch {
      return []
    }
  })
  return (await Promise.all(views)).flat().reverse()
}

/** Files of a run that a person may want: not its checkpoints, nothing hidden or half written, no links. */
export async function runFiles(folder: string): Promise<{ file: string; bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((file) => !file.startsWith('checkpoint/') && !/(?:^|\/)\.|\.tmp$|\.part$/.test(file))
    .sort()
  return Promise.all(files.map(async (file) => ({ file, bytes: (await stat(join(folder, file))).size })))
}
