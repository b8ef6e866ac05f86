import { expect, test } from 'vitest'
import { missingPackages } from '../../scripts/setup/dependencies.mjs'

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/only-on-macos': { version: '1.0.0', integrity: 'sha512-m', optional: true },
}

test('packages of other systems may be missing', () => {
  const { 'node_modules/only-on-macos': _, ...found } = wanted
  expect(missingPackages(wanted, found)).toEqual([])
})

test('what the lock file calls extraneous is not missed', () => {
  const extra = { ...wanted, 'node_modules/left-over': { version: '1.0.0', integrity: 'sha512-l', extraneous: true } }
  expect(missingPackages(extra, wanted)).toEqual([])
})

test('a missing package, another version and other contents are seen', () => {
  expect(missingPackages(wanted, { 'node_modules/a': wanted['node_modules/a'] })).toEqual(['node_modules/b'])
  const older = { ...wanted, 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } }
  expect(missingPackages(wanted, older)).toEqual(['node_modules/a'])
  const changed = { ...wanted, 'node_modules/b': { version: '2.0.0', integrity: 'sha512-x' } }
  expect(missingPackages(wanted, changed)).toEqual(['node_modules/b'])
})
