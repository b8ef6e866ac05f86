import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { classlessReasons, quarantineReasons } from '../../../contract/index.ts'
import { en } from '../../../renderer/locales/en.ts'
import { ko } from '../../../renderer/locales/ko.ts'

type Words = { [key: string]: string | Words }

function flat(words: Words, before = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before}${key}.`)],
    ),
  )
}
const english = flat(en)
const korean = flat(ko)
const gaps = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

test('Korean has every word that English has, and no other', () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort())
})

test('a sentence has the same gaps in both languages', () => {
  for (const [key, text] of english) expect([key, gaps(korean.get(key) ?? '')]).toEqual([key, gaps(text)])
})

test('every word that a screen asks for by name is there', () => {
  const root = join(import.meta.dirname, '../../../renderer')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(vue|ts)$/.test(file))
  const asked = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bt\('([a-z][\w.]+)'/gi)].map((match) => match[1] ?? ''),
  )
  expect(asked.length).toBeGreaterThan(100)
  expect(asked.filter((key) => !english.has(key))).toEqual([])
})

test('every reason why a file is set aside or has no class has its words', () => {
  const asked = [
    ...quarantineReasons.map((reason) => `quarantine.${reason}`),
    ...classlessReasons.map((reason) => `import.reasons.${reason}`),
  ]
  expect(asked.filter((key) => !english.has(key))).toEqual([])
})

test('every step of a job that main names has its words', () => {
  const root = join(import.meta.dirname, '../../../main')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const named = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bprogress\(\s*'([a-z-]+)'|\bstep: '([a-z-]+)',/g)].map(
      (match) => match[1] ?? match[2],
    ),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((step) => !english.has(`progress.steps.${step}`))).toEqual([])
})
