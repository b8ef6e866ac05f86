import { it } from 'vitest'
import { killOften } from '../helpers/kills.ts'

it('an import that is killed twenty times shows nothing until it is done, and ends equal', () => killOften(20), 300_000)
