import iconv from 'iconv-lite'

/** What old programs on Korean, Japanese and other systems write, beside UTF-8. */
export const encodings = ['UTF-8', 'CP949', 'Shift-JIS', 'CP437'] as const
export type Encoding = (typeof encodings)[number]

const iconvNames: Record<Encoding, string> = {
  'UTF-8': 'utf8',
  CP949: 'cp949',
  'Shift-JIS': 'shiftjis',
  CP437: 'cp437',
}

export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return iconv.decode(Buffer.from(bytes), iconvNames[encoding])
}

/**
 * The encoding in which these byte strings, written by one program, make sense: UTF-8 if they are valid; else the one
 * whose characters are the most plausible ones in names and labels. null: all are ASCII.
 */
export function guessEncoding(texts: readonly Uint8Array[]): Encoding | null {
  const foreign = texts.filter((text) => text.some((byte) => byte >= 0x80))
  if (foreign.length === 0) return null
  if (foreign.every((text) => isUtf8(text))) return 'UTF-8'
  const scores = (['CP949', 'Shift-JIS', 'CP437'] as const).map((encoding) => ({
    encoding,
    score: foreign.reduce((sum, text) => sum + plausibility(text, encoding), 0) / foreign.length,
  }))
  return scores.sort((a, b) => b.score - a.score)[0]?.encoding ?? 'CP437'
}

/** A text file's content: its byte order mark, else what `guessEncoding` says of its lines. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(Buffer.from(bytes), 'utf-16be')
  return decode(bytes, guessEncoding([bytes]) ?? 'UTF-8')
}

/** Whether these bytes can be UTF-8; ASCII is. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** From 0, impossible, to 1: how usual the characters outside ASCII are in the names that people give. */
function plausibility(bytes: Uint8Array, encoding: Encoding): number {
  const text = decode(bytes, encoding)
  if (!iconv.encode(text, iconvNames[encoding]).equals(Buffer.from(bytes))) return 0
  let [sum, count] = [0, 0]
  for (const character of text) {
    if (character <= '\x7f') continue
    sum += weight(character, encoding)
    count++
  }
  return count === 0 ? 1 : sum / count
}

/**
 * Hangul that KS X 1001 has (2,350 of 11,172) is what Korean is written with; in other languages' bytes the rarer ones turn up
 * as often. Half-width kana is one byte a character, as any bytes are; frames and Greek are what CP437 makes of everything.
 */
function weight(character: string, encoding: Encoding): number {
  const code = character.codePointAt(0) ?? 0
  if (code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff) || code < 0xa0) return 0
  if (encoding === 'CP949') {
    if (code >= 0xac00 && code <= 0xd7a3) return isCommonHangul(character) ? 1 : 0.3
    return code >= 0x4e00 && code <= 0x9fff ? 0.35 : 0.3
  }
  if (encoding === 'Shift-JIS') {
    if (code >= 0x3040 && code <= 0x30ff) return 1
    if (code >= 0xff61 && code <= 0xff9f) return 0.15
    return code >= 0x4e00 && code <= 0x9fff ? 0.8 : 0.3
  }
  return /\p{L}/u.test(character) && code < 0x370 ? 0.6 : 0.05
}

/** Both bytes at least A1: the part of CP949 that KS X 1001 fills. */
function isCommonHangul(character: string): boolean {
  const [lead = 0, trail = 0] = iconv.encode(character, 'cp949')
  return lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1
}
