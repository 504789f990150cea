/** Where keys can be kept. */
export type KeyPlace = 'file' | 'keychain';
/** `auto`: the keychain where one works. */
export const KEY_PLACES = ['auto', 'keychain', 'file'] as const;
export type WantedPlace = (typeof KEY_PLACES)[number];
