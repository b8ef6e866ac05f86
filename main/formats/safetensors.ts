import { open } from 'node:fs/promises'
import { z } from 'zod'
import { fail } from '../../contract/index.ts'
import { bytesOf, readExactly, writeTogether, type FileToWrite } from '../files/index.ts'

/** Named float32 arrays with a text beside them: what a .safetensors file holds. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>
  readonly metadata: Readonly<Record<string, string>>
}

const entrySchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.number().int().nonnegative()).max(8),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
})
const headerLimit = 16 << 20

/**
 * Writes a .safetensors file (Hugging Face's format: header length as uint64, header in JSON, values) in one rename.
 * float32 only.
 */
export const writeSafetensors = (path: string, content: TensorFile): Promise<void> =>
  writeTogether([safetensorsFile(path, content)])

/** Such a file, to be written with others. */
export function safetensorsFile(path: string, { tensors, metadata }: TensorFile): FileToWrite {
  let at = 0
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const from = at
    at += values.byteLength
    return [name, { dtype: 'F32', shape: [...shape], data_offsets: [from, at] }] as const
  })
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }))
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ')
  header.writeBigUInt64LE(BigInt(header.length - 8))
  json.copy(header, 8)
  return { path, data: [header, ...[...tensors.values()].map(({ values }) => bytesOf(values))] }
}

/** Reads such a file; every length is checked against the file's before memory is taken. Throws `damaged-safetensors`. */
export async function readSafetensors(path: string): Promise<TensorFile> {
  const damaged = (found: string) => fail('damaged-safetensors', `${path} is damaged.`, { found, file: path })
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const start = Buffer.alloc(8)
    if (!(await readExactly(file, start, 0))) throw damaged(`${size} bytes`)
    const length = Number(start.readBigUInt64LE())
    if (length > headerLimit || 8 + length > size) throw damaged(`a header of ${length} bytes`)
    const json = Buffer.alloc(length)
    await readExactly(file, json, 8)
    const { metadata, entries } = parseHeader(json.toString('utf8'), damaged)
    const tensors = new Map<string, { shape: number[]; values: Float32Array }>()
    for (const [
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ] of entries) {
      const count = shape.reduce((a, b) => a * b, 1)
      if (to - from !== count * 4 || 8 + length + to > size) throw damaged(`${name} outside the file`)
      const values = new Float32Array(count)
      if (!(await readExactly(file, bytesOf(values), 8 + length + from))) throw damaged(`${name} cut short`)
      tensors.set(name, { shape, values })
    }
    return { tensors, metadata }
  } finally {
    await file.close()
  }
}

function parseHeader(text: string, damaged: (found: string) => Error) {
  try {
    const { __metadata__: metadata, ...rest } = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    return {
      metadata: z.record(z.string(), z.string()).default({}).parse(metadata),
      entries: Object.entries(rest).map(([name, entry]) => [name, entrySchema.parse(entry)] as const),
    }
  } catch {
    throw damaged('a header that is not of this format')
  }
}
