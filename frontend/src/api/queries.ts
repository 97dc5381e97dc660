/** The queries and mutations every feature uses; what is its own a feature writes in its queries.ts, in the same way. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { isApiError } from './errors'
import { keys } from './keys'
import { resource } from './resource'
import type { Effect, Id, Query, Versioned } from './types'

export const PAGE_SIZE = '50'

export function useList<T>(
  name: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<Query>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => keys.list(toValue(name), toValue(query))),
    queryFn: ({ signal }) => resource.list<T>(toValue(name), { page_size: PAGE_SIZE, ...toValue(query) }, signal),
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(enabled)),
  })
}

export function useDocument<T>(
  name: MaybeRefOrGetter<string>,
  id: MaybeRefOrGetter<Id>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => keys.detail(toValue(name), toValue(id))),
    queryFn: ({ signal }) => resource.detail<T>(toValue(name), toValue(id), signal),
    enabled: computed(() => toValue(enabled)),
  })
}

export function usePart<T>(
  name: string,
  id: MaybeRefOrGetter<Id>,
  part: string,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => keys.part(name, toValue(id), part)),
    queryFn: ({ signal }) => resource.part<T>(name, toValue(id), part, signal),
    enabled: computed(() => toValue(enabled)),
  })
}

export function useTimeline(
  name: MaybeRefOrGetter<string>,
  id: MaybeRefOrGetter<Id>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => keys.timeline(toValue(name), toValue(id))),
    queryFn: async ({ signal }) => (await resource.timeline(toValue(name), toValue(id), signal)).results,
    enabled: computed(() => toValue(enabled)),
  })
}

/** Reads anew what is told of a document beside itself: its timeline, its passport. */
export function useStoryChanged(name: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<Id>) {
  const client = useQueryClient()
  return () => {
    const queryKey = keys.detail(toValue(name), toValue(id))
    return client.invalidateQueries({ queryKey, predicate: (query) => query.queryKey.length > queryKey.length })
  }
}

export interface StepRequest {
  id: Id
  step: string
  body?: object
  key?: string
  /** Only on the version that was read: whoever approves, approves what they saw. */
  asSeen?: boolean
}

/** Performs a step and shows its answer at once; what else the step touches is read again, as lists, parts and timeline. */
export function useStep<T extends { id: Id }>(
  name: MaybeRefOrGetter<string>,
  touches: MaybeRefOrGetter<string[] | undefined> = [],
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn({ id, step, body, key, asSeen }: StepRequest) {
      const seen = client.getQueryData<Versioned<T>>(keys.detail(toValue(name), id))
      return resource.step<T>(toValue(name), id, step, body, { key, etag: asSeen ? seen?.etag : null })
    },
    async onError(error, { id }) {
      if (isApiError(error, 412)) await client.invalidateQueries({ queryKey: keys.detail(toValue(name), id) })
    },
    async onSuccess(fresh, { id }) {
      client.setQueryData<Versioned<T>>(keys.detail(toValue(name), id), fresh)
      const changed = [toValue(name), ...(toValue(touches) ?? [])]
      await Promise.all(changed.map((one) => client.invalidateQueries({ queryKey: keys.all(one) })))
    },
  })
}

/** What a step would do to balances: the server takes it and takes it back. Asked anew each time. */
export function useRehearsal(
  name: MaybeRefOrGetter<string>,
  id: MaybeRefOrGetter<Id>,
  step: MaybeRefOrGetter<string>,
  enabled: MaybeRefOrGetter<boolean>,
) {
  return useQuery({
    queryKey: computed(() => keys.rehearsal(toValue(name), toValue(id), toValue(step))),
    queryFn: async () => {
      const query = { dry_run: 'true' }
      const answer = await resource.step<{ effects: Effect[] }>(
        toValue(name),
        toValue(id),
        toValue(step),
        {},
        { query },
      )
      return answer.document.effects
    },
    enabled: computed(() => toValue(enabled)),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
}

export interface SaveRequest {
  id?: Id
  body: object
  etag?: string | null
  key?: string
}

/** Creates a row, or changes the one whose id is given. */
export function useSave<T extends { id: Id }>(name: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body, etag = null, key }: SaveRequest) =>
      id === undefined ? resource.create<T>(name, body, { key }) : resource.update<T>(name, id, body, etag),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all(name) }),
  })
}

export interface RemoveRequest {
  id: Id
  etag?: string | null
}

/** Takes a row away. What was read of it is forgotten at once, so that nobody asks for it again. */
export function useRemove(name: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, etag = null }: RemoveRequest) => resource.remove(name, id, etag),
    onSuccess: (_, { id }) => {
      client.removeQueries({ queryKey: keys.detail(name, id) })
      return client.invalidateQueries({ queryKey: keys.lists(name) })
    },
  })
}
