import { expect, test } from 'vitest'
import { withFuses } from '../../scripts/fuses.mjs'

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
