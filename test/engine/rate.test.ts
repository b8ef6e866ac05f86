import { expect, test } from 'vitest'
import type { JobProgress } from '../../contract/index.ts'
import { trackJob } from '../../main/engine/job-progress.ts'
import { createRate } from '../../main/engine/rate.ts'

test('nothing is foretold before two seconds or two units have passed', () => {
  const rate = createRate()
  expect(rate.secondsLeft(0, 100, 0)).toBeNull()
  expect(rate.secondsLeft(1, 100, 1)).toBeNull()
  expect(rate.secondsLeft(2, 100, 1.9)).not.toBeNull()
  const slow = createRate()
  slow.secondsLeft(0, 10, 0)
  expect(slow.secondsLeft(1, 10, 4)).toBeCloseTo(36)
})

test('at a steady pace the time left is exact from the start', () => {
  const rate = createRate()
  rate.secondsLeft(0, 100, 0)
  for (let done = 1; done <= 10; done++) {
    const left = rate.secondsLeft(done, 100, done / 2)
    if (done >= 2) expect(left).toBeCloseTo((100 - done) / 2)
  }
})

test('what was done before is no speed, and a new pace is learnt', () => {
  const rate = createRate()
  rate.secondsLeft(500, 1000, 0)
  expect(rate.secondsLeft(510, 1000, 10)).toBeCloseTo(490)
  for (let second = 1; second <= 60; second++) rate.secondsLeft(510 + second * 5, 1000, 10 + second)
  expect(rate.secondsLeft(815, 1000, 71)).toBeCloseTo(185 / 5, -0.5)
})

test('without a total, or without progress, the time left is not known', () => {
  const rate = createRate()
  rate.secondsLeft(0, 0, 0)
  expect(rate.secondsLeft(50, 0, 10)).toBeNull()
  const stuck = createRate()
  stuck.secondsLeft(3, 10, 0)
  expect(stuck.secondsLeft(3, 10, 60)).toBeNull()
})

test('a job speaks about four times a second, and always at the start of a step and at its completion', () => {
  const heard: JobProgress[] = []
  let time = 0
  const tracker = trackJob(
    1,
    'predict',
    (progress) => heard.push(progress),
    () => time,
  )
  for (let done = 0; done <= 100; done++, time += 10) tracker.progress('decode', done, 100, 'photographs')
  tracker.progress('predict', 0, 5, 'batches')
  expect(heard.map(({ step, done }) => [step, done])).toEqual([
    ['decode', 0],
    ['decode', 25],
    ['decode', 50],
    ['decode', 75],
    ['decode', 100],
    ['predict', 0],
  ])
  expect(heard[1]?.secondsLeft).toBeCloseTo(0.75)
})
