// The fuses of the Electron program that the desktop window runs in: what a program can be talked into from outside is decided
// before it starts. Electron's own program stays as it is: what drives it for the tests needs one of them.
import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ask } from './processes.mjs'
import { setupError } from './report.mjs'

/** Where the fuses lie in the program, as Electron's docs/tutorial/fuses.md has it. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')

/** Fuses of version 1, by their place. Those that are not named stay as Electron ships them. */
const off = {
  runAsNode: 0,
  nodeOptionsEnvironmentVariable: 2,
  nodeCliInspectArguments: 3,
  grantFileProtocolExtraPrivileges: 7,
}

/**
 * A copy of the program with our fuses blown.
 *
 * @param {Buffer} program
 * @returns {Buffer}
 */
export function withFuses(program) {
  const copy = Buffer.from(program)
  let found = 0
  // A universal program holds two.
  for (let at = copy.indexOf(sentinel); at >= 0; at = copy.indexOf(sentinel, at + 1)) {
    const wire = at + sentinel.length
    const [version, length] = [copy[wire], copy[wire + 1] ?? 0]
    if (version !== 1) throw new Error(`The fuses are of version ${version}; Thaw knows version 1.`)
    for (const [name, place] of Object.entries(off)) {
      if (place >= length) throw new Error(`This Electron has no fuse ${name}.`)
      const state = copy[wire + 2 + place]
      if (state !== 0x30 && state !== 0x31) throw new Error(`The fuse ${name} was removed from this Electron.`)
      copy[wire + 2 + place] = 0x30
    }
    found++
  }
  if (found === 0) throw new Error('This is no Electron program: it has no fuses.')
  return copy
}

/**
 * A program beside Electron's own that has our fuses, made when there is none or Electron's is newer.
 *
 * @param {string} program Electron's, as its package names it
 * @param {object} [options]
 * @param {string} [options.platform]
 * @param {(application: string) => Promise<void>} [options.sign] macOS starts no program whose signature does not fit
 * @returns {Promise<string>}
 */
export async function fusedProgram(program, { platform = process.platform, sign = signForThisMachine } = {}) {
  if (platform === 'darwin') return fusedApplication(program, sign)
  const fused = join(dirname(program), platform === 'win32' ? 'thaw.exe' : 'thaw')
  if (!isNewer(fused, program)) writeFused(program, fused)
  return fused
}

/**
 * The same on macOS, where the fuses lie in a framework of the application, which is a folder.
 *
 * @param {string} program dist/Electron.app/Contents/MacOS/Electron
 * @param {(application: string) => Promise<void>} sign
 */
async function fusedApplication(program, sign) {
  const application = dirname(dirname(dirname(program)))
  const copy = join(dirname(application), 'Thaw.app')
  const fused = join(copy, 'Contents', 'MacOS', basename(program))
  if (isNewer(fused, program)) return fused
  const part = `${copy}.part`
  rmSync(part, { recursive: true, force: true })
  cpSync(application, part, { recursive: true, verbatimSymlinks: true })
  const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework'
  writeFused(join(application, framework), join(part, framework))
  await sign(part)
  rmSync(copy, { recursive: true, force: true })
  renameSync(part, copy)
  return fused
}

/** @param {string} application */
async function signForThisMachine(application) {
  const { status, errors } = await ask('codesign', ['--force', '--deep', '--sign', '-', application])
  if (status !== 0) throw setupError(`Electron could not be signed again: ${errors.trim()}`)
}

/**
 * @param {string} from
 * @param {string} to
 */
function writeFused(from, to) {
  writeFileSync(`${to}.part`, withFuses(readFileSync(from)), { mode: statSync(from).mode })
  renameSync(`${to}.part`, to)
}

/**
 * @param {string} made
 * @param {string} from
 */
const isNewer = (made, from) => existsSync(made) && statSync(made).mtimeMs >= statSync(from).mtimeMs
