/** One line for whoever looks at the terminal that the application was started from. */
export function log(line: string): void {
  console.warn(`thaw: ${line}`)
}
