import readExif from 'exif-reader'

/** When and with what a photograph was taken, as far as its EXIF says. */
export interface Taken {
  /** Maker, model and serial number; empty: unknown. */
  camera: string
  /** Seconds since 1970, by the camera's clock; null: unknown. */
  time: number | null
}

const unknown: Taken = { camera: '', time: null }

/** Reads a picture's EXIF block, as sharp gives it. One that is damaged says nothing. */
export function takenOf(exif: Buffer | undefined): Taken {
  if (!exif) return unknown
  try {
    const { Image, Photo } = readExif(exif)
    const date = Photo?.DateTimeOriginal ?? Photo?.DateTimeDigitized
    const seconds = date instanceof Date ? date.getTime() / 1000 : NaN
    const words = [Image?.Make, Image?.Model, Photo?.BodySerialNumber].filter((word) => typeof word === 'string')
    return { camera: words.join(' ').trim(), time: Number.isFinite(seconds) ? seconds : null }
  } catch {
    return unknown
  }
}
