import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TestLooks } from '../../contract/index.ts'
import { openProject } from './project-file.ts'
import { listRuns, readRecord } from './run-folder.ts'

/** From so many looks on, what is chosen by them looks better than it is. */
const several = 5

const lookSchema = z.object({
  /** ISO 8601. */
  time: z.string(),
  /** The runs whose results were shown, by name; other model files by their path. */
  runs: z.array(z.string()),
  by: z.enum(['judge', 'evaluate', 'compare', 'report']),
})
export type LookBy = z.infer<typeof lookSchema>['by']

const fileIn = (project: string): string => join(project, 'test-looks.jsonl')

/**
 * Writes down that results on the test split were shown. A line is added in one write, so that several processes may; where
 * the project cannot be written, nobody is kept from looking.
 */
export async function countLook(project: string, runs: readonly string[], by: LookBy): Promise<void> {
  const look: z.input<typeof lookSchema> = { time: new Date().toISOString(), runs: [...runs], by }
  await appendFile(fileIn(project), `${JSON.stringify(look)}\n`).catch(() => {})
}

/** The looks so far: those written down, and the test that ends each run. */
export async function looksAt(project: string): Promise<TestLooks> {
  const text = await readFile(fileIn(project), 'utf8').catch(() => '')
  const looks = text.split('\n').flatMap((line) => {
    const parsed = lookSchema.safeParse(jsonOrNull(line))
    return parsed.success ? [parsed.data.runs] : []
  })
  const names = await listRuns(await openProject(project))
  for (const name of names) {
    const record = await readRecord(join(project, 'runs', name)).catch(() => null)
    if (record?.test) looks.push([name])
  }
  return { looks: looks.length, runs: new Set(looks.flat()).size, several: looks.length >= several }
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
