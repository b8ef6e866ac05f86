import { extname, join, normalize, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/**
 * The file of the window's page that an address of our scheme names, with its type; null when it would lie outside `folder` or is
 * of a type that the page does not consist of. Whether the file is there is not looked at.
 */
export function pageFile(folder: string, pathname: string): { file: string; type: string } | null {
  const decoded = decode(pathname)
  if (decoded === null) return null
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded))
  const type = types[extname(file)]
  return type && file.startsWith(normalize(folder + sep)) ? { file, type } : null
}

function decode(pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname)
    return decoded.includes('\0') || decoded.includes('\\') ? null : decoded
  } catch {
    return null
  }
}
