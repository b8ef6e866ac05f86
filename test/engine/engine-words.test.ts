import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { describeStop } from '../../main/engine/stop-reason.ts'
import { engineKo } from '../../renderer/locales/engine-ko.ts'
import { engineWords, failureWords } from '../../renderer/locales/engine-words.ts'

/* What the engine says is English in its source; Korean screens say it in Korean. Here its source is read for what it says. */

const root = join(import.meta.dirname, '../..')
// The command speaks English, and neither shell fails in words of its own on a screen.
const files = globSync('main/**/*.ts', { cwd: root, exclude: (name) => /^(cli|serve|desktop)$/.test(name) })
const sources = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

/** The sentences that an expression may be, `{}` where a value stands; nothing for what is not written out here. */
function sentencesOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...sentencesOf(node.left), ...sentencesOf(node.right)]
  if (ts.isConditionalExpression(node)) return [...sentencesOf(node.whenTrue), ...sentencesOf(node.whenFalse)]
  return []
}

const properties = (node: ts.ObjectLiteralExpression): Map<string, ts.Expression> =>
  new Map(
    node.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? [[each.name.getText(), each.initializer]] : [])),
  )

/** What a failure says beside its message. */
const details = ['expected', 'found', 'remedy']

/** What failures say, and lines of the log. */
function saidIn({ file, text }: { file: string; text: string }): string[] {
  const said: string[] = []
  const add = (node: ts.Expression | undefined): void => void (node && said.push(...sentencesOf(node)))
  const logs = text.includes('message-logged')
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'fail') {
      const [, message, rest] = node.arguments
      add(message)
      if (rest && ts.isObjectLiteralExpression(rest)) for (const name of details) add(properties(rest).get(name))
    } else if (ts.isObjectLiteralExpression(node)) {
      const named = properties(node)
      if (named.has('message')) for (const name of ['message', ...details]) add(named.get(name))
      if (named.has('level')) add(named.get('text'))
      // How what was found in a data set was found.
      add(named.get('method'))
    } else if (logs && ts.isVariableDeclaration(node) && node.name.getText() === 'text') add(node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return said
}

/** As they read with values in them: what stands for a value is never words of ours. */
const filled = (sentence: string): string => sentence.replaceAll('{}', '7')
const isKorean = (text: string): boolean => /[가-힣]/.test(text)

test('every sentence of a failure and of the log has its Korean one', () => {
  const said = [...new Set(sources.flatMap(saidIn))].filter((sentence) => /[a-z]{2} [a-z]/i.test(sentence))
  expect(said.length).toBeGreaterThan(150)
  expect(said.filter((sentence) => !isKorean(engineWords(filled(sentence), 'ko')))).toEqual([])
})

test('no Korean sentence is for words that nothing says any more', () => {
  const all = [...sources.map(({ text }) => text), readFileSync(join(root, 'scripts/setup/device.mjs'), 'utf8')].join()
  const stale = Object.keys(engineKo).filter((english) => english.split('{}').some((part) => !all.includes(part)))
  // A sentence that is put together of several.
  expect(stale.filter((english) => !english.startsWith('The setting “{}” was refused'))).toEqual([])
})

test('a value has a place in both languages', () => {
  for (const [english, korean] of Object.entries(engineKo)) {
    const places = english
      .split('{}')
      .slice(1)
      .map((_, place) => `{${place}}`)
    expect([english, [...new Set(korean.match(/\{\d\}/g))].sort()]).toEqual([english, places])
  }
})

test('an engine that was killed in a run says so in Korean, and what it died of as it was', () => {
  const stop = describeStop({
    exit: { code: null, signal: 'SIGKILL' },
    underWay: ['start-run'],
    wanted: null,
    lastWords: 'Check failed: node',
  })
  expect(failureWords(stop, 'en')).toEqual(stop)
  expect(failureWords(stop, 'ko')).toEqual({
    code: 'engine-stopped',
    message: '엔진이 갑자기 멈췄습니다(하던 일: start-run).',
    found: 'signal SIGKILL: Check failed: node',
    remedy:
      '끝난 것은 남아 있고, 다음 요청이 엔진을 다시 켭니다. 메모리가 모자란 시스템은 이렇게 프로그램을 끝냅니다. 배치나 사진을 작게 하면 메모리를 덜 씁니다.',
  })
})

test.each([
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'terminate called after throwing an instance of std::bad_alloc',
])('an engine that died of too little memory says so, in both languages: %s', (lastWords) => {
  const exit = { code: null, signal: 'SIGABRT' } as const
  const stop = describeStop({ exit, underWay: ['start-run'], wanted: null, lastWords })
  expect(stop.remedy).toContain('It ran out of memory: smaller batches or pictures need less.')
  expect(failureWords(stop, 'ko').remedy).toContain('메모리가 모자랐습니다.')
  const otherwise = describeStop({ exit, underWay: [], wanted: null, lastWords: 'Check failed: node' })
  expect(otherwise.remedy).not.toContain('memory')
})

test('what is said nowhere in Korean stays as it is', () => {
  expect(engineWords('Segmentation fault', 'ko')).toBe('Segmentation fault')
})
