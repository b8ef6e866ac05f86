/** Columns of text, two spaces apart; numbers to the right. The last column is not filled up. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => {
    row.forEach((cell, column) => (widest[column] = Math.max(widest[column] ?? 0, String(cell).length)))
    return widest
  }, [])
  const line = (row: readonly (string | number)[]): string =>
    row.map((cell, column) => fill(cell, widths[column] ?? 0)).join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

function fill(cell: string | number, width: number): string {
  return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width)
}
