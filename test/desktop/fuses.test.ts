import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withFuses } from '../../scripts/fuses.mjs'
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

const fetched = installedElectron()
// Linux and Windows hold the fuses in the program itself, macOS in a framework beside it.
test.runIf(fetched && process.platform !== 'darwin')('the Electron that was fetched has the fuses that we know', () => {
  const fused = withFuses(readFileSync(fetched!))
  const wire = fused.indexOf(sentinel) + sentinel.length
  expect(fused.toString('latin1', wire + 2, wire + 10)).toMatch(/^0.00...0$/)
})
