import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { features } from '@/features'
import { i18n } from '@/locales'
import { useSession } from '@/shell/session/store'

const MessagePage = () => import('@/shell/pages/MessagePage.vue')

const routes: RouteRecordRaw[] = [
  {
    path: '/login',
    name: 'login',
    component: () => import('@/shell/pages/LoginPage.vue'),
    meta: { open: true, title: 'login.title' },
  },
  {
    path: '/password-reset/:resetKey?',
    name: 'password-reset',
    component: () => import('@/shell/pages/PasswordResetPage.vue'),
    props: true,
    meta: { open: true, title: 'login.resetTitle' },
  },
  {
    path: '/password',
    name: 'password',
    component: () => import('@/shell/pages/ChangePasswordPage.vue'),
    meta: { title: 'login.changeTitle' },
  },
  {
    path: '/',
    component: () => import('@/shell/layout/AppShell.vue'),
    children: [
      ...features.flatMap((feature) => feature.routes),
      {
        path: 'forbidden',
        name: 'forbidden',
        component: MessagePage,
        props: ({ query }) => ({ kind: 'forbidden', permission: query.permission }),
      },
      { path: ':path(.*)*', name: 'not-found', component: MessagePage, props: { kind: 'notFound' } },
    ],
  },
]

export function makeRouter() {
  const router = createRouter({ history: createWebHistory('/'), routes })

  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    const session = useSession()
    if (!session.me && !(await session.load())) return { name: 'login', query: { next: to.fullPath } }
    if (session.me?.must_change_password && to.name !== 'password') {
      return { name: 'password', query: { next: to.fullPath } }
    }
    if (!session.can(to.meta.permission)) return { name: 'forbidden', query: { permission: to.meta.permission } }
    return true
  })

  router.afterEach((to) => {
    const { t } = i18n.global
    document.title = to.meta.title ? `${t(to.meta.title)} · ${t('app.name')}` : t('app.name')
  })

  return router
}
