import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { fail, runRecordSchema, type HistoryRow, type RunRecord } from '../../contract/index.ts'
import { systemCode, writeAtomically, writeTogether, type FileToWrite } from '../files/index.ts'
import { formatLog, parseLog } from '../formats/index.ts'
import type { Project } from './project-file.ts'

/** A run's folder and what lies in it, as absolute paths. */
export interface RunFolder {
  readonly name: string
  readonly folder: string
  /** run.json */
  readonly recordFile: string
  readonly log: string
  readonly checkpoint: string
  readonly model: string
  readonly figures: string
}

/** A run on disk, with what writes it: each file whole or not at all. */
export interface Run extends RunFolder {
  writeRecord(record: RunRecord): Promise<void>
  /** log.csv, to be written with others. */
  historyFile(history: readonly HistoryRow[]): FileToWrite
  writeHistory(history: readonly HistoryRow[]): Promise<void>
}

export function runAt(folder: string): Run {
  const files: RunFolder = {
    name: basename(folder),
    folder,
    recordFile: join(folder, 'run.json'),
    log: join(folder, 'log.csv'),
    checkpoint: join(folder, 'checkpoint'),
    model: join(folder, 'model.h5'),
    figures: join(folder, 'figures'),
  }
  const historyFile: Run['historyFile'] = (history) => ({ path: files.log, data: formatLog(history) })
  return {
    ...files,
    writeRecord: (record) => writeAtomically(files.recordFile, JSON.stringify(record, null, 2)),
    historyFile,
    writeHistory: (history) => writeTogether([historyFile(history)]),
  }
}

/** Makes the folder of a project's next run: its number and its recipe, `001-extract`. */
export async function createRun(project: Project, recipe: string): Promise<Run> {
  await mkdir(project.runs, { recursive: true })
  // Those taken off the list keep their numbers: they may come back.
  const aside = await readdir(join(project.runs, '.trash')).catch(() => [])
  const taken = [...(await readdir(project.runs)), ...aside]
    .map((name) => Number.parseInt(name, 10))
    .filter(Number.isInteger)
  for (let number = Math.max(0, ...taken) + 1; ; number++) {
    const folder = join(project.runs, `${String(number).padStart(3, '0')}-${recipe}`)
    try {
      await mkdir(folder)
      return runAt(folder)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}

/** Reads a run's run.json. @throws `run-missing`, `run-damaged` */
export async function readRecord(folder: string): Promise<RunRecord> {
  const { recordFile } = runAt(folder)
  try {
    return runRecordSchema.parse(JSON.parse(await readFile(recordFile, 'utf8')))
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      throw fail('run-missing', 'There is no run here.', { expected: 'a run’s folder, with run.json', file: folder })
    }
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error
    const found =
      error instanceof z.ZodError ? `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}` : 'no JSON'
    throw fail('run-damaged', 'This run.json cannot be read.', {
      expected: 'a run of version 1',
      found,
      file: recordFile,
    })
  }
}

/** Reads a run's log.csv; empty before its first epoch has ended. */
export async function readHistory(folder: string): Promise<HistoryRow[]> {
  const { log } = runAt(folder)
  try {
    return parseLog(await readFile(log, 'utf8'), log)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

/** A run of a project by its name. @throws `run-missing` naming those there are, `run-damaged` */
export async function openRun(project: Project, name: string): Promise<{ run: Run; record: RunRecord }> {
  const names = await listRuns(project)
  if (!names.includes(name)) {
    throw fail('run-missing', `The project has no run ${name}.`, {
      expected: names.length ? names.join(', ') : 'a run, but there is none yet',
      found: name,
      file: project.runs,
    })
  }
  const folder = join(project.runs, name)
  return { run: runAt(folder), record: await readRecord(folder) }
}

/** The names of a project's runs, oldest first. */
export async function listRuns(project: Project): Promise<string[]> {
  const entries = await readdir(project.runs, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && /^\d{3,}-/.test(entry.name))
    .map((entry) => entry.name)
    .sort()
}
