import { copyFile, link, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import sharp from 'sharp'
import { fail, splits, type Dataset, type Photograph, type Work, type WrittenSplits } from '../../../contract/index.ts'
import { asWriteFailure, systemCode, writeFolderAtomically } from '../../files/index.ts'
import { photographPath } from '../dataset-file.ts'
import { decodable } from '../heic/index.ts'
import { sniffFormat } from '../image-format.ts'
import { mapSeveral } from '../several.ts'

export interface WriteOptions {
  dataset: Dataset
  /** The folder that holds dataset.json. */
  dir: string
  /** A folder that is not there yet. */
  out: string
  /** `list`: splits.csv alone; `links`: also folders of hard links, copies where links cannot be; `copies`: of copies. */
  as: 'list' | 'links' | 'copies'
  work: Work
}

/** By content: the endings that Keras's directory readers take for it, the first for a file that has none of them. */
const endings: Record<string, readonly string[]> = { jpeg: ['.jpg', '.jpeg'], png: ['.png'] }

/**
 * Writes which photograph is in which split and class: as splits.csv (RFC 4180: file, split, class, sha256) and, if
 * asked, as `split/class/file` beside it, in which Keras's `flow_from_directory` and `image_dataset_from_directory` find
 * the same classes, in the same order, and the same numbers. They go by a file's ending, so a JPEG or PNG that is called
 * otherwise gets the right one, and other formats are written as PNG. The photographs are only read.
 *
 * Reports the step `write`. Throws `folder-exists`, `photograph-missing`, `cannot-write`; nothing is left behind then.
 */
export async function writeSplits({ dataset, dir, out, as, work }: WriteOptions): Promise<WrittenSplits> {
  const path = resolve(out)
  await checkNew(path)
  const result: WrittenSplits = { folder: path, files: 0, linked: 0, copied: 0, converted: 0 }
  await writeFolderAtomically(path, async (folder) => {
    await writeFile(join(folder, 'splits.csv'), listOf(dataset))
    if (as === 'list') return
    for (const split of splits) {
      for (const name of dataset.classes) await mkdir(join(folder, split, name), { recursive: true })
    }
    const taken = new Set<string>()
    const places = dataset.photographs.map((photograph) => ({ photograph, stem: stemOf(photograph, taken) }))
    let done = 0
    await mapSeveral(places, 4, async ({ photograph, stem }) => {
      work.signal.throwIfAborted()
      const how = await place(photographPath(dataset, dir, photograph), join(folder, stem), as)
      result[how]++
      result.files++
      work.progress('write', ++done, places.length, 'files')
    })
  })
  return result
}

async function checkNew(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (!found) return
  throw fail('folder-exists', `${path} is there already.`, {
    expected: 'a folder that is not there yet',
    file: path,
    remedy: 'Choose another name, or take it away first.',
  })
}

function listOf({ photographs }: Dataset): string {
  const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const rows = photographs.map(({ file, split, class: name, sha256 }) =>
    [file, split, name, sha256].map(quoted).join(','),
  )
  return [`file,split,class,sha256`, ...rows, ''].join('\r\n')
}

/** `split/class/name` without its ending; folders within a class become part of the name. No two are the same. */
function stemOf({ file, split, class: name }: Photograph, taken: Set<string>): string {
  const parts = file.split('/')
  const at = parts.lastIndexOf(name)
  const within = at >= 0 && at < parts.length - 1 ? parts.slice(at + 1) : parts.slice(-1)
  const last = within.join('__')
  // A name may have 255 bytes, and an ending is put to it.
  const base = Buffer.from(last.slice(0, last.length - extname(last).length))
    .subarray(0, 200)
    .toString()
    .replace(/\uFFFD+$/, '')
  const suffix = extname(last).toLowerCase()
  for (let number = 1; ; number++) {
    const stem = `${split}/${name}/${base}${number === 1 ? '' : ` ${number}`}`
    // Without regard to case, as some file systems are.
    const key = stem.toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return stem + suffix
  }
}

/** Puts a photograph at `wanted`, whose ending is the file's own and is mended where its content is something else. */
async function place(from: string, wanted: string, as: 'links' | 'copies'): Promise<'linked' | 'copied' | 'converted'> {
  const content = await readFile(from).catch(() => {
    throw fail('photograph-missing', `${from} cannot be read any more.`, {
      file: from,
      remedy: 'Put it back, or import the folder again.',
    })
  })
  const sniffed = sniffFormat(content)
  const fitting = sniffed && 'format' in sniffed ? endings[sniffed.format] : undefined
  const ending = extname(wanted)
  const stem = join(dirname(wanted), basename(wanted, ending))
  try {
    if (!fitting) {
      await sharp(await decodable(content), { autoOrient: true })
        .png()
        .toFile(`${stem}.png`)
      return 'converted'
    }
    const to = stem + (fitting.includes(ending) ? ending : (fitting[0] ?? ''))
    if (as === 'links' && (await linked(from, to))) return 'linked'
    await copyFile(from, to)
    return 'copied'
  } catch (error) {
    throw asWriteFailure(error, wanted)
  }
}

/** Whether a hard link could be made: not across file systems, and not on every one. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'EACCES'].includes(systemCode(error) ?? '')) return false
    throw error
  }
}
