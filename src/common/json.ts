/** JSON as TypeScript sees it: what may cross a process boundary as text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, the shape of every `data` and `params` field of ours. */
export type JsonObject = { readonly [key: string]: Json };
