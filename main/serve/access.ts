import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** Who may speak to the server. */
export interface Access {
  token: string
  port: number
  /** What the person gave as --host. */
  host: string
}

export type Verdict = 'welcome' | 401 | 403

/** Cookies do not know of ports: two servers on one computer need two names. */
export const cookieName = (port: number): string => `thaw-${port}`

/**
 * Whether a request comes from a page of ours. A Host other than ours means that somebody's name points here (DNS
 * rebinding); another Origin, or a browser that calls the request foreign, is another site's page.
 */
export function isForeign({ host, origin, ...headers }: IncomingHttpHeaders, { host: own, port }: Access): boolean {
  if (host === undefined || !isOwnHost(host, own, port)) return true
  if (origin !== undefined && origin !== `http://${host}`) return true
  const site = headers['sec-fetch-site']
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation
}

/** An address is safe where a name is not: nobody can make it point elsewhere. */
function isOwnHost(host: string, own: string, port: number): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d+))?$/i.exec(host)
  if (!match || Number(match[2] ?? 80) !== port) return false
  const name = match[1]!.replace(/^\[|\]$/g, '').toLowerCase()
  if (name === 'localhost' || name === own.toLowerCase()) return true
  const isLoopback = name === '::1' || name.startsWith('127.')
  const isOpen = own === '0.0.0.0' || own === '::'
  return isIP(name) !== 0 && (isLoopback || isOpen)
}

/** Compared as hashes, which takes the same time whatever was given. */
export function isToken(given: string | null | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return typeof given === 'string' && timingSafeEqual(hash(given), hash(token))
}

/** Whether a request with these headers may go on, its cookie holding the token. */
export function verdictOn(headers: IncomingHttpHeaders, access: Access): Verdict {
  if (isForeign(headers, access)) return 403
  const name = `${cookieName(access.port)}=`
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  const given = cookies.find((cookie) => cookie.startsWith(name))?.slice(name.length)
  return isToken(given, access.token) ? 'welcome' : 401
}
