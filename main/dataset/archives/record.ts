import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { archiveStampSchema, insidePath, quarantineReasons } from '../../../contract/index.ts'

/** Lies, hidden, in a folder into which archives were unpacked, and says what they were and what they did not give. */
export const recordName = '.thaw-archives.json'

const unpackedSchema = z.object({
  stamp: archiveStampSchema,
  name: z.string(),
  /** The folder of its files; empty: where it is the only archive. */
  below: z.union([z.literal(''), insidePath]),
  unpacked: z.number().int().nonnegative(),
  left: z.array(z.object({ file: insidePath, reason: z.enum(quarantineReasons), detail: z.string() })),
  encodings: z.array(z.string()),
  renamed: z.array(z.tuple([z.string(), z.string()])),
})
/** An archive that was unpacked, with what it did not give; files as in the folder. */
export type Unpacked = z.infer<typeof unpackedSchema>

export const recordSchema = z.object({ version: z.literal(1), archives: z.array(unpackedSchema) })

/** What was unpacked into a folder. Nothing, where there is no record or it is none of ours. */
export async function readUnpacked(folder: string): Promise<Unpacked[]> {
  const text = await readFile(join(folder, recordName), 'utf8').catch(() => null)
  if (text === null) return []
  try {
    return recordSchema.parse(JSON.parse(text)).archives
  } catch {
    return []
  }
}
