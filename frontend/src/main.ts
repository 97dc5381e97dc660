import ui from '@nuxt/ui/vue-plugin'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia, storeToRefs } from 'pinia'
import { computed, createApp } from 'vue'
import { whenSignedOut } from '@/api/client'
import { isApiError } from '@/api/errors'
import { features } from '@/features'
import { i18n, setLocale } from '@/locales'
import { useSession } from '@/shell/session/store'
import { BUSINESS } from '@/ui/business'
import { registerEntity } from '@/ui/entities'
import { CAN, ME } from '@/ui/permissions'
import App from './App.vue'
import { makeRouter } from './router'
import './main.css'

const STALE_MS = 15_000

for (const entity of features.flatMap((feature) => feature.entities ?? [])) registerEntity(entity)

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // What the server refused once it will refuse again; what never arrived may arrive.
      retry: (failures, error) => isApiError(error, 0, 503) && failures < 2,
    },
  },
})

const app = createApp(App)
app.use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient }).use(makeRouter()).use(ui)

const session = useSession()
app.provide(BUSINESS, storeToRefs(session).business)
app.provide(CAN, session.can)
app.provide(
  ME,
  computed(() => session.me?.id ?? null),
)
whenSignedOut(session.expire)

await setLocale()
app.mount('#app')
