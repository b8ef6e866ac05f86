// Sets the fuses of an Electron program that is to be shipped: what it can be talked into is decided before it is signed.
// Usage: node scripts/fuses.mjs PROGRAM (on macOS the "Electron Framework" inside the application; sign it afterwards).
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file] = process.argv.slice(2)
  if (!file) throw new Error('Usage: node scripts/fuses.mjs PROGRAM')
  writeFileSync(`${file}.part`, withFuses(readFileSync(file)), { mode: statSync(file).mode })
  renameSync(`${file}.part`, file)
}
