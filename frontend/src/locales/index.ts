/** The texts of every screen. A locale is loaded when somebody reads in it. */
import { nextTick } from 'vue'
import { createI18n } from 'vue-i18n'

export const LOCALES: Record<string, string> = { en: 'English', da: 'Dansk' }

const STORED = 'fettle.locale'
const messages = import.meta.glob<{ default: Record<string, never> }>('./*.json')

const numberFormats = { decimal: { maximumFractionDigits: 2 } }

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackWarn: false,
  numberFormats: { en: numberFormats, da: numberFormats },
})

function preferred(): string {
  const wishes = [localStorage.getItem(STORED), ...navigator.languages.map((language) => language.split('-')[0])]
  return wishes.find((wish) => wish && wish in LOCALES) ?? 'en'
}

export async function setLocale(code: string = preferred()): Promise<void> {
  const { default: texts } = await messages[`./${code}.json`]!()
  i18n.global.setLocaleMessage(code, texts)
  i18n.global.locale.value = code as 'en'
  document.documentElement.lang = code
  localStorage.setItem(STORED, code)
  await nextTick()
}
