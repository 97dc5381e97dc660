import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { keys } from '@/api/keys'
import { resource } from '@/api/resource'
import type { Query, Row } from '@/api/types'
import { isShort, optionOf, type Option, type Resource } from '../references'

const SHOWN = '20'
const WHOLE = '200'

interface Answer {
  /** The text these options answer: a late answer never passes for a newer one's. */
  search: string
  options: Option[]
}

export function useOptions(
  name: MaybeRefOrGetter<Resource>,
  search: MaybeRefOrGetter<string>,
  enabled: MaybeRefOrGetter<boolean>,
  /** What they are narrowed to, whatever is searched. */
  within: MaybeRefOrGetter<Query | undefined> = undefined,
) {
  const isWhole = computed(() => isShort(toValue(name)))
  const asked = computed(() => (isWhole.value ? '' : toValue(search)))

  const { data, isError } = useQuery({
    queryKey: computed(() => keys.options(toValue(name), asked.value, toValue(within) ?? {})),
    queryFn: async ({ signal }): Promise<Answer> => {
      const text = asked.value
      const query = { ...toValue(within), page_size: isWhole.value ? WHOLE : SHOWN, ...(text ? { search: text } : {}) }
      const page = await resource.list<Row>(toValue(name), query, signal)
      return { search: text, options: page.results.map((row) => optionOf(toValue(name), row)) }
    },
    enabled: computed(() => toValue(enabled)),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

  const answer = computed((): Answer | undefined =>
    data.value && isWhole.value ? narrowed(data.value.options, toValue(search)) : data.value,
  )

  return { answer, isError }
}

function narrowed(options: Option[], search: string): Answer {
  const text = search.toLocaleLowerCase()
  return { search, options: options.filter(({ label }) => label.toLocaleLowerCase().includes(text)) }
}

/** The option of an id that is known already: of a filter in a shared link, of a form being edited. */
export function useOption(name: MaybeRefOrGetter<Resource>, id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => keys.detail(toValue(name), toValue(id))),
    queryFn: ({ signal }) => resource.detail<Row>(toValue(name), toValue(id), signal),
    select: ({ document }) => optionOf(toValue(name), document),
    enabled: computed(() => /^\d+$/.test(toValue(id))),
    staleTime: 300_000,
  })
}
