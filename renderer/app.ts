import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp, type App as VueApp } from 'vue'
import App from './App.vue'
import { clientKey, type Client } from './client/index.ts'
import { createLocales } from './locales/index.ts'
import { createAppRouter } from './router/index.ts'

/** The whole application over a client: the real one, or a test's. */
export function createThaw(client: Client): VueApp {
  return createApp(App)
    .provide(clientKey, client)
    .use(createPinia())
    .use(createAppRouter())
    .use(createLocales())
    .use(ui)
}
