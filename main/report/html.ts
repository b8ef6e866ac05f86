/** Markup that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Part[] | null

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!)

function markupOf(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(markupOf).join('')
}

/** A piece of a page. Whatever is put into it is text, unless it is such a piece itself, or several: names cannot become markup. */
export function html(pieces: TemplateStringsArray, ...parts: Part[]): Markup {
  return { markup: pieces.map((piece, index) => piece + markupOf(parts[index] ?? null)).join('') }
}

/** Takes text as markup: only for what this program wrote itself. */
export const trusted = (markup: string): Markup => ({ markup })
