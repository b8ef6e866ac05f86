export { judge, type Judged } from './judge.ts'
export { mcnemarExact } from './mcnemar.ts'
export { smooth, smoothDebiased } from './smooth.ts'
export { wilsonInterval } from './wilson.ts'
