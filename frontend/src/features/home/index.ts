import type { Feature } from '@/shell/feature'

export default {
  routes: [{ path: '', name: 'home', component: () => import('./pages/HomePage.vue'), meta: { title: 'home.title' } }],
  pages: [{ area: 'home', label: 'home.title', icon: 'i-lucide-house', to: { name: 'home' }, keys: 'g h' }],
} satisfies Feature
