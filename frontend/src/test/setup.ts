import { beforeEach } from 'vitest'
import { i18n } from '@/locales'
import en from '@/locales/en.json'

i18n.global.setLocaleMessage('en', en as never)

beforeEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
})
