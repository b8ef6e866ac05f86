import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * @param {string} file
 * @returns {any} what the JSON file holds; null when it is missing or broken
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Writes the whole file or leaves the old one.
 *
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(partial, JSON.stringify(value, null, 2) + '\n', { flush: true })
  renameSync(partial, file)
}

/**
 * @param {string} file
 * @returns {Promise<string>} SHA-256 in hexadecimal
 */
export async function sha256OfFile(file) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * @param {...(string | Buffer)} parts
 * @returns {string} SHA-256 in hexadecimal of the parts, each with its length, so that they cannot run into each other
 */
export function sha256(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}
