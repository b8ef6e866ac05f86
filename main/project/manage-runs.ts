import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type RunRecord } from '../../contract/index.ts'
import { systemCode } from '../files/index.ts'
import type { Project } from './project-file.ts'
import { openRun } from './run-folder.ts'

/** Changes a run's run.json. @throws `run-missing`, `run-damaged` */
export async function changeRecord(
  project: Project,
  name: string,
  change: (record: RunRecord) => RunRecord,
): Promise<RunRecord> {
  const { run, record } = await openRun(project, name)
  const changed = change(record)
  await run.writeRecord(changed)
  return changed
}

/** Where runs lie that were taken off the list: whole, so that they can come back. */
const trashOf = (project: Project): string => join(project.runs, '.trash')

/** Takes a run off the list, its folder kept aside. @throws `run-missing` */
export async function trashRun(project: Project, name: string): Promise<void> {
  const { run } = await openRun(project, name)
  await mkdir(trashOf(project), { recursive: true })
  await rename(run.folder, join(trashOf(project), name))
}

/** Puts a run back on the list. @throws `run-missing` when it is not aside */
export async function restoreRun(project: Project, name: string): Promise<void> {
  try {
    await rename(join(trashOf(project), name), join(project.runs, name))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw fail('run-missing', `The run ${name} is not among those taken off the list.`, { file: trashOf(project) })
  }
}
