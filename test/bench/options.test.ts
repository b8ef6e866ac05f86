import { expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { parseOptions } from './options.ts'

const rows = ['extract-float32', 'head-epoch', 'decode']
const failing = (args: string[]) => {
  try {
    parseOptions(args, rows)
  } catch (error) {
    return failureOf(error)
  }
  throw new Error('It was accepted.')
}

test('without options every row runs and a person reads the answer', () => {
  expect(parseOptions([], rows)).toEqual({ json: false, record: false, names: rows })
})

test('--only picks rows, in the order of the benchmark', () => {
  expect(parseOptions(['--json', '--record', '--only', 'decode,extract-float32'], rows)).toEqual({
    json: true,
    record: true,
    names: ['extract-float32', 'decode'],
  })
})

test('an unknown row is named, with the rows that there are', () => {
  expect(failing(['--only', 'decode,nothing'])).toMatchObject({
    code: 'wrong-usage',
    message: 'There is no benchmark row nothing.',
    expected: 'one of extract-float32, head-epoch, decode',
  })
})

test('--rounds says how often each side runs, and is a whole number', () => {
  expect(parseOptions(['--rounds', '1'], rows)).toMatchObject({ rounds: 1 })
  for (const rounds of ['0', '1.5', 'two']) expect(failing([`--rounds=${rounds}`]).code).toBe('wrong-usage')
})

test('an unknown option is wrong usage', () => {
  expect(failing(['--fast']).code).toBe('wrong-usage')
})
