import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drawFigures, type FigureInput } from '../../main/figures/index.ts'
import { outlineText } from '../../main/figures/outline-text.ts'

const text = (content: string, style: string) =>
  `<text dominant-baseline="central" text-anchor="end" style="${style}" transform="translate(9 9)" fill="#123456">${content}</text>`

describe('words as outlines', () => {
  it('keep their place and colour, and nothing stays text', () => {
    const outlined = outlineText(text('a &amp; 가', 'font: 400 11px Pretendard'))
    expect(outlined).toMatch(/^<path d="M-[^"]+" transform="translate\(9 9\)" fill="#123456"\/>$/)
  })

  it('are heavier at 600', () => {
    expect(outlineText(text('a', 'font: 600 11px x'))).not.toBe(outlineText(text('a', 'font: 400 11px x')))
  })

  it('stay text where the face lacks a character', () => {
    expect(outlineText(text('中', 'font: 400 11px x'))).toContain('<text')
  })
})

describe('a figure on a computer without any font', () => {
  it('is the same picture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
    try {
      const input: FigureInput = {
        run: '001-extract',
        settings: '미세 조정 · vgg16',
        history: [0, 1, 2].map((epoch) => ({
          epoch,
          accuracy: 0.5,
          loss: 1 - epoch / 4,
          val_accuracy: 0.6,
          val_loss: 1,
        })),
        stages: [{ name: 'head', unfreeze: 'none', epochs: 3 }],
        smoothing: 0,
      }
      const module = resolve(import.meta.dirname, '../../main/figures/index.ts')
      writeFileSync(join(folder, 'fonts.conf'), '<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
      writeFileSync(
        join(folder, 'draw.mjs'),
        `import { writeFileSync } from 'node:fs'
        import { drawFigures } from ${JSON.stringify(module)}
        const [figure] = await drawFigures(${JSON.stringify(input)}, 'png')
        writeFileSync(${JSON.stringify(join(folder, 'bare.png'))}, figure.data)`,
      )
      const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') }
      execFileSync(process.execPath, [join(folder, 'draw.mjs')], { env })
      const [figure] = await drawFigures(input, 'png')
      const pixels = (png: Uint8Array) => sharp(Buffer.from(png)).raw().toBuffer()
      const bare = await pixels(readFileSync(join(folder, 'bare.png')))
      expect(bare.equals(await pixels(figure!.data as Uint8Array))).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
