export * from './facets.ts'
export * from './geometry.ts'
export * from './line.ts'
