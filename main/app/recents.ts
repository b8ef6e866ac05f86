import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { insidePath, type RecentProject } from '../../contract/index.ts'
import { jsonFile, type JsonFile } from './json-file.ts'

const most = 30
const rate = z.number().min(0).max(1)

const entrySchema: z.ZodType<RecentProject> = z.object({
  project: z.string().max(4096).refine(isAbsolute),
  name: z.string().min(1).max(255),
  opened: z.iso.datetime(),
  classes: z.number().int().nonnegative(),
  photographs: z.number().int().nonnegative(),
  covers: z.array(insidePath).max(4),
  lastRun: z.object({ name: z.string().max(255), interval: z.tuple([rate, rate]).nullable() }).nullable(),
})

/** recent.json, newest first. What somebody else put there and does not fit is dropped. */
export function recentsFile(home: string): JsonFile<RecentProject[]> {
  const list = z.array(z.unknown()).transform((entries) =>
    entries.flatMap((entry) => {
      const { data } = entrySchema.safeParse(entry)
      return data ? [data] : []
    }),
  )
  return jsonFile<RecentProject[]>(join(home, 'recent.json'), list, [])
}

/** The list with `entry` in it: first when it was opened just now, else where it was. */
export function withRecent(list: readonly RecentProject[], entry: RecentProject): RecentProject[] {
  const others = list.filter(({ project }) => project !== entry.project)
  return [...others, entry].sort((a, b) => (a.opened < b.opened ? 1 : -1)).slice(0, most)
}
