import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readJson, sha256OfFile, writeJson } from './files.mjs'
import { ask, show } from './processes.mjs'
import { findPip } from './python.mjs'
import { megabytes, say, setupError } from './report.mjs'

const unpacker = fileURLToPath(new URL('unpack-wheel.py', import.meta.url))

/**
 * Where the parts of a wheel lie once they are unpacked.
 *
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} wheel
 */
export function unpackedFolder(cache, wheel) {
  return join(cache, 'libraries', basename(wheel.file, '.whl'))
}

/**
 * Whether the parts of a wheel are there, whole.
 *
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} wheel
 */
export function isUnpacked(cache, wheel) {
  const folder = unpackedFolder(cache, wheel)
  /** @type {{sha256: string, libraries: Record<string, number>} | null} */
  const made = readJson(join(folder, 'complete.json'))
  if (made?.sha256 !== wheel.sha256) return false
  return Object.entries(made.libraries).every(([file, size]) => sizeOf(join(folder, file)) === size)
}

/**
 * Fetches a wheel, checks its hash and unpacks its parts. Each of the two is done beside its final name and renamed, so that one
 * that was killed leaves nothing that looks whole, and what was finished is not done again. The caller holds the lock.
 *
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} wheel
 */
export async function provideWheel(cache, wheel) {
  if (isUnpacked(cache, wheel)) return
  const python = await findPip()
  const file = await fetchWheel(python, cache, wheel)
  const folder = unpackedFolder(cache, wheel)
  const partial = `${folder}.partial`
  for (const old of [partial, folder]) rmSync(old, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  say(`unpacking ${wheel.file}`)
  const { status, output, errors } = await ask(python, [unpacker, file, partial, ...wheel.parts])
  if (status !== 0) throw setupError(`${wheel.file} could not be unpacked into ${partial}: ${errors.trim()}`)
  writeJson(join(partial, 'complete.json'), { sha256: wheel.sha256, libraries: librarySizes(partial) })
  renameSync(partial, folder)
  rmSync(file)
  say(`unpacked ${megabytes(Number(output))} into ${folder}`)
}

/**
 * @param {string} python
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} wheel
 * @returns {Promise<string>} the wheel, whose hash is right
 */
async function fetchWheel(python, cache, wheel) {
  const file = join(cache, 'downloads', wheel.file)
  if (existsSync(file) && (await sha256OfFile(file)) === wheel.sha256) return file
  const partial = join(cache, 'downloads', 'partial')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const list = join(partial, 'requirements.txt')
  const { requirement, platforms } = partsOfName(wheel.file)
  writeFileSync(list, `${requirement} --hash=sha256:${wheel.sha256}\n`)
  say(`fetching ${wheel.file}`)
  const tags = ['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312', '--abi', 'none']
  const wanted = ['--no-deps', '--only-binary=:all:', ...tags, ...platforms.flatMap((tag) => ['--platform', tag])]
  const quiet = ['--disable-pip-version-check', '--progress-bar', process.stderr.isTTY ? 'on' : 'off']
  const status = await show(python, ['-m', 'pip', 'download', '-r', list, '--dest', partial, ...wanted, ...quiet])
  const fetched = join(partial, wheel.file)
  if (status !== 0 || !existsSync(fetched)) {
    throw setupError(`pip could not fetch ${wheel.file}: see above.`, 'Mend what it says, then run the command again.')
  }
  const found = await sha256OfFile(fetched)
  if (found !== wheel.sha256) throw setupError(`${wheel.file} has SHA-256 ${found}; expected ${wheel.sha256}.`)
  renameSync(fetched, file)
  return file
}

/**
 * @param {string} file `nvidia_nccl_cu12-2.32.3-py3-none-manylinux_2_27_x86_64.whl`
 * @returns {{requirement: string, platforms: string[]}} as pip wants them
 */
export function partsOfName(file) {
  const [name, version, , , platforms] = basename(file, '.whl').split('-')
  if (!name || !version || !platforms) throw new Error(`${file} is no wheel's name`)
  return { requirement: `${name}==${version}`, platforms: platforms.split('.') }
}

/**
 * @param {string} folder
 * @returns {Record<string, number>} the large files beneath, which are the libraries, with their sizes in bytes
 */
function librarySizes(folder) {
  /** @type {Record<string, number>} */
  const sizes = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const size = sizeOf(join(folder, name))
    if (size > 1e6) sizes[name] = size
  }
  return sizes
}

/** @param {string} file */
function sizeOf(file) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found?.isFile() ? found.size : -1
}
