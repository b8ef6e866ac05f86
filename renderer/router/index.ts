import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import DataPage from '../pages/DataPage.vue'
import HomePage from '../pages/HomePage.vue'
import InsidePage from '../pages/InsidePage.vue'
import JudgePage from '../pages/JudgePage.vue'
import ModelPage from '../pages/ModelPage.vue'
import SettingsPage from '../pages/SettingsPage.vue'
import TrainPage from '../pages/TrainPage.vue'
import UsePage from '../pages/UsePage.vue'

export { steps, type Step } from './steps.ts'

/** Addresses after `#`, so that a page loaded from any place and reloaded stays where it was. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: HomePage },
      { path: '/data', name: 'data', component: DataPage },
      { path: '/model', name: 'model', component: ModelPage },
      { path: '/train', name: 'train', component: TrainPage },
      { path: '/inside', name: 'inside', component: InsidePage },
      { path: '/judge', name: 'judge', component: JudgePage },
      { path: '/use', name: 'use', component: UsePage },
      { path: '/settings', name: 'settings', component: SettingsPage },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
