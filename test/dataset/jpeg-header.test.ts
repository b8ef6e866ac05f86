import sharp from 'sharp'
import { expect, it } from 'vitest'
import { plainJpeg } from '../../main/dataset/jpeg-header.ts'
import { picture } from '../helpers/photographs.ts'

const made: [string, () => Promise<Buffer>][] = [
  ['a baseline one', () => picture(61, 43, 1).jpeg().toBuffer()],
  ['a progressive one', () => picture(61, 43, 2).jpeg({ progressive: true }).toBuffer()],
  ['a grey one', () => picture(61, 43, 3).greyscale().jpeg().toBuffer()],
  [
    'one in CMYK with a profile',
    () => picture(61, 43, 4).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer(),
  ],
  ['one with a profile', () => picture(61, 43, 5).withIccProfile('p3').jpeg().toBuffer()],
]

it.each(made)('%s is as large as its decoder says', async (_, make) => {
  const data = await make()
  const { width, height, depth, autoOrient, exif } = await sharp(data).metadata()
  expect(plainJpeg(data)).toEqual({ width, height, depth, autoOrient, ...(exif && { exif }) })
})

it('of one that may be turned, or is none, nothing is said', async () => {
  const whole = await picture(61, 43, 6).jpeg().toBuffer()
  const turned = await sharp(whole).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(plainJpeg(turned)).toBeNull()
  expect(plainJpeg(await picture(20, 20, 7).png().toBuffer())).toBeNull()
  for (let length = 0; length < 150; length++) expect(plainJpeg(whole.subarray(0, length))).toBeNull()
})
