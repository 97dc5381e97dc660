/** How money is handed over: the server's words, told to the reader as any status. */
export const METHODS = ['Cash', 'MoMo', 'Bank Transfer', 'Card', 'Other'] as const

export type Method = (typeof METHODS)[number]
