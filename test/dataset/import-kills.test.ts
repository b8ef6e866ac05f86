import { it } from 'vitest'
import { killOften } from '../helpers/kills.ts'

// Twenty kills: test/slow/import-kills.test.ts.
it('an import that is killed three times shows nothing until it is done, and ends equal', () => killOften(3))
