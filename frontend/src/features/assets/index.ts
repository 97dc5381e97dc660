import type { Feature } from '@/shell/feature'

export default {
  routes: [
    {
      path: 'assets',
      name: 'assets',
      component: () => import('./pages/AssetsPage.vue'),
      meta: { title: 'assets.title', permission: 'assets.list' },
    },
    {
      path: 'assets/receive',
      name: 'assets-receive',
      component: () => import('./pages/ReceivePage.vue'),
      meta: { title: 'receive.title', permission: 'assets.receive' },
    },
    {
      path: 'assets/:id(\\d+)',
      name: 'asset',
      component: () => import('./pages/AssetPage.vue'),
      props: true,
      meta: { title: 'assets.one', permission: 'assets.retrieve' },
    },
    {
      path: 'assets/:id(\\d+)/edit',
      name: 'asset-edit',
      component: () => import('./pages/AssetFormPage.vue'),
      props: true,
      meta: { title: 'assets.edit', permission: 'assets.update' },
    },
  ],
  pages: [
    {
      area: 'stock',
      label: 'assets.title',
      icon: 'i-lucide-laptop',
      to: { name: 'assets' },
      permission: 'assets.list',
      keys: 'g s',
    },
    {
      area: 'stock',
      label: 'receive.title',
      icon: 'i-lucide-scan-barcode',
      to: { name: 'assets-receive' },
      permission: 'assets.receive',
      keys: 'g r',
    },
  ],
  entities: [{ type: 'asset', resource: 'assets', route: 'asset', list: 'assets', icon: 'i-lucide-laptop' }],
} satisfies Feature
