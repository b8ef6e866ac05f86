import { expect, test } from 'vitest'
import { closingLine, countTests } from '../../scripts/tests/count.mjs'

const report = { numPassedTests: 10, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }

test('checks count as tests do', () => {
  expect(countTests([true, true, false], report, 0)).toEqual({ passed: 12, failed: 1, skipped: 2 })
})

test('a failure that no test stands for is counted', () => {
  expect(countTests([true], report, 1)).toEqual({ passed: 11, failed: 1, skipped: 2 })
  expect(countTests([true], null, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('a failed test is counted once', () => {
  expect(countTests([], { ...report, numFailedTests: 3 }, 1).failed).toBe(3)
})

test('the last line says all three numbers', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped')
})
