import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { HistoryRow } from '../../contract/index.ts'
import { drawFigures, type FigureInput } from '../../main/figures/index.ts'

const history: HistoryRow[] = Array.from({ length: 12 }, (_, epoch) => ({
  epoch,
  accuracy: 0.4 + epoch * 0.05,
  loss: 2 / (epoch + 1),
  val_accuracy: 0.5 + (epoch % 3) * 0.02 + epoch * 0.02,
  val_loss: 1.5 - epoch * 0.05,
}))
const input: FigureInput = {
  run: '001-extract',
  settings: 'vgg16 (imagenet) 150×150 · rmsprop 0.00002',
  history,
  stages: [{ name: 'head', unfreeze: 'none', epochs: 12 }],
  smoothing: 0,
  test: { accuracy: 0.75, loss: 1, interval: [0.636, 0.838], correct: 51, total: 68 },
}
const textOf = (data: string | Uint8Array) => String(data)
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

describe('the figures of a run', () => {
  it('as SVG show a dot for each epoch of training, the run’s name, its settings and its test interval', async () => {
    const figures = await drawFigures(input, 'svg')
    expect(figures.map(({ name }) => name)).toEqual(['accuracy', 'loss'])
    const [accuracy, loss] = figures.map(({ data }) => textOf(data))
    const dots = (svg: string) => count(svg, /<path d="M1 0A1 1[^>]*fill="#bb420b"/g)
    expect(dots(accuracy!)).toBe(history.length)
    expect(dots(loss!)).toBe(history.length)
    expect(accuracy).not.toMatch(/ecmeta|<style/)
    for (const said of ['Accuracy', '001-extract', input.settings, 'test 75 %, 95 % interval 64–84 %', 'base frozen']) {
      expect(accuracy).toContain(`>${said}<`)
    }
    expect(loss).toContain('>Loss<')
    expect(accuracy).toContain('<title>Accuracy of 001-extract over 12 epochs')
    expect(accuracy).toContain('>1<') // epochs from 1
    expect(accuracy).toContain('>12<')
  })

  it('escape what a name may hold', async () => {
    const [accuracy] = await drawFigures({ ...input, run: '<script>&' }, 'svg')
    expect(textOf(accuracy!.data)).not.toContain('<script>')
    expect(textOf(accuracy!.data)).toContain('&lt;script&gt;&amp;')
  })

  it('as PNG are two dots a pixel, opaque, on white, and not blank, in Korean too', async () => {
    for (const settings of [input.settings, '합성곱 기반 층 · 학습률 0.00002']) {
      const [accuracy] = await drawFigures({ ...input, settings }, 'png')
      const image = sharp(Buffer.from(accuracy!.data))
      const { width, height, hasAlpha } = await image.metadata()
      expect({ width, height, hasAlpha }).toEqual({ width: 1520, height: 880, hasAlpha: false })
      const { data } = await image.raw().toBuffer({ resolveWithObject: true })
      expect([...data.subarray(0, 3)]).toEqual([255, 255, 255])
      expect(new Set(data).size).toBeGreaterThan(50)
    }
  })

  it('as CSV are the history’s numbers', async () => {
    const [accuracy, loss] = (await drawFigures(input, 'csv')).map(({ data }) => textOf(data).trim().split('\r\n'))
    expect(accuracy![0]).toBe('epoch,accuracy,val_accuracy')
    expect(accuracy!.slice(1)).toEqual(history.map((row) => [row.epoch, row.accuracy, row.val_accuracy].join(',')))
    expect(loss![0]).toBe('epoch,loss,val_loss')
    const [smoothed] = await drawFigures({ ...input, smoothing: 0.8 }, 'csv')
    const rows = textOf(smoothed!.data).trim().split('\r\n')
    expect(rows[0]).toBe('epoch,accuracy,val_accuracy,smoothed_accuracy,smoothed_val_accuracy')
    const [first, second] = [rows[1]!, rows[2]!].map((row) => Number(row.split(',')[3]))
    expect(first).toBe(history[0]!.accuracy)
    expect(second).toBeCloseTo(0.8 * history[0]!.accuracy + 0.2 * history[1]!.accuracy, 12)
  })

  it('smoothed, keep the values themselves, faint, and the last ones unsmoothed', async () => {
    const [figure] = await drawFigures({ ...input, smoothing: 0.8 }, 'svg')
    const svg = textOf(figure!.data)
    expect(count(svg, /<path d="M1 0A1 1[^>]*fill="#bb420b"/g)).toBe(2 * history.length)
    expect(count(svg, /<path d="M1 0A1 1[^>]*fill-opacity="0.28"|<path d="M1 0A1 1[^>]* opacity="0.28"/g)).toBe(12)
    expect(svg).toContain(`>${history.at(-1)!.val_accuracy.toFixed(3)}<`)
  })

  it('show where the base thaws, in words and by a line', async () => {
    const stages = [
      { name: 'head', unfreeze: 'none', epochs: 6 },
      { name: 'fine-tune', unfreeze: 'block5_conv1', epochs: 6 },
    ]
    const [figure] = await drawFigures({ ...input, stages }, 'svg')
    const svg = textOf(figure!.data)
    expect(svg).toContain('>from block5_conv1<')
    expect(count(svg, /stroke="#e4601a"/g)).toBe(1)
    expect(count(textOf((await drawFigures(input, 'svg'))[0]!.data), /stroke="#e4601a"/g)).toBe(0)
  })

  it('of a run that diverged leave out what is no number', async () => {
    const broken = history.map((row, i) => (i > 8 ? { ...row, loss: NaN, val_loss: Infinity } : row))
    const [, loss] = await drawFigures({ ...input, history: broken }, 'svg')
    expect(count(textOf(loss!.data), /<path d="M1 0A1 1[^>]*fill="#bb420b"/g)).toBe(9)
    expect(textOf(loss!.data)).not.toMatch(/NaN|Infinity/)
  })

  it('are the same text whenever they are drawn', async () => {
    const draw = async () => (await drawFigures(input, 'svg')).map(({ data }) => data)
    expect(await draw()).toEqual(await draw())
  })

  it('cannot be drawn before the first epoch has ended', async () => {
    await expect(drawFigures({ ...input, history: [] }, 'svg')).rejects.toThrow(/no epoch/)
  })
})
