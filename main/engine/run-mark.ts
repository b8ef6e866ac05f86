import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Work } from '../../contract/index.ts'
import { lookAt, processSpace } from './project-lock/process-identity.ts'

const markSchema = z.object({
  run: z.string(),
  pid: z.number().int().positive(),
  space: z.string(),
  started: z.string().nullable(),
})

/** Beside the lock: which run is under way, and in which process. */
const markFile = (project: string): string => join(project, '.thaw-run')

/** The run that some process of this computer trains in a project now, whoever started it; null when none does. */
export function runUnderWay(project: string): string | null {
  try {
    const { run, pid, space, started } = markSchema.parse(JSON.parse(readFileSync(markFile(project), 'utf8')))
    if (space !== processSpace()) return null
    const { there, start } = lookAt(pid)
    return there && start === started ? run : null
  } catch {
    return null
  }
}

/** Does work that trains, with a mark in the project for other processes to see, which is gone when the work has ended. */
export async function withRunMark<T>(work: Work, train: (work: Work) => Promise<T>): Promise<T> {
  let marked: string | null = null
  try {
    return await train({
      ...work,
      emit(event, payload) {
        if (event === 'run-changed' && 'project' in payload && 'run' in payload && marked === null) {
          marked = markFile(payload.project)
          mark(marked, typeof payload.run === 'string' ? payload.run : payload.run.name)
        }
        work.emit(event, payload)
      },
    })
  } finally {
    if (marked !== null) rmSync(marked, { force: true })
  }
}

/** A run goes on where the mark cannot be written: only others do not see it. */
function mark(file: string, run: string): void {
  const self = { run, pid: process.pid, space: processSpace(), started: lookAt(process.pid).start }
  try {
    writeFileSync(file, JSON.stringify(self))
  } catch {
    // The run itself will meet a full or lost disk, and say so.
  }
}
