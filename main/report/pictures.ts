import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import sharp from 'sharp'
import type { EvaluateResult, Photograph, Work } from '../../contract/index.ts'
import { decodable } from '../dataset/index.ts'
import { hashBytes } from '../files/index.ts'
import type { Mistake, SavedFigure } from './report.ts'

/** Mistakes that are shown with their picture: a report is to be sent around. */
const mostPictures = 200
const mostFigures = 60
const mostBytes = 8_000_000
const types: Record<string, string> = { '.png': 'image/png', '.svg': 'image/svg+xml' }

const dataUri = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

/** A small upright picture; null where the file is not that photograph any more. */
async function small(path: string, sha256: string): Promise<string | null> {
  try {
    const bytes = await readFile(path)
    if (hashBytes(bytes) !== sha256) return null
    const picture = await sharp(await decodable(bytes), { autoOrient: true })
      .resize(360, 360, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 78 })
      .toBuffer()
    return dataUri('image/jpeg', picture)
  } catch {
    return null
  }
}

/** The mistakes of a result, worst first, the first ones with their pictures. */
export async function picturedMistakes(
  { topLosses }: EvaluateResult,
  photographs: ReadonlyMap<string, { path: string } & Pick<Photograph, 'sha256'>>,
  work: Work,
): Promise<Mistake[]> {
  const wrong = topLosses.filter(({ label, predicted }) => label !== predicted)
  const mistakes: Mistake[] = []
  for (const mistake of wrong) {
    work.signal.throwIfAborted()
    const found = photographs.get(mistake.file)
    const isShown = mistakes.length < mostPictures
    mistakes.push({ ...mistake, picture: isShown ? (found ? await small(found.path, found.sha256) : null) : undefined })
    work.progress('report', mistakes.length, wrong.length, 'photographs')
  }
  return mistakes
}

/** Figures that a person saved in a run, its curves aside. */
export async function savedFigures(folder: string): Promise<SavedFigure[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries
    .filter((entry) => entry.isFile() && extname(entry.name) in types && !/^(?:accuracy|loss)\.\w+$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const figures: SavedFigure[] = []
  for (const file of files.slice(0, mostFigures)) {
    if ((await stat(file)).size > mostBytes) continue
    figures.push({ name: file.slice(folder.length + 1), picture: dataUri(types[extname(file)]!, await readFile(file)) })
  }
  return figures
}
