import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import { fusedProgram, withFuses } from '../../scripts/setup/fuses.mjs'
import { installedElectron } from '../../scripts/setup/window.mjs'

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const program = (...fuses: string[]): Buffer =>
  Buffer.concat(
    fuses.flatMap((states) => [
      Buffer.from(`code${sentinel}`),
      Buffer.from([1, states.length]),
      Buffer.from(`${states}code`),
    ]),
  )

test('a program to be shipped cannot be run as Node, debugged, or given options from outside', () => {
  expect(withFuses(program('101100011')).equals(program('000000001'))).toBe(true)
})

test('fuses that are not ours stay, in every part of a universal program', () => {
  expect(withFuses(program('111111111', '111111111')).equals(program('010011101', '010011101'))).toBe(true)
})

test('what has other fuses, or none, is refused', () => {
  expect(() => withFuses(Buffer.from('code'))).toThrow('no Electron program')
  expect(() => withFuses(program('1111'))).toThrow('no fuse grantFileProtocolExtraPrivileges')
  expect(() => withFuses(program('r11111111'))).toThrow('runAsNode was removed')
})

function folderWith(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-fuses-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), program('101100011'), { mode: 0o755 })
  return folder
}

test.each([
  ['linux', 'electron', 'thaw'],
  ['win32', 'electron.exe', 'thaw.exe'],
])('on %s the window runs in a copy of Electron’s program with our fuses', async (platform, name, ours) => {
  const folder = folderWith(name)
  const fused = await fusedProgram(join(folder, name), { platform })
  expect(fused).toBe(join(folder, ours))
  expect(readFileSync(fused).equals(program('000000001'))).toBe(true)
  expect(statSync(fused).mode & 0o111, 'it can be started').toBe(0o111)
  expect(readFileSync(join(folder, name)).equals(program('101100011')), 'Electron’s own stays').toBe(true)
  expect(readdirSync(folder)).toEqual([name, ours])
  // Made once, and again for another Electron.
  writeFileSync(fused, 'made')
  expect(readFileSync(await fusedProgram(join(folder, name), { platform }), 'utf8')).toBe('made')
  utimesSync(fused, 0, 0)
  await fusedProgram(join(folder, name), { platform })
  expect(readFileSync(fused).equals(program('000000001'))).toBe(true)
})

test('on macOS it is a copy of the application, signed again before it stands there', async () => {
  const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework'
  const folder = folderWith(`Electron.app/${framework}`)
  symlinkSync('A', join(folder, 'Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/Current'))
  mkdirSync(join(folder, 'Electron.app/Contents/MacOS'))
  const electron = join(folder, 'Electron.app/Contents/MacOS/Electron')
  writeFileSync(electron, 'starts the framework')
  const signed: string[] = []
  const sign = async (application: string) => {
    expect(readdirSync(folder)).not.toContain('Thaw.app')
    signed.push(application)
  }
  const fused = await fusedProgram(electron, { platform: 'darwin', sign })
  expect(fused).toBe(join(folder, 'Thaw.app/Contents/MacOS/Electron'))
  expect(readFileSync(join(folder, 'Thaw.app', framework)).equals(program('000000001'))).toBe(true)
  await fusedProgram(electron, { platform: 'darwin', sign })
  expect(signed).toHaveLength(1)
  expect(readdirSync(folder).sort()).toEqual(['Electron.app', 'Thaw.app'])
})

const fetched = installedElectron()
if (!fetched)
  console.info(
    'No Electron has been fetched here (npm start does where there is a screen): its own fuses are not looked at.',
  )
// Linux and Windows hold the fuses in the program itself, macOS in a framework beside it.
test.runIf(fetched && process.platform !== 'darwin')('the Electron that was fetched has the fuses that we know', () => {
  const fused = withFuses(readFileSync(fetched!))
  const wire = fused.indexOf(sentinel) + sentinel.length
  expect(fused.toString('latin1', wire + 2, wire + 10)).toMatch(/^0.00...0$/)
})
