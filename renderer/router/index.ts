import { createRouter, createWebHashHistory, START_LOCATION, type Router } from 'vue-router'
import { loadPart, prefetchParts, usePartsLost } from '../parts.ts'
import { likelyNext, pages, type PageName } from './pages.ts'

export { steps, type Step } from './steps.ts'

const screen = (path: string, name: PageName) => ({ path, name, component: () => loadPart(pages[name]) })

/**
 * Addresses after `#`, so that a page loaded from any place and reloaded stays where it was. A screen is shown once its script is
 * there; until then the one before it stays.
 */
export function createAppRouter(): Router {
  const { want } = usePartsLost()
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      screen('/', 'home'),
      screen('/data', 'data'),
      screen('/model', 'model'),
      screen('/train', 'train'),
      screen('/inside', 'inside'),
      screen('/judge', 'judge'),
      screen('/use', 'use'),
      screen('/settings', 'settings'),
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  let address = location.hash
  router.beforeEach(() => void (address = location.hash))
  // Until the first screen is there the router does not hear of another address, and would put the window back to the one before.
  router.beforeResolve((_to, from) =>
    from === START_LOCATION && location.hash !== address ? location.hash.slice(1) || '/' : true,
  )
  router.onError((_error, { fullPath }) => want(fullPath))
  router.afterEach(({ name }, _from, failure) => {
    if (failure) return
    want(null)
    prefetchParts(likelyNext(name))
  })
  return router
}
